#!/bin/sh
# Whose files are read: of an engine that is reached over this machine's loopback but calls its host
# otherwise, and from within a container, whose files are not the host's.
# shellcheck disable=SC1091,SC2154 # lab.sh sets what is not set here
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lab.sh"
enter "$@"
need busybox ldd
settle
engine -H tcp://127.0.0.1:2375

# finds STATUS TEXT COMMAND...: what a scan says of the mode of the engine's socket
finds() {
	status=$1 text=$2
	shift 2
	"$@" -c 3.15 -f lines >out 2>stderr
	code=$?
	if ! grep -q "^$status	" out || ! grep -qF -- "$text" out; then
		fail "no $status \"$text\": $* : $(cat out)"
	else
		passed=$((passed + 1))
	fi
}

# elsewhere COMMAND...: the same host, under another name
elsewhere() {
	unshare --uts sh -c 'hostname another; exec "$@"' sh "$@"
}

finds pass '' "$program" -H unix:///run/docker.sock
finds pass '' "$program" -H tcp://127.0.0.1:2375
finds skip 'its name is lab-host' elsewhere "$program" -H tcp://127.0.0.1:2375
finds skip 'its name is lab-host' elsewhere "$program" -H tcp://127.0.0.1:2375 --root /
# Which machine it is can be told of this one only, and not by the id itself.
id=0123456789abcdef0123456789abcdef
echo $id >machine-id
if [ -e /etc/machine-id ] && mount --bind machine-id /etc/machine-id; then
	"$program" -H unix:///run/docker.sock -c O-10 -f json >out 2>stderr
	says out "\"machine_id\": \"$(printf 'dockassay\0%s\0' $id | sha256sum | cut -c1-64)\""
	elsewhere "$program" -H tcp://127.0.0.1:2375 -c O-10 -f json >out 2>stderr
	says out '"machine_id": ""'
	umount /etc/machine-id
fi
# The process behind this socket is seen to be an engine of this machine.
finds pass '' elsewhere "$program" -H unix:///run/docker.sock
DOCKER_API_VERSION=1.30
export DOCKER_API_VERSION
expect 0 '' --ping
"$program" -c O-10 -f json >out 2>stderr
says out '"api_version": "1.30"'
DOCKER_API_VERSION=1.999
expect 0 'DOCKER_API_VERSION is 1.999' --ping
unset DOCKER_API_VERSION
# Something forwards this one, as ssh -L does.
if command -v socat >/dev/null; then
	socat UNIX-LISTEN:/run/forwarded.sock,fork UNIX-CONNECT:/run/docker.sock &
	sleep 0.3
	finds skip 'its name is lab-host' elsewhere "$program" -H unix:///run/forwarded.sock
fi
# A proxy that refuses /info: the kernel alone is that of many machines.
if command -v node >/dev/null; then
	node -e '
const http = require("http"), engine = "/run/docker.sock";
http.createServer((q, a) => {
  if (/\/info$/.test(q.url)) return a.writeHead(403).end();
  const r = http.request({ socketPath: engine, path: q.url, method: q.method, headers: q.headers }, (b) => {
    a.writeHead(b.statusCode, b.headers);
    b.pipe(a);
  });
  q.pipe(r);
}).listen("/run/proxy.sock");' &
	sleep 1
	finds error 'nothing shows that the engine is on this machine' "$program" -H unix:///run/proxy.sock
	finds pass '' "$program" -H unix:///run/proxy.sock --root /
fi
# Another root, which is another engine's: told by the engine's id, where it has one (23.0 and newer).
mkdir -p other/var/lib/docker
echo 01234567-89ab-cdef-0123-456789abcdef >other/var/lib/docker/engine-id
finds skip 'another engine' "$program" --root "$data/other" -H unix:///run/docker.sock

# The files that engines mount into each container are around an engine in a container, too: to that
# one, the container is the host. From another mount namespace it is not.
id=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
mkdir -p "containers/$id"
cp /etc/hosts "containers/$id/hosts"
mount --bind "containers/$id/hosts" /etc/hosts
finds pass '' "$program" -H unix:///run/docker.sock
finds error 'runs in a container' unshare --mount "$program" -H unix:///run/docker.sock
umount /etc/hosts

# In a container: the program and its libraries are the host's, by way of the mounted root.
mkdir -p image/bin image/etc
cp "$(command -v busybox)" image/bin/busybox
printf 'root:x:0:0::/:/bin/busybox\n' >image/etc/passwd
tar -C image -c . | docker import - lab/empty >/dev/null || exit 99
loader=$(readlink -f "$(ldd "$program" | sed -n 's|^[[:space:]]*\(/[^ ]*ld-[^ ]*\) .*|\1|p')")
libraries=$(ldd "$program" | sed -n 's|.*=> \(/.*\)/[^/]* (.*|/host\1|p' | sort -u | paste -sd:)
contained() { # contained RUN-OPTION... -- OPTION...
	options=
	while [ "$1" != -- ]; do
		options="$options $1"
		shift
	done
	shift
	# shellcheck disable=SC2086 # a list of words
	docker run --rm --network none -v /:/host:ro -v /run/docker.sock:/run/docker.sock $options lab/empty \
	    "/host$loader" --library-path "$libraries" "/host$program" "$@"
}
docker run --rm --network none lab/empty /bin/busybox true 2>run.log ||
	skip "containers do not start here: $(tail -n 1 run.log)"
finds error 'runs in a container' contained --
[ $code -eq 3 ] || fail "what cannot be assessed ends with $code"
says out '--pid host'
finds error 'runs in a container' contained -- --root /
finds pass '' contained --pid=host -- --root /host
finish
