#!/bin/sh
# Holds reports in every format against programs and schemas that others wrote. Where nobody has put
# any schemas, what needs them is skipped, and no failure.
#   JUDGES="sarif junit" judges these formats only.
set -u
what="all validators"
. "$(dirname "$0")/prepare.sh"
node "$here/main.mjs"
