#!/bin/sh
# Which engine is meant: options, variables and contexts of the docker command, in its own order. No
# engine is needed: what is told is where none answers.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC1091
. "$here/harness.sh"

is() { # is ADDRESS ARGUMENT...: that is the engine that is asked
	address=$1
	shift
	expect 3 "no engine answers on $address: No such file" --ping "$@"
}

# A context as the docker command keeps it: made by itself where it is there.
context() { # context NAME HOST
	if command -v docker >/dev/null; then
		docker context create "$1" --docker "host=$2" >/dev/null 2>&1 || fail "no context $1"
	else
		dir=$DOCKER_CONFIG/contexts/meta/$(printf %s "$1" | sha256sum | cut -c1-64)
		mkdir -p "$dir"
		printf '{"Name":"%s","Metadata":{},"Endpoints":{"docker":{"Host":"%s"}}}' "$1" "$2" >"$dir/meta.json"
	fi
}

current() {
	mkdir -p "$DOCKER_CONFIG"
	printf '{"currentContext":"%s"}' "$1" >"$DOCKER_CONFIG/config.json"
}

DOCKER_CONFIG=$work/docker
export DOCKER_CONFIG
mkdir -p "$DOCKER_CONFIG"
expect 2 "no context is called \"prod\": there is none in $DOCKER_CONFIG" --ping --context prod
context prod unix:///prod
context staging unix:///staging

# --host or --context, DOCKER_HOST, DOCKER_CONTEXT, the current one
current staging
is unix:///staging
DOCKER_CONTEXT=prod
export DOCKER_CONTEXT
is unix:///prod
DOCKER_HOST=unix:///variable
export DOCKER_HOST
is unix:///variable
is unix:///variable --context default
is unix:///staging --context staging
is unix:///option --host unix:///option
expect 2 'both say where' --host unix:///x --context prod
unset DOCKER_HOST
DOCKER_CONTEXT=''
is unix:///staging
unset DOCKER_CONTEXT

# Settings of ours: the command line takes the place of the environment, and of the file.
DOCKASSAY_HOST=unix:///ours is unix:///prod --context prod
DOCKASSAY_CONTEXT=prod is unix:///prod
printf 'context: prod\n' >dockassay.yaml
is unix:///prod
is unix:///option --host unix:///option
rm dockassay.yaml

# https:// is never asked in plain text, whatever a context leaves out.
context secure https://127.0.0.1:1/
expect 3 'no engine answers on https://127.0.0.1:1/: ' --ping --context secure
expect 2 'TLS is for an engine' --ping --context default --tlsverify

# What is wrong with a context.
expect 2 'did you mean "staging"?' --ping --context stagin
expect 2 'there are default, prod, secure, staging' --ping --context something-else
expect 2 'says how TLS is done' --ping --context prod --tlsverify
expect 2 'do not go with --context' --compose x.yaml --context prod
expect 2 'does not go with --context' --from x.ndjson --context prod
printf '{"Name":"prod","Endpoints":{}}' >"$(grep -l '"prod"' "$DOCKER_CONFIG"/contexts/meta/*/meta.json)"
expect 2 'the context "prod" has no address' --ping --context prod
printf '{' >"$(grep -l '"prod"' "$DOCKER_CONFIG"/contexts/meta/*/meta.json)"
expect 2 'cannot read the context "prod"' --ping --context prod
meta=$(echo "$DOCKER_CONFIG"/contexts/meta/*/meta.json | cut -d' ' -f1)
rm "$meta"
mkfifo "$meta"
expect 2 'no context is called' --ping --context neither
printf '{"currentContext":' >"$DOCKER_CONFIG/config.json"
expect 2 'cannot tell the current context' --ping
expect 3 'no engine answers on unix:///option' --ping --host unix:///option
: >"$DOCKER_CONFIG/config.json"
rm -r "$DOCKER_CONFIG/contexts"

# Addresses that are none; passwords are not repeated.
for address in engine:2375 gopher://x tcp:// unix://relative 'tcp://a b' 'tcp://x?y=1' npipe:////./pipe/docker; do
	expect 2 "the address \"$address\" (--host) is none" --ping -H "$address"
done
expect 2 'tcp://user:***@x?y' --ping -H 'tcp://user:secret@x?y'
expect 3 'tcp://user:***@127.0.0.1:1:' --ping -H tcp://user:secret@127.0.0.1:1
DOCKASSAY_HOST=tcp://user:secret@engine expect 0 '' config show
holds stdout 'tcp://user:***@engine'
lacks stdout secret
expect 3 "Connection refused" --ping -H tcp://127.0.0.1:1
DOCKER_API_VERSION=new expect 2 'DOCKER_API_VERSION is no version' --ping -H unix:///x

# TLS that is asked for is never left out.
expect 2 'its scheme is not in small letters' --ping -H HTTPS://127.0.0.1:1
DOCKER_TLS_VERIFY=1 expect 2 'its scheme is not in small letters' --ping -H TCP://127.0.0.1:1
context plain tcp://127.0.0.1:1
expect 2 'has no TLS, or skips verification' --ping --context plain --tls-server-name engine
expect 3 'Connection refused' --ping --context plain

# Something else answers.
if command -v node >/dev/null; then
	node -e 'require("net").createServer(s => s.end("rubbish\r\n\r\n")).listen("rubbish.sock")' &
	server=$!
	tries=0
	until [ -S rubbish.sock ] || [ $tries -gt 50 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	expect 3 'answers, but not like a Docker Engine: the answer is not HTTP' --ping -H "unix://$work/rubbish.sock"
	kill $server
fi

# Nothing said, and nothing there: each place, with its reason. Not where an engine runs.
if [ ! -S /run/docker.sock ] && [ ! -S /var/run/docker.sock ] && [ ! -S /run/podman/podman.sock ]; then
	mkdir -p runtime/podman home/.docker
	ln -s /nonexistent runtime/docker.sock
	: >runtime/podman/podman.sock
	XDG_RUNTIME_DIR=$work/runtime HOME=$work/home "$program" --ping >stdout 2>stderr
	[ $? -eq 3 ] || fail "nothing there does not end with 3"
	holds stderr "$work/runtime/podman/podman.sock: Connection refused"
	holds stderr "there is no /run/docker.sock"
	holds stderr "$work/runtime/docker.sock"
	holds stderr "$work/home/.docker/run/docker.sock"
	[ "$(wc -l <stderr)" -eq 1 ] || fail "more than one line"
fi
finish
