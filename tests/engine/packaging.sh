#!/bin/sh
# What packaging/ has, for real, beside one weak engine: the image is built from this source, scans the
# engine's host from within a container, and is rolled out as a job of the Swarm and by Ansible.
# A file of tests/engine/packaging.d is a part of it.
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=${DOCKASSAY:-./dockassay}

if [ "${1:-}" != inside ]; then
	skip() { echo "SKIPPED: packaging test: $*"; exit 77; }
	case $program in /*) ;; *) program=$PWD/$program ;; esac
	command -v node >/dev/null || skip "node is missing"
	source=$(cd "$here/../.." && pwd)
	# The weak engine mounts its own /home, /root and /srv: what runs in it must lie elsewhere.
	stage=$(mktemp -d /var/tmp/packaging-stage.XXXXXX) || exit 99
	trap 'rm -rf "$stage"' EXIT
	(cd "$source" && cp -R --parents .dockerignore LICENSE Makefile.am configure.ac checks formats src templates \
	    packaging tests/engine "$stage") && cp "$program" "$stage/dockassay" || exit 99
	# shellcheck disable=SC2046 # a list of names: those that the Dockerfile installs
	sh "$here/base-image.sh" $(sed -n '/apt-get install/,/&&/{s/.*--no-install-recommends//; s/&&//; s/\\//; p}' \
	    "$source/packaging/container/Dockerfile") >"$stage/base.tar" ||
		skip "the image's base can be made on a Debian only that has the packages which a build needs"
	code=0
	DOCKASSAY=$stage/dockassay sh "$here/weak-engine.sh" sh "$stage/tests/engine/packaging.sh" inside || code=$?
	exit "$code"
fi

source=$(cd "$here/../.." && pwd)
work=$(mktemp -d /run/packaging.XXXXXX)
cd "$work" || exit 99
failed=0

fail() {
	echo "FAILED: $*"
	failed=1
}

docker import "$source/base.tar" local/build-base >/dev/null && rm "$source/base.tar" || exit 99
image=dockassay:test
if ! DOCKER_BUILDKIT=0 docker build --network none --build-arg BASE=local/build-base -t $image \
    -f "$source/packaging/container/Dockerfile" "$source" >build.log 2>&1; then
	tail -n 20 build.log
	exit 1
fi
docker image inspect -f 'image: {{.Size}} bytes' $image
for part in "$here"/packaging.d/*.sh; do
	echo "== ${part##*/}"
	# shellcheck disable=SC1090 # each may use source, work, program, image and fail
	. "$part"
done
exit "$failed"
