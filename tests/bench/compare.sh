# compare.sh: the parts of a benchmark, for bench.sh and real.sh. Each prints lines for a person.

# Divides: "2.37"
ratio() {
	awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", (b > 0 ? a / b : 0) }'
}

# What was compared, for docs/performance.md.
table() {
	[ -s "$work/table" ] || return 0
	printf '\n| containers | documents | curl | dockassay | ratio | memory |\n|---|---|---|---|---|---|\n'
	cat "$work/table"
}

machine() {
	awk -F': ' '/^model name/ && !n++ { print "machine    " $2 }' /proc/cpuinfo
	echo "processors $(nproc), load $(cut -d' ' -f1-3 /proc/loadavg)"
	echo "versions   $("$DOCKASSAY" --version), $(curl --version | awk 'NR == 1 { print $1, $2 }')"
	echo "medians of $ROUNDS runs; cpu is the least of them"
}

start_up() {
	for command in --version "list checks"; do
		set -- $("$BENCH_BIN/measure" 20 "$DOCKASSAY" $command)
		printf '%-24s %8.1f ms\n' "$command" "$1"
	done
	strip -o "$work/stripped" "$DOCKASSAY"
	printf '%-24s %8d KiB, %d libraries\n' binary "$(($(wc -c <"$work/stripped") / 1024))" \
	    "$(ldd "$DOCKASSAY" | wc -l)"
}

# What curl is to fetch: exactly the documents that the scan asked the engine for.
documents_of() {
	api=$(sed -n '1s/.*\\"api_version\\":\\"\([0-9.]*\)\\".*/\1/p' "$1/snapshot")
	sed -n 's/^{"document":"GET \([^"]*\)".*/\1/p' "$1/snapshot" | while read -r path; do
		printf 'url="http://localhost/v%s%s"\noutput="/dev/null"\n' "$api" "$path"
	done >"$1/urls"
}

# The verdicts of a scan with all connections are those of a plain one.
same_verdicts() {
	dir=$1
	shift
	for jobs in 1 4; do
		SOURCE_DATE_EPOCH=1800000000 "$DOCKASSAY" scan "$@" --jobs $jobs -f lines \
		    >"$dir/lines.$jobs"
	done
	cmp "$dir/lines.1" "$dir/lines.4" || {
		echo "VERDICTS DIFFER between one connection and several" >&2
		exit 1
	}
}

# compare DIR TITLE HOST [OPTION]...: leaves DIR/cost "MS KIB"
compare() {
	dir=$1 title=$2 host=$3
	shift 3
	set -- --no-config --exit-zero --host "$host" "$@"
	"$DOCKASSAY" scan "$@" -q --snapshot "$dir/snapshot"
	documents_of "$dir"
	# Containers of a real engine do not hold still: pids and times are part of some verdicts.
	case $title in *synthetic) same_verdicts "$dir" "$@" ;; esac
	"$BENCH_BIN/measure" "$ROUNDS" "$DOCKASSAY" scan "$@" >"$dir/ours"
	"$BENCH_BIN/measure" "$ROUNDS" "$DOCKASSAY" scan "$@" --jobs 1 >"$dir/serial"
	"$BENCH_BIN/measure" "$ROUNDS" curl -sS --parallel --parallel-max 4 \
	    --unix-socket "${host#unix://}" -K "$dir/urls" >"$dir/curl" 2>/dev/null
	echo
	echo "== $title: $(($(wc -l <"$dir/urls") / 2)) documents"
	read -r curl_ms curl_least curl_cpu curl_kib curl_code <"$dir/curl"
	read -r ms least cpu kib code <"$dir/ours"
	read -r serial_ms rest <"$dir/serial"
	printf '%-24s %8.1f ms, cpu %.1f ms\n' "curl --parallel" "$curl_ms" "$curl_cpu"
	printf '%-24s %8.1f ms, cpu %.1f ms, %d KiB\n' dockassay "$ms" "$cpu" "$kib"
	printf '%-24s %8.1f ms\n' "dockassay --jobs 1" "$serial_ms"
	printf '%-24s %8s, cpu %s\n' "dockassay / curl" "$(ratio "$ms" "$curl_ms")" \
	    "$(ratio "$cpu" "$curl_cpu")"
	"$DOCKASSAY" scan "$@" --timings 2>&1 >/dev/null | sed -n 's/^timings: /  /p'
	echo "$ms $cpu $kib" >"$dir/cost"
	printf '| %s | %d | %.0f ms, cpu %.0f | %.0f ms, cpu %.0f | %s, cpu %s | %d MiB |\n' "$title" \
	    $(($(wc -l <"$dir/urls") / 2)) "$curl_ms" "$curl_cpu" "$ms" "$cpu" \
	    "$(ratio "$ms" "$curl_ms")" "$(ratio "$cpu" "$curl_cpu")" $((kib / 1024)) >>"$work/table"
	[ "$curl_code$code" = 00 ] || echo "  (curl ended with $curl_code, dockassay with $code)"
	[ "$rest" ] && [ "$curl_least$curl_kib$least" ]
}

# Every format of what was just scanned, from its snapshot.
formats_of() {
	outputs=$("$DOCKASSAY" list formats | awk '{ printf "-o %s:%s/out.%s ", $1, dir, $1 }' dir="$1")
	# shellcheck disable=SC2086
	"$DOCKASSAY" scan --no-config --exit-zero --from "$2" -q $outputs --timings 2>&1 >/dev/null |
	    sed -n 's/^timings: render/  render/p'
	rm -f "$1"/out.*
}

growth() {
	read -r a_ms a_cpu a_kib <"$1/cost"
	read -r b_ms b_cpu b_kib <"$2/cost"
	echo
	printf '%-24s time %s, cpu %s, memory %s\n' "$3" "$(ratio "$b_ms" "$a_ms")" \
	    "$(ratio "$b_cpu" "$a_cpu")" "$(ratio "$b_kib" "$a_kib")"
}
