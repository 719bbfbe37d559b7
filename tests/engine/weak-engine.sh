#!/bin/sh
# weak-engine.sh COMMAND...: runs a command beside a real, deliberately weak Docker Engine.
#
# The engine gets host name, network, processes and mounts of its own, so that neither it nor what
# a scan sees of it touches this machine; all of it ends with the command. It is filled without
# any registry. Exit code 77: no engine can be started here (needs root, dockerd, busybox).
set -eu

skip() {
	echo "SKIPPED: real-engine test: $*" >&2
	exit 77
}

if [ "${WEAK_ENGINE_INSIDE:-}" = "" ]; then
	[ "$(id -u)" -eq 0 ] || skip "needs root"
	for tool in dockerd docker busybox unshare ip; do
		command -v $tool >/dev/null || skip "$tool is missing"
	done
	data=$(mktemp -d /var/tmp/weak-engine.XXXXXX)
	trap 'rm -rf "$data"' EXIT
	unshare --uts --net --pid --mount --fork --mount-proc true 2>/dev/null || skip "namespaces cannot be made here"
	code=0
	WEAK_ENGINE_INSIDE=$data unshare --uts --net --pid --mount --fork --mount-proc --kill-child \
	    sh "$0" "$@" || code=$?
	exit "$code"
fi

data=$WEAK_ENGINE_INSIDE
unset DOCKER_HOST DOCKER_CONTEXT
hostname demo-host
ip link set lo up
mount --make-rprivate /
mkdir -p "$data/docker" /var/lib/docker /etc/docker
mount --bind "$data/docker" /var/lib/docker
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /etc/docker
cat >/etc/docker/daemon.json <<'EOF'
{ "insecure-registries": ["registry.example:5000"], "log-level": "warn", "userland-proxy": true }
EOF
chmod 666 /etc/docker/daemon.json
printf '%s\n' root:x:0:0:root:/root:/bin/sh alice:x:1000:1000::/home/alice:/bin/sh >"$data/passwd"
printf '%s\n' root:x:0: docker:x:999:alice alice:x:1000: >"$data/group"
mount --bind "$data/passwd" /etc/passwd
mount --bind "$data/group" /etc/group
# A host whose root lacks CAP_SYS_RESOURCE cannot give it to a container either.
cat >"$data/runc" <<'EOF'
#!/bin/sh
previous=
for word in "$@"; do
	if [ "$previous" = --bundle ]; then
		sed -i 's/"CAP_SYS_RESOURCE",//g; s/,"CAP_SYS_RESOURCE"//g' "$word/config.json"
	fi
	previous=$word
done
exec runc "$@"
EOF
chmod +x "$data/runc"
cp "$data/runc" /run/runc-wrapper

dockerd --add-runtime wrapped=/run/runc-wrapper -H unix:///run/docker.sock >"$data/log" 2>&1 &
tries=0
until docker -H unix:///run/docker.sock info >/dev/null 2>&1; do
	tries=$((tries + 1))
	if [ $tries -gt 120 ]; then
		tail -n 5 "$data/log" >&2
		skip "dockerd did not start"
	fi
	sleep 0.5
done

# Everything below is made from one static program.
root=$data/image
mkdir -p "$root/bin" "$root/etc" "$root/tmp"
cp "$(command -v busybox)" "$root/bin/busybox"
for name in sh sleep true; do
	ln -s busybox "$root/bin/$name"
done
printf 'root:x:0:0::/:/bin/sh\n' >"$root/etc/passwd"
tar -C "$root" -c . | docker import -q -c 'CMD ["/bin/sleep","100000"]' - demo/base:1 >/dev/null 2>&1 ||
	tar -C "$root" -c . | docker import -c 'CMD ["/bin/sleep","100000"]' - demo/base:1 >/dev/null
tar -C "$root" -c . | docker import -c 'CMD ["/bin/sleep","100000"]' -c 'USER 1000' \
    -c 'HEALTHCHECK CMD true' - demo/good:1 >/dev/null
docker network create backend >/dev/null
docker volume create data >/dev/null
docker volume create --opt type=none --opt o=bind --opt device=/etc host-etc >/dev/null
mount -t tmpfs tmpfs /srv
mkdir -p /srv/etcetera

start() {
	docker run -d --name "$@" >/dev/null 2>"$data/error" || {
		echo "weak-engine.sh: container $1 did not start: $(tail -n 1 "$data/error")" >&2
		exit 1
	}
}

start web -p 80:80 demo/base:1
start api --network backend -p 127.0.0.1:8443:443 demo/base:1
start privileged --runtime wrapped --privileged demo/base:1
start agent -v /run:/host-run demo/base:1
start certs -v /etc/ssl:/ssl:ro demo/base:1
start plain -v /srv/etcetera:/x -v data:/etc/app demo/base:1
start backup -v host-etc:/backup:ro demo/base:1
start monitor --network host --pid host --ipc host --uts host demo/base:1
start sidecar --network container:monitor demo/base:1
start tuner --cap-add SYS_ADMIN --cap-add net_raw demo/base:1
start legacy --security-opt seccomp=unconfined --security-opt no-new-privileges:false \
    --restart always --device /dev/null demo/base:1
start hardened --network backend --user 1000 --read-only --memory 64m --cpus 0.5 --pids-limit 50 \
    --cap-drop ALL --security-opt no-new-privileges --restart on-failure:5 --health-cmd true \
    -p 127.0.0.1:1024:1024 demo/good:1
start vanilla -e DB_PASSWORD=planted-secret --label 'note=<script>alert(1)</script>' demo/base:1
docker create --name stopped --privileged demo/base:1 >/dev/null
docker swarm init --advertise-addr 127.0.0.1 >/dev/null
docker network create -d overlay overlay-plain >/dev/null
docker network create -d overlay --opt encrypted overlay-encrypted >/dev/null
echo secret | docker secret create certificate - >/dev/null
docker service create -d --name shop -e SHOP_PASSWORD=planted-secret demo/good:1 >/dev/null 2>&1

# What single sections want beside that; each file may use start, docker and $data.
here=$(cd "$(dirname "$0")" && pwd)
for more in "$here"/weak.d/*.sh; do
	# shellcheck disable=SC1090
	[ ! -f "$more" ] || . "$more"
done

code=0
"$@" || code=$?
docker service rm shop >/dev/null 2>&1 || true
# shellcheck disable=SC2046 # a list of ids
docker rm -f $(docker ps -aq) >/dev/null 2>&1 || true
kill "$(cat /run/docker.pid)" 2>/dev/null || true
sleep 1
exit "$code"
