#!/bin/sh
# real.sh DIR N...: the comparisons with a real engine and N containers; to be run by weak-engine.sh.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$1
shift
# shellcheck source=tests/bench/compare.sh
. "$here/compare.sh"
docker() { command docker -H unix:///run/docker.sock "$@"; }

docker swarm leave --force >/dev/null 2>&1 || :
# shellcheck disable=SC2046
docker rm -f $(docker ps -aq) >/dev/null
have=0
previous=
for n in "$@"; do
	while [ $have -lt "$n" ]; do
		have=$((have + 1))
		docker run -d --name "c$have" --network none demo/base:1 >/dev/null
	done
	mkdir -p "$work/real$n"
	compare "$work/real$n" "$n real" unix:///run/docker.sock
	[ -z "$previous" ] || growth "$work/real$previous" "$work/real$n" "$previous -> $n real"
	previous=$n
	"$BENCH_BIN/measure" "$ROUNDS" "$DOCKASSAY" scan --no-config --exit-zero --profile dbs \
	    --host unix:///run/docker.sock >"$work/real$n/as-dbs"
	read -r ms least cpu more <"$work/real$n/as-dbs"
	printf '%-24s %8.1f ms, at least %.1f, cpu %.1f ms\n' "with dbs's checks" "$ms" "$least" "$cpu"
	[ -n "$DBS" ] || continue
	"$BENCH_BIN/measure" 1 sh -c "cd '$DBS' && exec ./docker-bench-security.sh" >"$work/real$n/dbs"
	read -r dbs_ms rest <"$work/real$n/dbs"
	printf '%-24s %8.1f ms: %s times as long as its checks take here\n' \
	    docker-bench-security "$dbs_ms" "$(ratio "$dbs_ms" "$ms")"
	[ "$rest$more" ]
done
