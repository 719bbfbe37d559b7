#!/bin/sh
# Holds the HTML report against validators, an accessibility checker and a browser.
#   CHROMIUM    the browser (default: chromium, as found in PATH)
set -u
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || :)}
export CHROMIUM
what="the HTML report"
. "$(dirname "$0")/prepare.sh"
node "$here/html.mjs"
