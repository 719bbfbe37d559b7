#!/bin/sh
# secrets.sh: secrets of an engine and of its host are in no output: every format, the snapshot, what is
# said, memory that a crash would write to a file. See plant.c for those of the engine.
set -u

here=$(dirname "$DOCKASSAY")/tests/faults
work=$(mktemp -d) || exit 99
engines='' passed=0 failed=0
# shellcheck disable=SC2317 # called by trap
clean_up() {
	# shellcheck disable=SC2086 # a list
	[ -z "$engines" ] || kill $engines 2>/dev/null
	rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

# serve NAME WHAT: answers with secrets in them, at $work/NAME.sock
serve() {
	"$here/matrix" serve "$work/$1.sock" "$2" &
	engines="$engines $!"
	for _ in $(seq 100); do
		[ -S "$work/$1.sock" ] && break
		sleep 0.2
	done
}
serve plain plant
serve escaped escaped

# The host's own: registry logins, proxies, keys of TLS and of the Swarm, command lines.
root=$work/root
mkdir -p "$root/etc/docker/certs.d/r" "$root/root/.docker" "$root/run" "$work/out" "$work/escaped" \
	"$root/var/lib/docker/swarm/certificates"
echo 'root:x:0:0::/root:/bin/sh' >"$root/etc/passwd"
cat >"$root/etc/docker/daemon.json" <<'END'
{"tls":true,"tlskey":"/etc/docker/key.pem","tlscert":"/etc/docker/key.pem",
 "proxies":{"http-proxy":"http://u:planted-daemon-proxy@p:1"},"log-opts":{"splunk-token":"planted-log-opt"},
 "registry-mirrors":["https://u:planted-mirror@m"]}
END
cat >"$root/root/.docker/config.json" <<'END'
{"auths":{"r.example":{"auth":"dTpwbGFudGVkLWxvZ2lu","password":"planted-login","identitytoken":"planted-token"}},
 "proxies":{"default":{"httpProxy":"http://u:planted-client-proxy@p"}},"HttpHeaders":{"X-Key":"planted-header"}}
END
for key in "$root/etc/docker/key.pem" "$root/etc/docker/certs.d/r/client.key" \
	"$root/var/lib/docker/swarm/certificates/swarm-node.crt"; do
	printf '%s\n' '-----BEGIN PRIVATE KEY-----' plantedplantedplantedplantedplanted \
		'-----END PRIVATE KEY-----' >"$key"
done

outputs=''
for format in text html markdown csv json ndjson lines junit tap sarif github gitlab sonarqube oscal \
	xccdf ocsf prometheus dbs-json dbs-text; do
	outputs="$outputs -o $format:$format"
done
# scans NAME: the engine of that name with all outputs, in this folder
scans() {
	# shellcheck disable=SC2086 # a list of options
	"$DOCKASSAY" --no-config --host "unix://$work/$1.sock" --root "$root" --deep --profile full \
		--exit-zero $outputs --snapshot snapshot >stdout 2>stderr
	code=$?
	if [ "$code" -ne 0 ]; then
		failed=$((failed + 1))
		echo "FAILED: $1: exit code $code"
		cat stderr
	fi
}

# In the plain, in base64 (three ways, by where it begins), by percent, and by JSON's escapes.
planted='planted[a-z-]*|cGxhbnRlZ[A-Za-z0-9]*|BsYW50ZW[A-Za-z0-9]*|wbGFudGVk[A-Za-z0-9]*|%70lanted'
planted="$planted"'|u0070.{1,2}u006c.{1,2}u0061.{1,2}u006e.{1,2}u0074[0-9a-f\\u]*|u0070lanted[a-z-]*'
look_for_secrets() {
	for file in *; do
		passed=$((passed + 1))
		found=$(grep -o -i -E "$planted" "$file" | sort -u)
		[ -n "$found" ] || continue
		failed=$((failed + 1))
		echo "FAILED: $PWD/$file has a secret in it:"
		echo "$found"
	done
}

# Whatever way the engine writes its answers, they mean the same.
verdicts() {
	cut -f 1-6 <"$1/lines" | sed 's/<masked [0-9a-f]*>/<masked>/g'
}

cd "$work/out" || exit 99
scans plain
grep -q 'DB_PASSWORD' snapshot || {
	failed=$((failed + 1))
	echo "FAILED: the planted environment was never read"
}
look_for_secrets
cd "$work/escaped" || exit 99
for file in "$root/etc/docker/daemon.json" "$root/root/.docker/config.json"; do
	sed -i -e 's,/,\\/,g' -e 's/planted/\\u0070lanted/g' -e 's/auth":/\\u0061uth":/g' -e 's/ttp:/\\u0074tp:/g' "$file"
done
scans escaped
look_for_secrets
verdicts "$work/out" >"$work/one"
verdicts "$work/escaped" >"$work/other"
if cmp -s "$work/one" "$work/other" && [ "$(wc -l <"$work/one")" -gt 400 ]; then
	passed=$((passed + 1))
else
	failed=$((failed + 1))
	echo "FAILED: the same answers with escapes get other verdicts:"
	diff "$work/one" "$work/other" | head -n 20
fi

# Memory holds what was not masked yet. It may not be written when the program crashes.
"$here/matrix" serve "$work/stalling.sock" 'GET /images/json' 'nothing at all' &
stalling=$!
for _ in $(seq 100); do
	[ -S "$work/stalling.sock" ] && break
	sleep 0.2
done
(
	ulimit -c unlimited 2>/dev/null
	exec "$DOCKASSAY" --no-config --host "unix://$work/stalling.sock" --root "$root" -q \
		--request-timeout 30 -o json:r.json >stdout 2>stderr
) &
scan=$!
limit=''
for _ in $(seq 50); do
	limit=$(sed -n 's/^Max core file size *\([0-9a-z]*\) .*/\1/p' "/proc/$scan/limits" 2>/dev/null)
	[ "$limit" != 1 ] || break
	sleep 0.2
done
kill -s SEGV "$scan"
wait "$scan" 2>/dev/null
kill "$stalling"
if [ "$limit" = 1 ] && ! find . -name 'core*' | grep -q .; then
	passed=$((passed + 1))
else
	failed=$((failed + 1))
	echo "FAILED: a core file may be written: its limit is $limit"
fi
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 20 ]
