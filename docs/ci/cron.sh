#!/bin/sh
# For cron, which mails what a job prints: silent unless something is new or could not be scanned.
#   17 3 * * * root /usr/local/sbin/dockassay-cron
set -u

dir=${ASSAY_DIR:-/var/lib/dockassay}
umask 077
mkdir -p "$dir" || exit 1
if [ ! -f "$dir/baseline.json" ]; then
	dockassay -q --exit-zero --update-baseline "$dir/baseline.json"
	exit
fi
code=0
dockassay --baseline "$dir/baseline.json" --show new -b -o json:"$dir/report.json" >"$dir/report.txt" 2>&1 ||
	code=$?
[ "$code" -eq 0 ] || cat "$dir/report.txt"
exit "$code"
