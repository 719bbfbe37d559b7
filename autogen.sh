#!/bin/sh
# ./autogen.sh         makes configure
# ./autogen.sh scan    installs what is missing, builds, and scans this host
# ./autogen.sh check   installs what is missing, builds, and runs all tests
set -eu

cd "$(dirname "$0")"
top=$(pwd)
build_packages="gcc make autoconf automake pkg-config libcurl4-openssl-dev libxml2-dev libcjson-dev libssl-dev libyaml-dev"
test_packages="check clang clang-tidy cppcheck gcovr valgrind libclang-rt-dev libxml2-utils nodejs npm docker.io docker-cli iptables iproute2 busybox-static procps debootstrap
	perl openscap-scanner prometheus cmark-gfm poppler-utils chromium default-jre-headless zsh fish systemd groovy
	ansible-core openssl openssh-client socat uidmap rootlesskit slirp4netns"
# A server that listens is nothing to put on a developer's machine: there, a test is skipped.
[ "${CI:-}" != true ] || test_packages="$test_packages openssh-server postgresql"

say() {
	printf '==> %s\n' "$*"
}

die() {
	printf 'autogen.sh: %s\n' "$*" >&2
	exit 2
}

generate() {
	command -v autoreconf >/dev/null || die "autoreconf is missing: install autoconf and automake, or run ./autogen.sh scan"
	case $top in *[[:space:]]*) die "automake cannot build in a path with spaces: $top" ;; esac
	autoreconf -fi
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "packages are missing ($missing): run this as root, or install sudo"
	fi
}

no_apt() {
	cat >&2 <<EOF
autogen.sh: this system has no apt. Install these and run it again:
  Fedora:  gcc make autoconf automake pkgconf libcurl-devel libxml2-devel cjson-devel openssl-devel libyaml-devel check-devel
  Alpine:  build-base autoconf automake pkgconf curl-dev libxml2-dev cjson-dev openssl-dev yaml-dev check-dev
  Arch:    base-devel curl libxml2 cjson openssl libyaml check
  Debian:  $build_packages check
EOF
	exit 2
}

# Something that works without the package of that name is not to be installed over.
have() {
	case $1 in
	docker.io) command -v dockerd >/dev/null ;;
	docker-cli) command -v docker >/dev/null || ! apt-cache show docker-cli >/dev/null 2>&1 ;;
	ansible-core) command -v ansible-playbook >/dev/null ;;
	nodejs) command -v node >/dev/null ;;
	chromium) command -v chromium >/dev/null ;;
	default-jre-headless) command -v java >/dev/null ;;
	openscap-scanner) command -v oscap >/dev/null ;;
	prometheus) command -v promtool >/dev/null ;;
	postgresql) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ;;
	npm) command -v npm >/dev/null ;;
	libclang-rt-dev) ls /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.asan*.a >/dev/null 2>&1 ;;
	pkg-config) command -v pkg-config >/dev/null ;;
	*) dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed' ;;
	esac
}

# libclang-rt-dev exists from Debian 13 on; before, the name carries clang's version.
real_name() {
	if [ "$1" = libclang-rt-dev ] && ! apt-cache show "$1" >/dev/null 2>&1; then
		version=$(apt-cache depends clang 2>/dev/null | sed -n 's/.*Depends: clang-\([0-9]*\)$/\1/p' | head -n 1)
		echo "libclang-rt-${version:-14}-dev"
	else
		echo "$1"
	fi
}

install_missing() {
	missing=
	for p in "$@"; do
		have "$p" || missing="$missing $p"
	done
	[ -n "$missing" ] || return 0
	command -v apt-get >/dev/null || no_apt
	say "installing:$missing"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
	names=
	for p in $missing; do
		names="$names $(real_name "$p")"
	done
	# shellcheck disable=SC2086 # a list of names
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $names >/dev/null
}

# build DIR CC CONFIGURE-OPTION...
build() {
	dir=$1 cc=$2
	shift 2
	# make itself brings configure up to date later on
	[ -x configure ] || generate
	mkdir -p "$dir"
	(
		cd "$dir"
		[ -f Makefile ] || "$top/configure" -q CC="$cc" "$@"
		make -s -j"$(nproc)"
	)
}

# The program itself knows what its exit codes mean.
meaning() {
	build/dockassay list exit-codes | sed -n "s/^ *$1  *//p"
}

scan() {
	# shellcheck disable=SC2086 # a list of names
	install_missing $build_packages
	say "building"
	build build cc
	code=0
	if why=$(build/dockassay --ping 2>&1); then
		build/dockassay || code=$?
	else
		say "no Docker Engine answers here, so this is the built-in DEMONSTRATION snapshot ($why)"
		build/dockassay demo || code=$?
	fi
	say "dockassay ended with exit code $code: $(meaning "$code")"
	case $code in 0 | 1 | 3) return 0 ;; *) return "$code" ;; esac
}

check() {
	# shellcheck disable=SC2086 # a list of names
	install_missing $build_packages $test_packages
	failed=0
	say "gcc: building with warnings as errors, running all tests"
	build build-gcc gcc --enable-werror
	make -s -C build-gcc -j2 check || failed=1
	say "packaging: what make dist packs builds, installs and uninstalls by itself"
	make -s -C build-gcc -j2 distcheck TESTS=tests/unit/test_core >build-gcc/distcheck.log 2>&1 || {
		tail -n 20 build-gcc/distcheck.log
		failed=1
	}
	say "clang with address and undefined-behaviour sanitizers: building, running the tests, fuzzing"
	build build-clang clang --enable-werror --enable-fuzzing
	make -s -C build-clang -j2 check-sanitized || failed=1
	say "gcc with counts of lines: building, running the tests that need no engine"
	build build-coverage gcc --enable-coverage --disable-hardening
	# What fails here was told above: the sandbox keeps counts from being written, so it is off.
	DOCKASSAY_NO_SANDBOX=true make -s -C build-coverage -j2 check SHELL_TESTS="$(ls tests/cli/*.sh | grep -v harness | tr "\n" " ") tests/docs/docs.sh tests/faults/host.sh tests/faults/secrets.sh tests/faults/spoil.sh tests/fuzz/run.sh" >/dev/null 2>&1 || :
	sh tests/static/coverage.sh build-coverage 85 || failed=1
	if [ "$failed" -ne 0 ]; then
		for log in build-gcc/test-suite.log build-clang/test-suite.log; do
			[ -f "$log" ] && tail -n 200 "$log"
		done
		die "tests failed"
	fi
	say "Check's totals"
	grep -h '^[0-9]*%: Checks: ' build-gcc/tests/unit/*.log build-clang/tests/unit/*.log
}

case ${1:-} in
"") generate ;;
scan) scan ;;
check) check ;;
*) die "usage: ./autogen.sh [scan|check]" ;;
esac
