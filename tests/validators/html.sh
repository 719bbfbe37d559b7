#!/bin/sh
# Holds the HTML report against validators, an accessibility checker and a browser.
#   DOCKASSAY   the program (default ./dockassay)
#   CHROMIUM    the browser (default: chromium, as found in PATH)
# What is not there is SKIPPED, loudly; with CI=true that is a failure, unless
# DOCKASSAY_ALLOW_SKIP=1.
set -u
here=$(cd "$(dirname "$0")" && pwd)
DOCKASSAY=${DOCKASSAY:-./dockassay}
case $DOCKASSAY in /*) ;; *) DOCKASSAY=$PWD/$DOCKASSAY ;; esac
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || :)}
export DOCKASSAY CHROMIUM

skip() {
	echo "SKIPPED: the HTML report: $*"
	[ "${CI:-}" = true ] && [ "${DOCKASSAY_ALLOW_SKIP:-}" != 1 ] && exit 1
	exit 77
}

command -v node >/dev/null || skip "node is missing"
modules=$PWD/tests/validators/modules
why=$("$here/install.sh" "$modules" 2>&1) || skip "$why"
NODE_MODULES=$modules/node_modules
export NODE_MODULES

work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
unset NO_COLOR CLICOLOR_FORCE SOURCE_DATE_EPOCH DOCKER_HOST
node "$here/html.mjs"
