#!/bin/sh
# The ready files of docs/ci on a real engine: their steps are run as cron, a shell, systemd and the
# build servers would; run.sh calls it beside its own weak engine.
# Usage: ci.sh DIRECTORY-OF-FILES; NODE_MODULES has the package yaml
set -u
here=$(cd "$(dirname "$0")" && pwd)
ci=$1
work=$(mktemp -d /run/ci.XXXXXX)
cd "$work" || exit 99
mkdir bin
ln -s "${DOCKASSAY:-dockassay}" bin/dockassay
printf '#!/bin/sh\nexec "$@"\n' >bin/sudo
chmod +x bin/sudo
PATH=$work/bin:$PATH
ASSAY_DIR=$work/state
export PATH ASSAY_DIR
failed=0

fail() {
	echo "FAILED: $*"
	failed=1
}

skip() {
	echo "SKIPPED: $*"
	if [ "${CI:-}" = true ] && [ "${DOCKASSAY_ALLOW_SKIP:-}" != 1 ]; then failed=1; fi
}

# ---- cron, and a shell -------------------------------------------------------------------------

# cron mails what is printed: nothing, but for what is new.
quiet_cron() {
	for run in first second; do
		sh "$ci/cron.sh" >"$run" 2>&1 || fail "cron.sh: the $run run"
		[ ! -s "$run" ] || fail "cron.sh prints without anything new: $(tail -n 3 "$run")"
	done
}

loud_cron() {
	sh "$ci/cron.sh" >third 2>&1
	[ $? -eq 1 ] || fail "cron.sh: the third run does not end with 1"
	grep -q 'container ci-bad' third || fail "cron.sh does not tell what is new"
}

# pre_deploy CODE COMPOSE-FILE BASELINE
pre_deploy() {
	sh "$ci/pre-deploy.sh" "$2" "$3" >out 2>&1
	code=$?
	[ "$code" -eq "$1" ] || fail "pre-deploy.sh ends with $code for $2: $(tail -n 3 out)"
}

printf 'services:\n  web:\n    image: demo/base:1\n' >good.yaml
printf 'services:\n  web:\n    image: demo/base:1\n    privileged: true\n' >bad.yaml
printf 'services: [\n' >broken.yaml

# ---- systemd -----------------------------------------------------------------------------------

# service CODE: the unit's command, with directories of this test.
service() {
	command=$(sed -n '/^ExecStart=/,/[^\\]$/p' "$ci/dockassay.service" |
		sed "s/^ExecStart=//; s/\\\\\$//; s|/usr/local/bin/||; s|/var/lib/dockassay|$ASSAY_DIR|g")
	rm -f "$ASSAY_DIR/report.json" "$ASSAY_DIR/report.html"
	eval "$(printf '%s' "$command" | tr '\n' ' ')" >out 2>&1
	code=$?
	[ "$code" -eq "$1" ] || fail "dockassay.service ends with $code: $(tail -n 3 out)"
	[ -s "$ASSAY_DIR/report.json" ] && grep -q '</html>' "$ASSAY_DIR/report.html" ||
		fail "dockassay.service: its reports are not there"
}

# ---- build servers -----------------------------------------------------------------------------

pipeline() {
	case $1 in
	github) set -- "$1" github-actions.yml ;;
	gitlab) set -- "$1" gitlab-ci.yml ;;
	azure) set -- "$1" azure-pipelines.yml ;;
	jenkins) exec groovy "$here/jenkins.groovy" "$ci/Jenkinsfile" ;;
	esac
	exec node "$here/pipelines.mjs" "$1" "$ci/$2"
}

# Every file that a server is handed has what it says: its kind, and what is new.
outputs() {
	case $1 in
	github) printf '%s\n' 'dockassay.sarif "version": "2.1.0"' 'github-summary the gate is' 'report.json "gate":' ;;
	gitlab) printf '%s\n' 'junit.xml <testcase' 'gl-code-quality.json "fingerprint"' 'report.json "gate":' ;;
	azure) printf '%s\n' 'staging/junit.xml <testcase' 'staging/summary.md the gate is' 'log ##vso\[task.uploadsummary\].*/summary.md' ;;
	jenkins) printf '%s\n' 'junit.xml <testcase' 'report.html </html>' ;;
	esac
}

# server NAME CODE TEXT: each of its outputs holds the text, too.
server() {
	rm -rf "$1" && mkdir -p "$1/.github" || return
	cp baseline.json "$1/dockassay-baseline.json"
	cp baseline.json "$1/.github/dockassay-baseline.json"
	(cd "$1" && pipeline "$1") >log 2>&1
	code=$?
	mv log "$1/log"
	[ "$code" -eq "$2" ] || fail "$1: the job ends with $code: $(tail -n 5 "$1/log")"
	outputs "$1" >expected
	while read -r file text; do
		grep -q -- "$text" "$1/$file" || fail "$1: $file does not hold $text"
		[ "$file" = log ] || grep -q -- "$3" "$1/$file" || fail "$1: $file does not hold $3"
	done <expected
}

# A job without its baseline must not be green.
blind() {
	rm -rf "$1" && mkdir "$1" || return
	(cd "$1" && pipeline "$1") >log 2>&1 && fail "$1: the job is green without a baseline"
	grep -q 'dockassay-baseline.json' log || fail "$1: the log does not say what is missing"
}

servers=
if [ -d "${NODE_MODULES:-}/yaml" ]; then
	servers="github gitlab azure"
else
	skip "pipelines of docs/ci: the npm package yaml is missing"
fi
JAVA_HOME=${JAVA_HOME:-$(readlink -f "$(command -v java)" | sed 's|/bin/java$||')}
export JAVA_HOME
if command -v groovy >/dev/null; then
	servers="$servers jenkins"
else
	skip "the Jenkinsfile of docs/ci: groovy is missing"
fi

# ---- before anything is new, and after ---------------------------------------------------------

quiet_cron
service 0
cp "$ASSAY_DIR/baseline.json" baseline.json
for s in $servers; do
	server "$s" 0 .
	blind "$s"
done
pre_deploy 0 good.yaml baseline.json
pre_deploy 1 bad.yaml baseline.json
pre_deploy 3 broken.yaml baseline.json

docker run -d --name ci-bad --pid host --network host demo/base:1 >/dev/null || fail "cannot start ci-bad"
loud_cron
service 1
for s in $servers; do
	server "$s" 1 ci-bad
done
grep -q '^::error .*ci-bad' github/log || fail "github: no annotation tells what is new"
pre_deploy 1 good.yaml baseline.json
docker rm -f ci-bad >/dev/null
exit "$failed"
