#!/bin/sh
# Holds the ready pipelines of docs/ci against linters and schemas of others; tests/engine/ci.sh
# runs their steps.
#   DOCKASSAY   the program (default ./dockassay)
#   SCHEMA_DIR  third parties' schemas (default: shared/schemas beside the source tree)
# What is not there is SKIPPED, loudly; with CI=true that is a failure, unless
# DOCKASSAY_ALLOW_SKIP=1.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
DOCKASSAY=${DOCKASSAY:-./dockassay}
case $DOCKASSAY in /*) ;; *) DOCKASSAY=$PWD/$DOCKASSAY ;; esac
SCHEMA_DIR=${SCHEMA_DIR:-$top/../shared/schemas}
export DOCKASSAY SCHEMA_DIR

skip() {
	echo "SKIPPED: docs/ci: $*"
	[ "${CI:-}" = true ] && [ "${DOCKASSAY_ALLOW_SKIP:-}" != 1 ] && exit 1
	exit 77
}

command -v node >/dev/null || skip "node is missing"
modules=$PWD/tests/validators/modules
why=$("$here/../validators/install.sh" "$modules" 2>&1) || skip "$why"
NODE_MODULES=$modules/node_modules
export NODE_MODULES

work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
node "$here/ci.mjs"
