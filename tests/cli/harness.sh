# What tests of the command line share; to be read with `.`, and not run. Works in a folder of its
# own that nobody else can write, because configuration files are looked for upward.
program=${1:-${DOCKASSAY:-./dockassay}}
case $program in /*) ;; *) program=$PWD/$program ;; esac
work=$(mktemp -d) || exit 99
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 99
unset DOCKER_HOST DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION
unset NO_COLOR CLICOLOR_FORCE SOURCE_DATE_EPOCH DOCKASSAY
DOCKER_CONFIG=$work/no-docker-config
export DOCKER_CONFIG
passed=0
failed=0

ok() {
	passed=$((passed + 1))
}

fail() {
	failed=$((failed + 1))
	printf 'FAILED: %s\n' "$*"
	sed 's/^/    stderr: /' stderr | head -n 5
}

# expect CODE TEXT-ON-STDERR ARGUMENT...: one line on stderr holds the text; "" wants none.
expect() {
	code=$1 text=$2
	shift 2
	"$program" "$@" >stdout 2>stderr </dev/null
	got=$?
	if [ "$got" -ne "$code" ]; then
		fail "exit code $got instead of $code: $*"
	elif [ -z "$text" ] && [ -s stderr ]; then
		fail "stderr is not empty: $*"
	elif [ -n "$text" ] && ! grep -qF -- "$text" stderr; then
		fail "stderr does not say \"$text\": $*"
	elif [ -n "$text" ] && [ "$(wc -l <stderr)" -ne 1 ]; then
		fail "stderr is not one line: $*"
	else
		ok
	fi
}

holds() {
	if grep -qF -- "$2" "$1"; then ok; else fail "$1 does not hold \"$2\""; fi
}

lacks() {
	if grep -qF -- "$2" "$1"; then fail "$1 holds \"$2\""; else ok; fi
}

finish() {
	printf '%d passed, %d failed\n' "$passed" "$failed"
	[ "$failed" -eq 0 ]
}
