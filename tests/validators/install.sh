#!/bin/sh
# Installs the packages of package-lock.json in DIR/node_modules, once for each lock file.
# Usage: install.sh DIR. Nothing of theirs is run while installing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$1
command -v npm >/dev/null || { echo "npm is missing" >&2; exit 1; }
mkdir -p "$dir"
cd "$dir"
exec 9>lock
flock 9
sum=$(sha256sum <"$here/package-lock.json")
[ "$(cat installed 2>/dev/null)" != "$sum" ] || exit 0
rm -rf node_modules package.json package-lock.json installed
cp "$here/package.json" "$here/package-lock.json" .
chmod u+w package.json package-lock.json
npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1 9>&- || { tail -n 5 npm.log >&2; exit 1; }
# Without its install script this program is not executable.
multitool=node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
[ ! -f "$multitool" ] || chmod u+x "$multitool"
echo "$sum" >installed
