#!/bin/sh
# bench.sh: what a scan costs, as ratios to what it costs to fetch the same documents with curl. See
# docs/performance.md. `make bench` runs it; it is no test, and needs a quiet machine.
#
#   ROUNDS=5            runs of each measurement; the median counts
#   SIZES="1000 10000"  containers of the synthetic engine
#   REAL="1 10 100"     containers of a real engine (root, dockerd, busybox); "" leaves it out
#   DBS=DIR             docker-bench-security, to be compared with at each real size
set -eu

here=$(cd "$(dirname "$0")" && pwd)
: "${DOCKASSAY:=./dockassay}" "${BENCH_BIN:=tests/bench}" "${ROUNDS:=5}" "${SIZES=1000 10000}"
: "${REAL=1 10 100}" "${DBS:=}"
export DOCKASSAY BENCH_BIN ROUNDS DBS
work=$(mktemp -d /tmp/dockassay-bench.XXXXXX)
engine=
finish() {
	[ -z "$engine" ] || kill "$engine" 2>/dev/null || :
	rm -rf "$work"
}
trap finish EXIT
# shellcheck source=tests/bench/compare.sh
. "$here/compare.sh"

machine
start_up
previous=
for n in $SIZES; do
	mkdir -p "$work/$n/root"
	"$BENCH_BIN/bench_engine" "$work/$n/s" "$n" "$here/../../templates/demo.ndjson" >"$work/ready" &
	engine=$!
	until [ -s "$work/ready" ]; do sleep 0.1; done
	compare "$work/$n" "$n synthetic" "unix://$work/$n/s" --root "$work/$n/root"
	formats_of "$work/$n" "$work/$n/snapshot"
	[ -z "$previous" ] || growth "$work/$previous" "$work/$n" "$previous -> $n synthetic"
	previous=$n
	kill "$engine"
	wait "$engine" 2>/dev/null || :
	engine=
	rm -f "$work/ready"
done
if [ -n "$REAL" ]; then
	sh "$here/../engine/weak-engine.sh" sh "$here/real.sh" "$work" $REAL || [ $? -eq 77 ]
fi
table
