#!/bin/sh
# The ready scripts of docs/ci on a real engine; run.sh calls it beside its own weak engine.
# Usage: ci.sh DIRECTORY-OF-SCRIPTS
set -u
ci=$1
work=$(mktemp -d /run/ci.XXXXXX)
cd "$work" || exit 99
mkdir bin
ln -s "${DOCKASSAY:-dockassay}" bin/dockassay
PATH=$work/bin:$PATH
ASSAY_DIR=$work/state
export PATH ASSAY_DIR
failed=0

fail() {
	echo "FAILED: $*"
	failed=1
}

# cron mails what is printed: nothing, but for what is new.
sh "$ci/cron.sh" >first 2>&1 || fail "cron.sh: the first run"
sh "$ci/cron.sh" >second 2>&1 || fail "cron.sh: the second run"
[ ! -s first ] || fail "cron.sh prints at first: $(head -n 3 first)"
[ ! -s second ] || fail "cron.sh prints without anything new: $(tail -n 3 second)"

cat >good.yaml <<'END'
services:
  web:
    image: demo/base:1
END
cat >bad.yaml <<'END'
services:
  web:
    image: demo/base:1
    privileged: true
END
sh "$ci/pre-deploy.sh" bad.yaml "$ASSAY_DIR/baseline.json" >out 2>&1
[ $? -eq 1 ] || fail "pre-deploy.sh lets a privileged service pass: $(tail -n 3 out)"

docker run -d --name ci-bad --pid host --network host demo/base:1 >/dev/null || fail "cannot start ci-bad"
sh "$ci/cron.sh" >third 2>&1
[ $? -eq 1 ] || fail "cron.sh: the third run does not end with 1"
grep -q 'container ci-bad' third || fail "cron.sh does not tell what is new"
dockassay -q --update-baseline new.json
sh "$ci/pre-deploy.sh" good.yaml new.json >out 2>&1
code=$?
[ "$code" -ne 2 ] && [ "$code" -ne 4 ] || fail "pre-deploy.sh ends with $code: $(tail -n 3 out)"
docker rm -f ci-bad >/dev/null
exit "$failed"
