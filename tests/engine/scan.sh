#!/bin/sh
# scan.sh DIRECTORY: scans the engine of weak-engine.sh, and leaves there what compare.mjs wants to
# see: live.json, inspect.json of the engine's own client, and snap.ndjson. Exit code: the scan's.
set -u
out=$1
cd "$out" || exit 99
"${DOCKASSAY:-dockassay}" -a --deep --profile full -q -o json:live.json -o text:live.txt -o sarif:live.sarif \
    -o junit:live.xml --snapshot snap.ndjson
code=$?
[ "${WEAK_ENGINE:-docker}" = docker ] || export DOCKER_HOST=unix:///run/podman/podman.sock
# shellcheck disable=SC2046 # a list of ids
docker inspect $(docker ps -aq) >inspect.json
exit "$code"
