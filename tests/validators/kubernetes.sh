#!/bin/sh
# Holds the manifests of packaging/kubernetes against Kubernetes' schemas, as an npm package has them.
set -u
what="Kubernetes' manifests"
. "$(dirname "$0")/prepare.sh"
node "$here/kubernetes.mjs"
