# What tests in Node share; to be read with `.`, and not run. $what says what is skipped without them.
#   DOCKASSAY   the program (default ./dockassay)
#   SCHEMA_DIR  third parties' schemas (default: shared/schemas beside the source tree)
# What is not there is SKIPPED, loudly; with CI=true that is a failure, unless
# DOCKASSAY_ALLOW_SKIP=1.
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
DOCKASSAY=${DOCKASSAY:-./dockassay}
case $DOCKASSAY in /*) ;; *) DOCKASSAY=$PWD/$DOCKASSAY ;; esac
SCHEMA_DIR=${SCHEMA_DIR:-$top/../shared/schemas}
export DOCKASSAY SCHEMA_DIR

skip() {
	echo "SKIPPED: $what: $*"
	[ "${CI:-}" = true ] && [ "${DOCKASSAY_ALLOW_SKIP:-}" != 1 ] && exit 1
	exit 77
}

command -v node >/dev/null || skip "node is missing"
modules=$PWD/tests/validators/modules
why=$("$top/tests/validators/install.sh" "$modules" 2>&1) || skip "$why"
NODE_MODULES=$modules/node_modules
export NODE_MODULES

work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
unset NO_COLOR CLICOLOR_FORCE SOURCE_DATE_EPOCH DOCKER_HOST
