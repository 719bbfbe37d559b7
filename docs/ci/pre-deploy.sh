#!/bin/sh
# In front of a deployment: the Compose file first, then the host that it goes to.
# Usage: pre-deploy.sh COMPOSE-FILE BASELINE
set -eu

compose=$1
baseline=$2

# What the file would start must not be high or worse, whatever runs already. What cannot be told
# stops here, too: values of variables belong into .env beside the file.
dockassay --compose "$compose" --fail-on high --only-failed

# Nothing new may be wrong with the host.
code=0
dockassay --baseline "$baseline" --only-failed -o json:before-deploy.json || code=$?
case $code in
0) ;;
1) echo "pre-deploy: new findings: not deployed" >&2 ;;
3) echo "pre-deploy: the scan is incomplete: not deployed" >&2 ;;
*) echo "pre-deploy: the scan could not be made" >&2 ;;
esac
exit "$code"
