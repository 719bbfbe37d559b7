#!/bin/sh
# Holds the ready pipelines of docs/ci against linters and schemas of others; tests/engine/ci.sh
# runs their steps.
set -u
what=docs/ci
. "$(dirname "$0")/../validators/prepare.sh"
node "$here/ci.mjs"
