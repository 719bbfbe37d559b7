# Scans from within a container, held against a scan from the host itself; docs/container.md says what
# each way sees. Verdict by verdict: what cannot be seen is ERROR, and nothing else differs.

scan="-a --profile full -f json"
host="--rm --read-only --cap-drop ALL --security-opt no-new-privileges -v /:/host:ro"
all="--user 0 --pid host --network host --cap-add DAC_READ_SEARCH --cap-add SYS_PTRACE --cap-add AUDIT_CONTROL"
group=$(stat -c %g /run/docker.sock)

# Engines before 20.10 have a seccomp profile that does not know openat2(), and kernels before 5.6 none.
echo '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["openat2"],"action":"SCMP_ACT_ERRNO"}]}' >old.json

# shellcheck disable=SC2086 # lists of words
{
	"$program" -q -a --deep --profile full -o json:host.json
	docker run --name whole $host $all $image --root /host $scan --deep >whole.json 2>err || cat err
	docker run $host $all --security-opt seccomp=old.json $image --root /host $scan --deep >old-profile.json
	docker run $host --user 0 --cap-add DAC_READ_SEARCH --network none $image --root /host $scan --deep >least.json
	docker run $host --group-add "$group" --pid host --network host $image --root /host $scan --deep >user.json
	docker run --rm --read-only --cap-drop ALL --group-add "$group" --network none \
	    -v /run/docker.sock:/run/docker.sock $image $scan >socket.json
	# What is not mounted must not pass for what is not there.
	docker run --rm --read-only --cap-drop ALL --group-add "$group" --network none -v /etc:/host/etc:ro \
	    -v /run/docker.sock:/run/docker.sock $image $scan --root /host >pieces.json
}
node "$here/packaging.d/inside.mjs" whole host.json whole.json || failed=1
node "$here/packaging.d/inside.mjs" whole host.json old-profile.json || failed=1
node "$here/packaging.d/inside.mjs" part host.json least.json || failed=1
node "$here/packaging.d/inside.mjs" part host.json user.json || failed=1
node "$here/packaging.d/inside.mjs" socket host.json socket.json || failed=1
node "$here/packaging.d/inside.mjs" socket host.json pieces.json || failed=1
grep -q '"name":"whole"' whole.json && fail "the scan judges its own container"

# A baseline holds from one run to the next, whatever the container is called.
# shellcheck disable=SC2086
for run in 1 2; do
	docker run $host $all -v "$work:/reports" $image --root /host -q --baseline /reports/whole.json \
	    --profile full -a --deep --fail-on new --incomplete ignore --show new -o text:/reports/again.txt || {
		cut -c1-300 again.txt | tail -n 40
		fail "run $run finds something new in the same host"
	}
done
