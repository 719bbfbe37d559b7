# The stack file really runs as a global job of a Swarm, and again for the next scan; so does the script
# for docker commands that know no jobs in stack files.

reports=/var/lib/docker/volumes/dockassay_reports/_data

# completed SERVICE: waits until the job's task has ended
completed() {
	tries=0
	until docker service ls --filter "name=$1" | grep -q '(1/1 completed)'; do
		tries=$((tries + 1))
		if [ $tries -gt 120 ]; then
			docker service ps --no-trunc "$1"
			fail "the job does not end"
			return
		fi
		sleep 0.5
	done
}

# report_is_new: there is a report of this host, with findings, that was not there before
report_is_new() {
	report=$reports/$(hostname).json
	node -e '
const [file, before, host] = process.argv.slice(1);
const r = JSON.parse(require("fs").readFileSync(file));
const problems = [];
if (r.scan.host !== host) problems.push("is of " + r.scan.host);
if (r.scan.started <= before) problems.push("is not new: " + r.scan.started);
if (r.scan.root !== "/host") problems.push("has the root " + r.scan.root);
if (r.summary.findings.warn < 50) problems.push("has few findings");
if (!r.checks.some((c) => c.id === "5.5" && c.status === "warn")) problems.push("does not see the privileged container");
if (!r.checks.some((c) => c.id === "3.17" && c.status !== "error")) problems.push("does not see the host'"'"'s files");
for (const p of problems) console.log("FAILED: the job'"'"'s report " + p);
process.exit(problems.length ? 1 : 0);' "$report" "$1" "$(hostname)" || failed=1
	started=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).scan.started' "$report")
	[ "$(stat -c %a "$report")" = 600 ] || fail "others may read the job's report"
	sleep 1
}

DOCKASSAY_IMAGE=$image
export DOCKASSAY_IMAGE
docker rm -f -v content >/dev/null 2>&1
if docker stack deploy --resolve-image never -c "$source/packaging/swarm/dockassay-job.yml" dockassay >stack.log 2>&1; then
	completed dockassay_scan
	report_is_new ""
	docker service update --force --detach=false dockassay_scan >/dev/null 2>&1 || fail "the job cannot run again"
	report_is_new "$started"
	docker stack rm dockassay >/dev/null
elif grep -q 'Unknown mode: global-job' stack.log; then
	echo "SKIPPED: this docker command ($(docker version -f '{{.Client.Version}}')) knows no jobs in stack files"
	started=
else
	fail "the stack cannot be deployed: $(tail -n 3 stack.log)"
	started=
fi
sh "$source/packaging/swarm/dockassay-job.sh" >/dev/null 2>&1 || fail "dockassay-job.sh does not run"
report_is_new "$started"
sh "$source/packaging/swarm/dockassay-job.sh" >/dev/null 2>&1 || fail "dockassay-job.sh does not run again"
report_is_new "$started"
docker service rm dockassay_scan >/dev/null
