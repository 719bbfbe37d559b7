#!/bin/sh
# Holds the manifests of packaging/kubernetes against Kubernetes' schemas, as an npm package has them.
set -u
here=$(cd "$(dirname "$0")" && pwd)

skip() {
	echo "SKIPPED: Kubernetes manifests: $*"
	[ "${CI:-}" = true ] && [ "${DOCKASSAY_ALLOW_SKIP:-}" != 1 ] && exit 1
	exit 77
}

command -v node >/dev/null || skip "node is missing"
modules=$PWD/tests/validators/modules
why=$("$here/install.sh" "$modules" 2>&1) || skip "$why"
NODE_MODULES=$modules/node_modules node "$here/kubernetes.mjs"
