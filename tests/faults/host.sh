#!/bin/sh
# host.sh: a host whose files are not what they seem, that changes while it is looked at, and outputs
# that cannot be written. The engine is the one of engine.c, without a fault.
set -u

here=$(dirname "$DOCKASSAY")/tests/faults
top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd) || exit 99
work=$(mktemp -d) || exit 99
passed=0 failed=0 engine=''
# shellcheck disable=SC2317 # called by trap
clean_up() {
	# shellcheck disable=SC2086 # a list
	[ -z "$engine" ] || kill $engine 2>/dev/null
	mountpoint -q "$work/small" && umount "$work/small"
	rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

ok() { passed=$((passed + 1)); }
no() {
	failed=$((failed + 1))
	echo "FAILED: $*"
	[ ! -s "$work/said" ] || sed 's/^/    /;3q' "$work/said"
}
# check WHAT COMMAND...
check() {
	what=$1
	shift
	if "$@"; then ok; else no "$what"; fi
}

# serve SOCKET WHAT...: an engine, until the end
serve() {
	"$here/matrix" serve "$@" &
	engine="$engine $!"
	for _ in $(seq 100); do
		[ -S "$1" ] && break
		sleep 0.2
	done
}
serve "$work/engine.sock"

scan() {
	root=$work/root socket=$work/engine.sock
	case " $* " in *" --root "*) root= ;; esac
	case " $* " in *" --host "*) socket= ;; esac
	timeout 60 "$@" --no-config ${socket:+--host "unix://$socket"} ${root:+--root "$root"} \
		--request-timeout 5 --timeout 40 -q --fail-on never -o "json:$work/report.json" \
		-o "lines:$work/report.tsv" --snapshot "$work/scan.ndjson" >"$work/said" 2>&1
	code=$?
}
# Verdicts of the last scan: status, check, kind and name of the subject. Options are grep's.
verdicts() {
	cut -f 1,3-5 "$work/report.tsv" | grep -P "$@" | sort -u
}
# no_better FILE: nothing passes that did not pass in the scan whose verdicts stand in the file.
no_better() {
	verdicts '^pass\t' | comm -23 - "$1" >"$work/better"
	[ ! -s "$work/better" ]
}
# The line of the snapshot about a file.
told() {
	grep -F "\"document\":\"file:$1\"" "$work/scan.ndjson"
}

lay_out() {
	rm -rf "$work/root"
	mkdir -p "$work/root/etc/docker/certs.d/a" "$work/root/run" "$work/root/proc"
	echo '{"icc":false}' >"$work/root/etc/docker/daemon.json"
	echo 'root:x:0:0::/root:/bin/sh' >"$work/root/etc/passwd"
	echo x >"$work/root/etc/docker/certs.d/a/ca.crt"
}

# ---- files that are none ---------------------------------------------------------------------------

canary=planted-outside-of-the-root
echo "{\"labels\":[\"$canary\"]}" >"$work/outside.json"
up=../../../../../../../../../../../..

# What no file of the host has a part in stays as it is.
engine_only='\t(image|network|volume|service)\t'
lay_out
scan "$DOCKASSAY"
verdicts "$engine_only" >"$work/engine.before"
check "the scan without a fault tells nothing of the engine" [ "$(wc -l <"$work/engine.before")" -gt 50 ]

# kind COMMAND WANTED: daemon.json made by COMMAND; WANTED is told of it, and nothing of what is outside.
kind() {
	lay_out
	json=$work/root/etc/docker/daemon.json
	rm "$json"
	eval "$1" || {
		echo "SKIPPED: cannot make this file here: $1"
		return
	}
	for how in "$DOCKASSAY" "$here/no_openat2 $DOCKASSAY"; do
		wanted=$2
		# shellcheck disable=SC2086 # a program and its argument
		scan $how
		check "$how: $1: exit code $code" [ "$code" -eq 3 ]
		check "$how: $1: $wanted is not told" eval "told /etc/docker/daemon.json | grep -qF '$wanted'"
		check "$how: $1: other verdicts changed" eval "verdicts '$engine_only' | cmp -s - '$work/engine.before'"
		check "$how: $1: it left the root" eval "! grep -qF '$canary' '$work/scan.ndjson' '$work/report.json'"
	done
}
kind 'mkfifo "$json"' 'is no regular file'
kind 'mkdir "$json"' 'is no regular file'
kind 'mknod "$json" c 1 5' 'is no regular file'
kind 'mknod "$work/root/zero" c 1 5 && ln -s /zero "$json"' 'is no regular file'
kind 'truncate -s 100G "$json"' 'too large'
kind 'ln -s daemon.json "$json"' 'Too many levels'
kind 'ln -s /nothing/here "$json"' '"state":"gone"'
kind 'ln -s "$work/outside.json" "$json"' '"state":"gone"'
kind 'ln -s "$up$work/outside.json" "$json"' '"state":"gone"'
kind 'rmdir "$work/root/run" && ln -s "$up$work" "$work/root/run" && ln -s ../../run/outside.json "$json"' '"state":"gone"'
kind 'ln -s /proc/self/root$work/outside.json "$json"' '"state":"gone"'

# Who is not root may not read everything.
lay_out
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	nobody="setpriv --reuid=65534 --regid=65534 --clear-groups"
	chmod 755 "$work"
	chmod 666 "$work/engine.sock"
	mkdir -m 777 "$work/nobody"
	ln -s ../root ../engine.sock "$work/nobody"
	own=$work
	work=$work/nobody
	# shellcheck disable=SC2086 # a program and its options
	scan $nobody "$DOCKASSAY"
	verdicts '^pass\t' >"$own/pass.nobody"
	chmod 000 "$work/root/etc/docker/daemon.json"
	# shellcheck disable=SC2086
	scan $nobody "$DOCKASSAY"
	check "an unreadable file: exit code $code" [ "$code" -eq 3 ]
	check "an unreadable file: that it is is not told" eval "told /etc/docker/daemon.json | grep -qF '(needs root)'"
	check "an unreadable file: something passes for want of it" no_better "$own/pass.nobody"
	work=$own
else
	echo "SKIPPED: an unreadable file: needs root, and setpriv"
fi

# A directory in the way of a directory: the whole of /etc/docker leads out.
lay_out
rm -r "$work/root/etc/docker"
mkdir "$work/elsewhere"
cp "$work/outside.json" "$work/elsewhere/daemon.json"
ln -s "$work/elsewhere" "$work/root/etc/docker"
scan "$DOCKASSAY"
check "/etc/docker that leads out: exit code $code" [ "$code" -eq 3 ]
check "/etc/docker led out of the root" eval "! grep -qF '$canary' '$work/scan.ndjson'"

# ---- where an engine says that files are ------------------------------------------------------------

# Layers of images, with a program in each that is setuid; the same files again elsewhere, to which an
# engine leads that tells other paths.
lay_out
grep -o 'UpperDir\\":\\"[^\\]*' "$top/templates/demo.ndjson" | cut -d '"' -f 3 | sort -u >"$work/layers"
while read -r layer; do
	for below in "$work/root" "$work/root/outside"; do
		mkdir -p "$below$layer"
		: >"$below$layer/$canary"
		chmod 4755 "$below$layer/$canary"
	done
done <"$work/layers"
scan "$DOCKASSAY" --deep
check "layers: exit code $code" [ "$code" -eq 3 ]
check "layers: what is setuid in them is not told" eval "grep '\"document\":\"layers:' '$work/scan.ndjson' | grep -qF '$canary'"
serve "$work/lying.sock" 'GET /images/*/json' 'paths that lead elsewhere'
scan "$DOCKASSAY" --deep --host "unix://$work/lying.sock"
check "layers elsewhere: exit code $code" [ "$code" -eq 3 ]
check "layers elsewhere: that they are is not told" eval "grep '\"document\":\"layers:' '$work/scan.ndjson' | grep -qF 'not below the engine'"
check "layers elsewhere: they were looked into" eval "! grep -qF '$canary' '$work/scan.ndjson'"

# ---- what changes while it is looked at ------------------------------------------------------------

lay_out
while :; do
	rm -rf "$work/root/etc/docker/certs.d/a" "$work/root/etc/docker/daemon.json"
	mkdir -p "$work/root/etc/docker/certs.d/a"
	mkfifo "$work/root/etc/docker/daemon.json"
	echo x >"$work/root/etc/docker/certs.d/a/ca.crt"
	rm -f "$work/root/etc/docker/daemon.json"
	head -c 300000 /dev/zero | tr '\0' ' ' >"$work/root/etc/docker/daemon.json"
	echo '{}' >>"$work/root/etc/docker/daemon.json"
done &
changer=$!
for _ in 1 2 3 4 5 6; do
	scan "$DOCKASSAY"
	check "a host that changes: exit code $code" [ "$code" -eq 3 ]
	check "a host that changes: no report" "$DOCKASSAY" render "$work/report.json" --exit-zero -q -o "text:$work/r.txt"
done
kill "$changer"
wait "$changer" 2>/dev/null

# A file that grows faster than it is read.
lay_out
yes ' ' | head -c 100000000 >"$work/root/etc/docker/daemon.json" &
grower=$!
sleep 0.1
scan "$DOCKASSAY"
kill "$grower" 2>/dev/null
wait "$grower" 2>/dev/null
check "a file that grows: exit code $code" [ "$code" -eq 3 ]
check "a file that grows: that it is too large is not told" eval "told /etc/docker/daemon.json | grep -qF 'too large'"

# Processes that end between the look at /proc and the look at them: then something of them is missing.
lay_out
proc=$work/root/proc
mkdir -p "$proc/7/net" "$proc/7/fd"
for file in cgroup limits mountinfo stat status net/tcp net/tcp6 net/route; do
	cat "/proc/self/$file" >"$proc/7/$file" 2>/dev/null
done
echo dockerd >"$proc/7/comm"
printf 'dockerd\0--icc=false\0' >"$proc/7/cmdline"
ln -s /usr/sbin/dockerd "$proc/7/exe"
ln -s / "$proc/7/root"
scan "$DOCKASSAY"
verdicts '^pass\t' >"$work/pass.before"
for gone in cgroup limits mountinfo stat status net fd comm cmdline exe root .; do
	mkdir "$work/kept"
	[ "$gone" = . ] || mv "$proc/7/$gone" "$work/kept"
	[ "$gone" != . ] || mv "$proc/7" "$work/kept"
	mkdir -p "$proc/7" "$proc/8" "$proc/99999999999999999999"
	scan "$DOCKASSAY"
	check "a process without $gone: exit code $code" [ "$code" -eq 3 ]
	check "a process without $gone: something passes for want of it" no_better "$work/pass.before"
	check "a process without $gone: verdicts of the engine changed" eval "verdicts '$engine_only' | cmp -s - '$work/engine.before'"
	[ "$gone" = . ] || mv "$work/kept/$gone" "$proc/7/$gone"
	rm -rf "$work/kept"
done

# And those of this machine, where they come and go all the time; it has to be the engine's.
if unshare --uts true 2>/dev/null; then
	while :; do
		for _ in 1 2 3 4 5 6 7 8; do sleep 0.001 & done
		wait
	done &
	changer=$!
	for _ in 1 2 3; do
		scan unshare --uts sh -c 'hostname demo-host; exec "$@"' sh "$DOCKASSAY" --root /
		check "processes that come and go: exit code $code" [ "$code" -eq 3 ]
		check "processes that come and go: they are not told" eval \
			"grep -F '\"document\":\"proc:processes\"' '$work/scan.ndjson' | grep -qF '\"state\":\"ok\"'"
	done
	kill "$changer"
	wait "$changer" 2>/dev/null
else
	echo "SKIPPED: processes that come and go: cannot take another host name"
fi

# ---- more than is looked at --------------------------------------------------------------------------

serve "$work/many.sock" many
lay_out
mkdir -p "$work/root/opt/runtimes" "$work/root/opt/devices"
for i in $(seq 0 59); do
	echo x >"$work/root/opt/runtimes/$i"
	chmod 755 "$work/root/opt/runtimes/$i"
	mkdir "$work/root/opt/devices/$i"
done
printf '{"cdi-spec-dirs":["/opt/devices/0"%s]}' "$(printf ',"/opt/devices/%d"' $(seq 59))" >"$work/root/etc/docker/daemon.json"
state() {
	find "$work/root" -printf '%p %y %m %U %G %s %T@ %C@ %l\n' | sort
}
state >"$work/before"
timeout 60 "$DOCKASSAY" --no-config --host "unix://$work/many.sock" --root "$work/root" -q --profile full \
	--deep -a -o "json:$work/report.json" --fail-on never >"$work/said" 2>&1
state >"$work/after"
check "a scan of everything writes on the host that it scans" cmp -s "$work/before" "$work/after"
check "that scan told nothing" [ -s "$work/report.json" ]
timeout 60 "$DOCKASSAY" --no-config --host "unix://$work/many.sock" --root "$work/root" -q --profile full \
	-c D-14,F-13 --fail-on never -o "lines:$work/report.tsv" >"$work/said" 2>&1
for id in D-14 F-13; do
	check "$id: not every one of the ten that are not looked at is told" [ "$(grep -P "^error\t[a-z]*\t$id\t" \
		"$work/report.tsv" | grep -c 'only 50 runtimes, and as many directories of devices, are looked at')" -eq 10 ]
	check "$id passes what was not looked at" eval "! grep -P '^pass\t[a-z]*\t$id\t' '$work/report.tsv' | grep -q '/opt/[a-z]*/5[0-9]'"
done

# ---- outputs ---------------------------------------------------------------------------------------

old='an old report'
# writes CODE WORDS COMMAND: how the demonstration ends where its report cannot be written
writes() {
	sh -c "$3" >"$work/out" 2>"$work/said"
	code=$?
	check "$3: exit code $code, not $1" [ "$code" -eq "$1" ]
	check "$3: $2 is not told" grep -qF "$2" "$work/said"
}
demo="'$DOCKASSAY' demo --no-config --fail-on never --incomplete ignore"
writes 4 'cannot write' "$demo >&-"
writes 4 'cannot write' "$demo >/dev/full"
writes 4 'cannot write' "$demo -q -o json:/dev/full"
writes 4 'cannot write' "$demo -q -o json:'$work'"
writes 4 'cannot write' "$demo -q -o json:'$work/none/x.json'"
writes 4 'cannot write' "$demo -q --snapshot /dev/full"
writes 4 'cannot write' "{ $demo -f json; echo \$? >'$work/code'; } | head -n 1 >/dev/null; exit \$(cat '$work/code')"
writes 4 'cannot write' "'$DOCKASSAY' list checks >/dev/full"
writes 4 'cannot write' "'$DOCKASSAY' --help >/dev/full"
writes 4 'cannot write' "'$DOCKASSAY' --version >/dev/full"
writes 4 'cannot write' "'$DOCKASSAY' --ping --host 'unix://$work/engine.sock' >/dev/full"

mkdir "$work/small"
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=64k none "$work/small" 2>/dev/null; then
	echo "$old" >"$work/small/r.json"
	writes 4 'No space left' "$demo -q -o json:'$work/small/r.json'"
	check "a full disk: the old report is gone" grep -qx "$old" "$work/small/r.json"
	check "a full disk: something is left behind" [ "$(ls -A "$work/small")" = r.json ]
	mount -o remount,ro "$work/small"
	writes 4 'Read-only' "$demo -q -o json:'$work/small/r.json'"
	check "a read-only disk: the old report is gone" grep -qx "$old" "$work/small/r.json"
	umount "$work/small"
else
	echo "SKIPPED: a full and a read-only disk: cannot mount a tmpfs"
fi

# ---- ended in the middle of writing ----------------------------------------------------------------

out=$work/killed
mkdir "$out"
eval "$demo -q -o json:'$work/whole.json' -o html:'$work/whole.html' --snapshot '$work/whole.ndjson'"
# ended SIGNAL MILLISECONDS
ended() {
	rm -f "$out"/*
	echo "$old" >"$out/r.json"
	echo "$old" >"$out/r.html"
	echo "$old" >"$out/r.ndjson"
	eval "exec $demo -q -o 'json:$out/r.json' -o 'html:$out/r.html' --snapshot '$out/r.ndjson'" 2>"$work/said" &
	pid=$!
	sleep "0.$2"
	kill -s "$1" "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	for kind in json html ndjson; do
		check "SIG$1 after $2 ms: r.$kind is neither the old nor the new report" eval \
			"grep -qx '$old' '$out/r.$kind' || cmp -s '$out/r.$kind' '$work/whole.$kind'"
	done
	# Only a program that is killed cannot clean up.
	[ "$1" = KILL ] || check "SIG$1 after $2 ms: something is left behind" \
		[ "$(find "$out" -type f | wc -l)" -eq 3 ]
}
for ms in 005 010 020 030 040 050 060 070 080 090 100 120 150; do
	ended KILL $ms
	ended TERM $ms
done

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 50 ]
