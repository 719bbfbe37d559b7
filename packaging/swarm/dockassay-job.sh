#!/bin/sh
# What dockassay-job.yml does, for docker commands that know no jobs in stack files (20.10): scans every
# node of the Swarm once, and waits for it. Called again, it scans again.
# Usage: DOCKASSAY_IMAGE=registry.example/dockassay:0.1.0 dockassay-job.sh [OPTION OF service create]...
set -eu

image=${DOCKASSAY_IMAGE:-dockassay:0.1.0}
service=dockassay_scan

if docker service inspect "$service" >/dev/null 2>&1; then
	exec docker service update --force --detach=false --image "$image" --no-resolve-image "$service"
fi
exec docker service create --name "$service" --mode global-job --detach=false --no-resolve-image \
    --user 0:0 --read-only --cap-drop ALL --cap-add DAC_READ_SEARCH --cap-add SYS_PTRACE \
    --network host --no-healthcheck \
    --mount type=bind,source=/,target=/host,readonly \
    --mount type=volume,source=dockassay_reports,target=/reports \
    --env 'DOCKASSAY_OUTPUT=json:/reports/{{.Node.Hostname}}.json' \
    --restart-condition on-failure --restart-delay 5s --restart-max-attempts 3 \
    --limit-cpu 1 --limit-memory 512M \
    "$@" "$image" --root /host --quiet --exit-zero
