# Images that were built badly, by the engine's own builder; no container is made from them.
# shellcheck shell=sh
# shellcheck disable=SC2154 # $data is weak-engine.sh's
export DOCKER_BUILDKIT=0
mkdir -p "$data/build"
cp "$(command -v busybox)" "$data/build/tool"
printf '%s\n' ID=debian 'VERSION_ID="10"' 'PRETTY_NAME="Debian GNU/Linux 10 (buster)"' \
    >"$data/build/os-release"
cat >"$data/build/Dockerfile" <<'EOF'
FROM demo/base:1
ADD tool /opt/tool
COPY os-release /usr/lib/os-release
RUN ["/bin/busybox", "ln", "-s", "../usr/lib/os-release", "/etc/os-release"]
RUN ["/bin/busybox", "chmod", "4755", "/opt/tool"]
RUN true || wget -qO- https://install.example/run.sh | sh -s -- --yes
RUN true || apt-get update
RUN true || (apt-get update && apt-get install -y sudo)
RUN true || chmod -R a+rwX /srv
RUN true || (echo root:planted-secret | chpasswd && curl -k https://files.example)
ENV API_TOKEN=planted-secret NODE_TLS_REJECT_UNAUTHORIZED=0 PATH=/tmp:/bin
EXPOSE 22
ONBUILD RUN true
STOPSIGNAL SIGKILL
EOF
docker build -q -t demo/bad:latest "$data/build" >/dev/null 2>&1
# Its own steps are clean; those below it are demo/bad's.
printf 'FROM demo/bad:latest\nENV PATH=/bin NODE_TLS_REJECT_UNAUTHORIZED=1\nUSER 1000\n' |
	docker build -q -t demo/above:1 - >/dev/null 2>&1
# A layer that takes the setuid program away again.
printf 'FROM demo/bad:latest\nRUN ["/bin/busybox", "rm", "/opt/tool"]\n' |
	docker build -q -t demo/repaired:1 - >/dev/null 2>&1
