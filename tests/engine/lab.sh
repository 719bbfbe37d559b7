# What the tests of connections share; to be read with `.`, and not run: network, processes, mounts
# and host name of their own, an empty engine there, and certificates. Expects $here and "$@" of the
# script. All of it ends with the script. Exit code 77: it cannot run here, and says why.
# shellcheck shell=sh disable=SC2034,SC2154

skip() {
	echo "SKIPPED: $(basename "$0"): $*" >&2
	exit 77
}

need() {
	for tool in "$@"; do
		command -v "$tool" >/dev/null || skip "$tool is missing"
	done
}

# enter ARGUMENT...: begins the script anew in its own namespaces; comes back in there only.
enter() {
	[ -z "${LAB_INSIDE:-}" ] || return 0
	program=${DOCKASSAY:-./dockassay}
	case $program in /*) ;; *) program=$PWD/$program ;; esac
	[ "$(id -u)" -eq 0 ] || skip "needs root"
	need dockerd docker unshare ip
	unshare --uts --net --pid --mount --fork --mount-proc true 2>/dev/null ||
		skip "namespaces cannot be made here"
	data=$(mktemp -d /var/tmp/lab.XXXXXX) || exit 99
	trap 'rm -rf "$data"' EXIT
	chmod 755 "$data"
	cp "$program" "$data/dockassay" || exit 99
	code=0
	LAB_INSIDE=$data unshare --uts --net --pid --mount --fork --mount-proc --kill-child \
	    sh "$0" "$@" || code=$?
	exit "$code"
}

# Hides what the machine has: its engine, its user's settings.
settle() {
	data=$LAB_INSIDE
	program=$data/dockassay
	unset DOCKER_HOST DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION
	unset DOCKER_CONFIG XDG_RUNTIME_DIR
	HOME=$data/home
	export HOME
	mkdir -p "$HOME" "$data/docker" /var/lib/docker /etc/docker
	hostname lab-host
	ip link set lo up
	mount --make-rprivate /
	mount --bind "$data/docker" /var/lib/docker
	mount -t tmpfs tmpfs /run
	mount -t tmpfs tmpfs /etc/docker
	cd "$data" || exit 99
	passed=0
	failed=0
}

# engine ARGUMENT...: an engine without network; its UNIX socket is /run/docker.sock.
engine() {
	dockerd -H unix:///run/docker.sock --bridge=none --iptables=false "$@" >"$data/log" 2>&1 &
	engine_pid=$!
	tries=0
	until docker -H unix:///run/docker.sock version >/dev/null 2>&1; do
		tries=$((tries + 1))
		if [ $tries -gt 200 ]; then
			tail -n 5 "$data/log" >&2
			skip "dockerd did not start"
		fi
		sleep 0.1
	done
}

stop_engine() {
	kill "$engine_pid" 2>/dev/null
	wait "$engine_pid" 2>/dev/null
}

fail() {
	failed=$((failed + 1))
	printf 'FAILED: %s\n' "$*"
	sed 's/^/    stderr: /' "$data/stderr" | head -n 5
}

# expect CODE TEXT ARGUMENT...: the program ends with it, and stderr is one line that holds the text;
# "" wants none.
expect() {
	code=$1 text=$2
	shift 2
	"$program" "$@" >"$data/stdout" 2>"$data/stderr" </dev/null
	got=$?
	if [ "$got" -ne "$code" ]; then
		fail "exit code $got instead of $code: $*"
	elif [ -z "$text" ] && [ -s "$data/stderr" ]; then
		fail "something on stderr: $*"
	elif [ -n "$text" ] && ! grep -qF -- "$text" "$data/stderr"; then
		fail "no \"$text\" on stderr: $*"
	elif [ -n "$text" ] && [ "$(wc -l <"$data/stderr")" -ne 1 ]; then
		fail "more than one line on stderr: $*"
	else
		passed=$((passed + 1))
	fi
}

# says FILE TEXT: another look at what the last one wrote.
says() {
	if grep -qF -- "$2" "$1"; then
		passed=$((passed + 1))
	else
		fail "no \"$2\" in $1"
	fi
}

finish() {
	[ -z "${engine_pid:-}" ] || stop_engine
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
	exit $?
}

# ---- certificates -------------------------------------------------------------------------------

# authority NAME: NAME.pem and NAME-key.pem
authority() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=$1" \
	    -keyout "$1-key.pem" -out "$1.pem" 2>/dev/null || exit 99
}

# certificate DIR AUTHORITY DAYS EXTENSION...: DIR/cert.pem and DIR/key.pem; 0 days: it has expired
certificate() {
	dir=$1 by=$2 days=$3
	shift 3
	mkdir -p "$dir"
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$(basename "$dir")" \
	    -keyout "$dir/key.pem" -out "$dir/request" 2>/dev/null || exit 99
	printf '%s\n' "$@" >"$dir/extensions"
	# Up to OpenSSL 3.3 days may be negative; from 3.4 on dates may be given.
	if [ "$days" -gt 0 ]; then
		sign -days "$days"
	else
		sign -not_before 20240101000000Z -not_after 20240102000000Z || sign -days -1
	fi || exit 99
}

sign() {
	openssl x509 -req -in "$dir/request" -CA "$by.pem" -CAkey "$by-key.pem" "$@" \
	    -set_serial "0x$(openssl rand -hex 8)" -extfile "$dir/extensions" -out "$dir/cert.pem" 2>/dev/null
}
