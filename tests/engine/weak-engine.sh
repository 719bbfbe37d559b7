#!/bin/sh
# weak-engine.sh COMMAND...: runs a command beside a real, deliberately weak engine.
#
# WEAK_ENGINE       docker (the default) or podman
# WEAK_ENGINE_ROOT  a directory that holds another Debian system whose engine is to be run; what is
#                   written to it is forgotten. Default: this machine's own. The command is run in it.
# WEAK_ENGINE_STAGE a directory that is to be seen at the same place there: for the command
#
# The engine gets host name, network, processes and mounts of its own, so that neither it nor what
# a scan sees of it touches this machine; all of it ends with the command. It is filled without
# any registry. Exit code 77: no engine can be started here (needs root, an engine, busybox).
set -eu
engine=${WEAK_ENGINE:-docker}

skip() {
	echo "SKIPPED: real-engine test: $*" >&2
	exit 77
}

if [ "${WEAK_ENGINE_INSIDE:-}" = "" ]; then
	[ "$(id -u)" -eq 0 ] || skip "needs root"
	case $engine in docker) program=dockerd ;; *) program=podman ;; esac
	for tool in unshare ip pivot_root; do
		command -v $tool >/dev/null || skip "$tool is missing"
	done
	for tool in $program docker busybox ip; do
		chroot "${WEAK_ENGINE_ROOT:-/}" sh -c "command -v $tool" >/dev/null || skip "$tool is missing"
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
here=$(cd "$(dirname "$0")" && pwd)

# The other system becomes /, with this machine's kernel file systems, and what was brought along.
enter_root() {
	new=$data/root
	mkdir -p "$data/changes" "$data/work" "$new"
	mount -t overlay overlay -o "lowerdir=$WEAK_ENGINE_ROOT,upperdir=$data/changes,workdir=$data/work" "$new"
	for dir in /proc /sys /dev; do
		mount --rbind $dir "$new$dir"
	done
	mount -t tmpfs tmpfs "$new/dev/shm"
	mount -t tmpfs -o mode=1777 tmpfs "$new/tmp"
	for dir in "$data" ${WEAK_ENGINE_STAGE:-}; do
		mkdir -p "$new$dir"
		mount --bind "$dir" "$new$dir"
	done
	mkdir "$new/old"
	cd "$new"
	pivot_root . old
	cd /
	umount -l /old
	rmdir /old
}

if [ "${WEAK_ENGINE_ROOT:-}" != "" ]; then
	mount --make-rprivate /
	enter_root
	unset WEAK_ENGINE_ROOT
	PATH=/usr/sbin:/usr/bin:/sbin:/bin exec sh "$0" "$@"
fi

unset DOCKER_HOST DOCKER_CONTEXT
hostname demo-host
ip link set lo up
mount --make-rprivate /
mount -t tmpfs tmpfs /run
printf '%s\n' root:x:0:0:root:/root:/bin/sh alice:x:1000:1000::/home/alice:/bin/sh >"$data/passwd"
printf '%s\n' root:x:0: docker:x:999:alice alice:x:1000: >"$data/group"
mount --bind "$data/passwd" /etc/passwd
mount --bind "$data/group" /etc/group
# A host whose root lacks CAP_SYS_RESOURCE cannot give it to a container either, nor raise limits.
cat >"$data/runc" <<'END'
#!/bin/sh
previous=
for word in "$@"; do
	if [ "$previous" = --bundle ]; then
		sed -i 's/"CAP_SYS_RESOURCE",//g; s/,"CAP_SYS_RESOURCE"//g; s/,"rlimits":\[[^]]*\]//' \
		    "$word/config.json"
	fi
	previous=$word
done
exec /run/runc-real "$@"
END
chmod +x "$data/runc"
cp "$data/runc" /run/runc-wrapper
cp "$(command -v runc)" /run/runc-real

# A mount point that may have to be made on this machine.
own_dir() {
	mkdir -p "$2"
	mount --bind "$1" "$2"
}

start_docker() {
	socket=/run/docker.sock
	mkdir -p "$data/docker" /etc/docker
	own_dir "$data/docker" /var/lib/docker
	mount -t tmpfs tmpfs /etc/docker
	cat >/etc/docker/daemon.json <<'END'
{ "insecure-registries": ["registry.example:5000"], "log-level": "warn", "userland-proxy": true }
END
	chmod 666 /etc/docker/daemon.json
	dockerd --add-runtime wrapped=/run/runc-wrapper -H unix://$socket >"$data/log" 2>&1 &
	echo $! >"$data/pid"
	healthcheck='HEALTHCHECK CMD true'
	pid_file=/run/docker.pid # gate.sh starts the engine anew
}

# crun of some versions refuses cgroups of two versions at once, and there need not be any systemd.
start_podman() {
	socket=/run/podman/podman.sock
	pid_file=$data/pid
	docker() {
		command docker -H unix:///run/podman/podman.sock "$@"
	}
	mkdir -p "$data/containers" /run/podman
	own_dir "$data/containers" /var/lib/containers
	mkdir -p "$data/etc-containers"
	cp -R /etc/containers/. "$data/etc-containers"
	own_dir "$data/etc-containers" /etc/containers
	cat >/etc/containers/containers.conf <<'END'
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
[engine.runtimes]
wrapped = ["/run/runc-wrapper"]
END
	# Builds take the first runtime of a list of paths, whatever was configured.
	for runc in /usr/bin/runc /usr/sbin/runc; do
		[ ! -e $runc ] || mount --bind /run/runc-wrapper $runc
	done
	mkdir -p /etc/containers/registries.conf.d
	printf '[[registry]]\nlocation = "registry.example:5000"\ninsecure = true\n' \
	    >/etc/containers/registries.conf.d/weak.conf
	podman system service --time=0 unix://$socket >"$data/log" 2>&1 &
	echo $! >"$data/pid"
}

start_$engine
tries=0
until docker info >/dev/null 2>&1; do
	tries=$((tries + 1))
	if [ $tries -gt 120 ] || ! kill -0 "$(cat "$data/pid")" 2>/dev/null; then
		tail -n 5 "$data/log" >&2
		skip "$engine did not start"
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
# Images of the kind that Podman imports have no health check.
tar -C "$root" -c . | docker import -c 'CMD ["/bin/sleep","100000"]' -c 'USER 1000' \
    ${healthcheck+-c "$healthcheck"} - demo/good:1 >/dev/null
docker network create backend >/dev/null
docker volume create data >/dev/null
docker volume create --opt type=none --opt o=bind --opt device=/etc host-etc >/dev/null
mount -t tmpfs tmpfs /srv
mkdir -p /srv/etcetera

# Docker's command cannot ask everything of every Podman: then Podman's own does.
start() {
	docker run -d --name "$@" >/dev/null 2>"$data/error" && return
	[ "$engine" = docker ] || ! podman run -d --name "$@" >/dev/null 2>>"$data/error" || return 0
	cat "$data/error" >&2
	echo "weak-engine.sh: container $1 did not start" >&2
	exit 1
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
if [ "$engine" = docker ]; then
	docker swarm init --advertise-addr 127.0.0.1 >/dev/null
	docker network create -d overlay overlay-plain >/dev/null
	docker network create -d overlay --opt encrypted overlay-encrypted >/dev/null
	echo secret | docker secret create certificate - >/dev/null
	docker service create -d --name shop -e SHOP_PASSWORD=planted-secret demo/good:1 >/dev/null 2>&1
fi

# What single sections want beside that; each file may use start, docker, $engine and $data.
for more in "$here"/weak.d/*.sh; do
	# shellcheck disable=SC1090
	[ ! -f "$more" ] || . "$more"
done

code=0
"$@" || code=$?
[ "$engine" != docker ] || docker service rm shop >/dev/null 2>&1 || true
if [ "$engine" = docker ]; then
	# shellcheck disable=SC2046 # a list of ids
	docker rm -f $(docker ps -aq) >/dev/null 2>&1 || true
else # by the compatible API each one waits ten seconds
	podman rm -fat 0 >/dev/null 2>&1 || true
fi
kill "$(cat "$pid_file")" 2>/dev/null || true
sleep 1
exit "$code"
