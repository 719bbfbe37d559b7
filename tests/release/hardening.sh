#!/bin/sh
# The built program has what configure asked for: what an exploit of it would have to get around.
set -u
program=${DOCKASSAY:-./dockassay}
here=$(dirname "$program")

skip() {
	echo "SKIPPED: the hardening of the program: $*"
	exit 77
}

command -v readelf >/dev/null || skip "readelf is missing"
if [ -x "$here/config.status" ]; then
	case $("$here/config.status" --config) in
	*disable-hardening* | *enable-sanitizers* | *enable-coverage*) skip "it was built without" ;;
	esac
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
LC_ALL=C
export LC_ALL
readelf -hW "$program" >"$work/header" && readelf -lW "$program" >"$work/segments" &&
	readelf -dW "$program" >"$work/dynamic" && readelf -nW "$program" >"$work/notes" 2>/dev/null &&
	readelf --dyn-syms -W "$program" >"$work/symbols" || exit 99

# has FILE PATTERN WHAT
has() {
	if grep -Eq -- "$2" "$work/$1"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $3"
	fi
}

lacks() {
	if grep -Eq -- "$2" "$work/$1"; then
		failed=$((failed + 1))
		echo "FAILED: $3: $(grep -E -- "$2" "$work/$1" | head -n 1)"
	else
		passed=$((passed + 1))
	fi
}

has header 'Type: +DYN' "it is loaded at a fixed address"
has dynamic 'FLAGS_1.* PIE' "it is no position-independent executable"
has segments 'GNU_RELRO' "relocations stay writable"
has dynamic 'FLAGS.* BIND_NOW|FLAGS_1.* NOW' "functions are bound late: relocations stay writable"
has segments 'GNU_STACK.* RW ' "the stack is executable, or does not say"
lacks segments 'LOAD.* RWE ' "a segment is writable and executable"
lacks dynamic 'TEXTREL' "its code is changed when it is loaded"
lacks dynamic 'RPATH|RUNPATH' "libraries are looked for in a path of its own"
has symbols '__stack_chk_fail' "the stack has no canaries"
has symbols '__[a-z]+_chk(@|$)' "no function of libc knows its buffer"
# ssh is started by posix_spawn, with a list of words; nothing else is.
lacks symbols ' (system|popen|execl|execlp|execle|execv|execvp|execvpe|execve|dlopen|gets|mktemp|tmpnam|tempnam)(@|$)' \
    "it calls a function that no program run as root should"
# A program is marked as guarded only where all of it is, and the C library's start files belong to it.
start=$(${CC:-cc} -print-file-name=Scrt1.o 2>/dev/null) || start=
if [ -f "$start" ] && readelf -nW "$start" 2>/dev/null | grep -q IBT; then
	has notes 'IBT, SHSTK' "indirect branches and returns are not guarded (CET)"
else
	echo "not looked at: branch protection: the C library of this system has none"
fi
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
