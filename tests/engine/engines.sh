#!/bin/sh
# The one truth table on other engines than this machine's: those of other Debian releases, each in a
# system of its own (debootstrap), and Podman.
#
# ENGINE_ROOTS  where these systems are kept from run to run; without it they are made and removed
# ENGINES       which, of "SUITE:docker SUITE:podman"; SUITE "here" is this machine
#
# Says of each whether it ran. Exit code 77: none did.
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=${DOCKASSAY:-./dockassay}
case $program in /*) ;; *) program=$PWD/$program ;; esac
packages=docker.io,docker-cli,podman,netavark,aardvark-dns,nftables,iptables,iproute2,busybox-static,procps

skip() {
	echo "SKIPPED: other engines: $*"
	exit 77
}

[ "$(id -u)" -eq 0 ] || skip "needs root"
command -v node >/dev/null || skip "node is missing"
own=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
if [ -z "${ENGINES:-}" ]; then
	# Podman 4.3 of bookworm is scanned where this machine has it; else its recording has to do.
	ENGINES=here:podman
	for suite in trixie sid; do
		[ "$suite" = "$own" ] || ENGINES="$ENGINES $suite:docker"
	done
	ENGINES="$ENGINES sid:podman"
fi

work=$(mktemp -d /var/tmp/engines.XXXXXX) || exit 99
trap 'rm -rf "$work"' EXIT
roots=${ENGINE_ROOTS:-$work/roots}
mkdir -p "$roots" "$work/out"
cat "$here"/truth/*.txt >"$work/truth.txt"

# The program runs in a system with other libraries: it brings its own, and their loader.
bundle() {
	mkdir -p "$work/stage/lib"
	cp -R "$here" "$work/stage/engine"
	cp "$program" "$work/stage/program" || exit 99
	ldd "$program" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p; s/^[[:space:]]*\(\/[^ ]*\) (0x.*/\1/p' |
	while read -r library; do
		cp "$library" "$work/stage/lib/"
	done
	loader=$(ldd "$program" | sed -n 's/^[[:space:]]*\(\/[^ ]*\) (0x.*/\1/p')
	cat >"$work/stage/dockassay" <<END
#!/bin/sh
exec $work/stage/lib/${loader##*/} --library-path $work/stage/lib $work/stage/program "\$@"
END
	chmod +x "$work/stage/dockassay"
}

# make_root SUITE: 1, with the reason in why, where it cannot be had.
make_root() {
	why=
	[ ! -e "$roots/$1.complete" ] || return 0
	command -v debootstrap >/dev/null || { why="debootstrap is missing"; return 1; }
	mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep -m 1 '/debian/*$')
	[ -n "$mirror" ] || { why="this machine knows no mirror of Debian"; return 1; }
	wanted=$packages
	[ "$1" != bookworm ] || wanted=$(echo "$packages" | sed 's/docker-cli,//')
	rm -rf "${roots:?}/$1"
	if ! debootstrap --variant=minbase --include="$wanted" "$1" "$roots/$1" "$mirror" >"$work/debootstrap.log" 2>&1; then
		why="debootstrap of $1 failed: $(tail -n 1 "$work/debootstrap.log")"
		return 1
	fi
	: >"$roots/$1.complete"
}

ran=0 failed=0
# scan_engine SUITE ENGINE
scan_engine() {
	root='' out=$work/stage/out
	if [ "$1" = here ]; then
		command -v "$2" >/dev/null || { echo "NOT RUN: $2 of this machine: it is not installed"; return; }
	else
		make_root "$1" || { echo "NOT RUN: $2 of $1: $why"; return; }
		root=$roots/$1
	fi
	rm -rf "$out"
	mkdir "$out"
	WEAK_ENGINE=$2 WEAK_ENGINE_ROOT=$root WEAK_ENGINE_STAGE=$work/stage DOCKASSAY=$work/stage/dockassay \
	    sh "$work/stage/engine/weak-engine.sh" sh "$work/stage/engine/scan.sh" "$out" >"$work/log" 2>&1
	code=$?
	if [ $code -eq 77 ]; then
		echo "NOT RUN: $2 of $1: $(tail -n 1 "$work/log")"
		return
	fi
	ran=$((ran + 1))
	if [ $code -ne 1 ] || ! node "$here/compare.mjs" "$out/live.json" "$work/truth.txt" "$out/inspect.json" \
	    >"$work/verdict" 2>&1; then
		failed=1
		echo "FAILED: $2 of $1 (exit code $code)"
		tail -n 20 "$work/log"
		cat "$work/verdict"
		: >"$work/verdict"
	fi
	version=$(sed -n 's/^ *"version": "\([^"]*\)",*$/\1/p' "$out/live.json" | sed -n 2p)
	echo "RAN: $2 $version of $1: $(tail -n 1 "$work/verdict")"
	[ -z "${ENGINE_KEEP:-}" ] || { mkdir -p "$ENGINE_KEEP/$1-$2"; cp -R "$out/." "$ENGINE_KEEP/$1-$2"; }
}

bundle
for each in $ENGINES; do
	scan_engine "${each%%:*}" "${each#*:}"
done
[ $ran -gt 0 ] || skip "none of $ENGINES could be run"
[ $failed -eq 0 ] || exit 1
