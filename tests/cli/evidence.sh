#!/bin/sh
# Evidence that stands: digests that sha256sum checks, signatures that openssl checks, and reports that
# are judged anew from their snapshot, with every option that has a say in them.
set -u

. "$(dirname "$0")/harness.sh"

command -v openssl >/dev/null || { echo "SKIPPED: the test of evidence: openssl is missing"; exit 77; }

# true_that COMMAND...
true_that() {
	if "$@" >out 2>&1; then ok; else fail "$*: $(cat out)"; fi
}

false_that() {
	if "$@" >out 2>&1; then fail "succeeds: $*"; else ok; fi
}

# ---- digests --------------------------------------------------------------------------------------
mkdir "bundle" elsewhere
expect 1 "" demo -q --snapshot bundle/s.ndjson -o json:bundle/r.json -o html:elsewhere/r.html \
    -o 'sarif:bundle/odd \name.sarif' -l bundle/log --update-baseline bundle/base.json --digest bundle/SUMS
[ "$(wc -l <bundle/SUMS)" -eq 7 ] && ok || fail "not every output is in the list"
(cd bundle && sha256sum -c --strict SUMS) >out 2>&1 && ok || fail "sha256sum: $(cat out)"
holds bundle/SUMS "  r.json"
holds bundle/SUMS "  $PWD/elsewhere/r.html"
[ "$(stat -c %a bundle/SUMS)" = 600 ] && ok || fail "the list is not private"
printf ' ' >>bundle/r.json
(cd bundle && sha256sum -c --quiet SUMS) >out 2>&1 && fail "a changed report passes" || ok
holds out "r.json: FAILED"
expect 1 "" demo -o json:/dev/null -o json:only.json --digest SUMS
[ "$(wc -l <SUMS)" -eq 1 ] && ok || fail "what has no name is in the list"
expect 4 "no/such" demo -q -o json:only.json --digest no/such/SUMS

# The report names its snapshot, whether it was written or read, and wherever it went.
sum=$(sha256sum <bundle/s.ndjson)
expect 1 "" --from bundle/s.ndjson -q -o json:r.json --snapshot copy.ndjson
holds r.json "\"snapshot_sha256\": \"${sum%% *}\""
true_that cmp bundle/s.ndjson copy.ndjson
printf 'FROM scratch\n' >Dockerfile
"$program" --dockerfile Dockerfile -q -o json:d.json --snapshot d.ndjson
sum=$(sha256sum <d.ndjson)
holds d.json "\"snapshot_sha256\": \"${sum%% *}\""
expect 0 "" verify d.json d.ndjson
"$program" --dockerfile Dockerfile -q -o json:d.json --snapshot - >piped.ndjson
sum=$(sha256sum <piped.ndjson)
holds d.json "\"snapshot_sha256\": \"${sum%% *}\""

# ---- the sandbox: a scan says what held; a replay has no say in it ----------------------------------
holds d.json '"no_new_privs": true'
holds r.json '"sandbox": null'
"$program" --dockerfile Dockerfile -q -o json:off.json --no-sandbox
holds off.json '"no_new_privs": false'
holds off.json '"--no-sandbox was given"'
expect 0 "" verify d.json piped.ndjson --no-sandbox
"$program" render d.json -q -o json:again.json
true_that cmp d.json again.json

# ---- permissions ----------------------------------------------------------------------------------
expect 1 "" demo -q -o json:mode.json --snapshot mode.ndjson --digest mode.sums --output-mode 640
for f in mode.json mode.ndjson mode.sums; do
	[ "$(stat -c %a $f)" = 640 ] && ok || fail "$f has another mode"
done
for mode in 400 666 777 4644 64 rw; do
	expect 2 "output-mode" demo -q -o json:mode.json --output-mode $mode
done

# ---- signatures -----------------------------------------------------------------------------------
umask 077
openssl genpkey -quiet -algorithm ed25519 -out ed.pem 2>/dev/null ||
	openssl genpkey -algorithm ed25519 -out ed.pem 2>/dev/null
openssl genrsa -out rsa.pem 2048 2>/dev/null
openssl genrsa -out short.pem 1024 2>/dev/null
openssl ecparam -name prime256v1 -genkey -noout -out ec.pem
openssl genpkey -algorithm x25519 -out x.pem 2>/dev/null
openssl pkcs8 -topk8 -in ed.pem -out locked.pem -passout pass:sesame
for key in ed rsa ec; do
	openssl pkey -in $key.pem -pubout -out $key.pub
done

# verifies KEY FILE, as docs/evidence.md says
verifies() {
	if [ "$1" = ed ]; then
		openssl pkeyutl -verify -rawin -pubin -inkey ed.pub -sigfile "$2.sig" -in "$2"
	else
		openssl dgst -sha256 -verify "$1.pub" -signature "$2.sig" "$2"
	fi
}

for key in ed rsa ec; do
	expect 1 "" demo -q --sign $key.pem -o json:$key.json -o html:$key.html \
	    --snapshot $key.ndjson --digest $key.sums
	for f in $key.json $key.html $key.ndjson $key.sums; do
		true_that verifies $key $f
		[ "$(stat -c %a $f.sig)" = 600 ] && ok || fail "$f.sig is not private"
	done
	sed 's/"critical"/"low"/' $key.json >forged
	cp $key.json.sig forged.sig
	false_that verifies $key forged
done
expect 2 "is encrypted: --sign-passphrase" demo -q --sign locked.pem -o json:l.json
[ -e l.json ] && fail "a report was written without its signature" || ok
echo sesame >pass
expect 1 "" demo -q --sign locked.pem --sign-passphrase pass -o json:l.json
true_that verifies ed l.json
"$program" demo -q --sign locked.pem --sign-passphrase /dev/fd/3 -o json:l.json 3<pass
true_that verifies ed l.json
echo wrong >pass
expect 2 "does not open" demo -q --sign locked.pem --sign-passphrase pass -o json:l.json
expect 2 "no private key" demo -q --sign ed.pub -o json:l.json
expect 2 "cannot sign" demo -q --sign x.pem -o json:l.json
expect 2 "too short" demo -q --sign short.pem -o json:l.json
expect 2 "cannot read absent" demo -q --sign absent -o json:l.json
expect 2 "opens the key of --sign" demo -q --sign-passphrase pass
chmod 644 ed.pem
expect 1 "others can read the private key ed.pem: its mode is 644" demo -q --sign ed.pem -o json:l.json

# ---- a report follows from its snapshot -----------------------------------------------------------
cp copy.ndjson s.ndjson
# follows OPTION...: of a scan; what verify needs beside both files is in $with
with=
follows() {
	"$program" --from s.ndjson -q -o json:v.json "$@" 2>stderr
	# shellcheck disable=SC2086 # options
	expect 0 "" verify v.json s.ndjson $with
	holds stdout "v.json follows from s.ndjson"
}
follows
follows -a --profile full
follows -c 5.4,container_images -e 4.5 -x vanilla -u alice
follows --profile cis-level1 --severity high --automated --scope container
follows -i web,api -t com.example --section container_runtime
follows --fail-on high --max-warn 3 --min-score 50 --exit-code 9 --soft-fail-on 5.4 --hard-fail-on 2.1
follows --only-failed
follows --show warn,high --exit-zero --incomplete ignore --new-checks fail
follows --only-failed --update-baseline whole.json
expect 0 "" verify whole.json s.ndjson
with="--baseline base.json" && cp bundle/base.json base.json
follows --baseline base.json -a
with="--changed-since base.json"
follows --changed-since base.json --scope container,image
expect 2 "give that file with --changed-since" verify v.json s.ndjson
"$program" waive --from s.ndjson -c 5.4 2>/dev/null | sed \
    -e 's/justification:.*/justification: because it is so/' -e 's/owner:.*/owner: somebody/' >waivers.yaml
mkdir moved && cp waivers.yaml moved/other-name.yaml
with="--waivers moved/other-name.yaml"
follows --waivers waivers.yaml --strict-waivers --trust-labels --max-waiver-days 90
[ "$(grep -c '"justification": "because' v.json)" -gt 0 ] && ok || fail "nothing was waived"
SOURCE_DATE_EPOCH=4102444800
export SOURCE_DATE_EPOCH
follows --waivers waivers.yaml
unset SOURCE_DATE_EPOCH
expect 0 "" verify v.json s.ndjson --waivers waivers.yaml
holds stdout "waivers were judged as of 2100-01-01T00:00:00Z"
printf 'severities:\n  "5.4": low\nprofiles:\n  mine:\n    include_checks: ["5.4", "5.5"]\n' >mine.yaml
cp mine.yaml moved/mine-elsewhere.yaml
with="--config moved/mine-elsewhere.yaml"
follows --config mine.yaml --profile mine
with=
expect 2 "give that file with --config" verify v.json s.ndjson
# What the environment of the verifier says has no part in it.
DOCKASSAY_PROFILE=full DOCKASSAY_FAIL_ON=never expect 0 "" verify v.json s.ndjson --config mine.yaml
printf 'severities: {"5.4": medium}\n' >other.yaml
expect 2 "its SHA-256 is another" verify v.json s.ndjson --config other.yaml
expect 2 "was made without --waivers" verify r.json s.ndjson --waivers waivers.yaml

# One that was rendered again rests on what was decided then.
"$program" render r.json -q -o json:again.json --fail-on critical --waivers waivers.yaml
expect 0 "" verify again.json s.ndjson --waivers waivers.yaml

# ---- and one that does not, is told ---------------------------------------------------------------
# spoilt SED TEXT: the change is told, and named
spoilt() {
	sed "$1" r.json >f.json
	if cmp -s r.json f.json; then fail "nothing to change for $1"; fi
	expect 1 "" verify f.json s.ndjson
	holds stdout "f.json does not follow from s.ndjson"
	holds stdout "$2"
}
n=$(grep -n '"status": "warn"' r.json | sed -n '2s/:.*//p')
spoilt "${n}s/warn/pass/" 'status: "pass" in the report, "warn" by the snapshot'
spoilt '/"score"/s/[0-9][0-9]*/99/' 'summary.score: 99 in the report'
spoilt 's/"open": false/"open": true/' 'gate.open: true in the report, false by the snapshot'
spoilt '0,/"actual": "/s//"actual": "not /' 'evidence[0].actual: "not '
spoilt '0,/"notifications": \[/s//"notifications": [ { "source": "x", "message": "y" },/' 'notifications['
spoilt '/^    "host"/s/: ".*"/: "another"/' 'scan.host: "another"'
spoilt 's/"schema"/"added": "<\&>", "schema"/' 'added: "<&>" in the report, nothing by the snapshot'
spoilt 's/"schema"/"scan.source": "live", "schema"/' '"scan.source": "live" in the report, nothing'
spoilt 's/"schema"/"scan.sandbox": { "off": true }, "schema"/' '"scan.sandbox": {"off":true} in the report'
spoilt 's/"schema"/"": 1, "schema"/' '"": 1 in the report, nothing'
spoilt '0,/"status": "warn"/s//"status": "warn", "status": "pass"/' 'status: "pass"'
spoilt '/"snapshot_sha256"/s/: "[0-9a-f]\{4\}/: "XYZW/' 'scan.snapshot_sha256: "XYZW'
spoilt '/"snapshot_sha256"/s/: "[0-9a-f]\{4\}/: "0000/' 'scan.snapshot_sha256: "0000'
spoilt '0,/"legacy_id": "\(check_[0-9_]*\)"/s//"legacy_id": "check_0"/' 'legacy_id: "check_0"'
# A snapshot that is another one's.
sed '/"document":"meta:end"/d' s.ndjson >cut.ndjson
expect 1 "" verify r.json cut.ndjson
sed 's/"KernelVersion/"KernelVersioN/; s/KernelVersion\\"/KernelVersioN\\"/' s.ndjson >changed.ndjson
expect 2 "was changed" verify r.json changed.ndjson

# By another version nothing is proved, unless all is the same.
sed '/"name": "dockassay"/{n;s/"version": ".*"/"version": "0.0.1"/;}' r.json >old.json
expect 0 "" verify old.json s.ndjson
holds stdout "made by dockassay 0.0.1"
sed -i 's/"open": false/"open": true/' old.json
expect 3 "" verify old.json s.ndjson
holds stdout "verify with the one that made it"
# Without its basis, with an option of its own, with what is no option
sed '/"basis": {/,/^    },/d' r.json >none.json
expect 2 "does not tell with which options" verify none.json s.ndjson
"$program" --from s.ndjson -a -q -o json:v.json
sed 's/"all": "true"/"from": "x"/' v.json >none.json
expect 2 "its option from is none" verify none.json s.ndjson
sed 's/"all": "true"/"max-warn": "many"/' v.json >none.json
expect 2 "wants a number" verify none.json s.ndjson
expect 2 "usage: dockassay verify" verify r.json
expect 2 "cannot read absent" verify absent s.ndjson
expect 2 "s.ndjson: not JSON" verify s.ndjson s.ndjson
expect 2 "no line of a snapshot" verify r.json r.json
"$program" verify r.json s.ndjson >/dev/full 2>stderr
[ $? -eq 4 ] && ok || fail "a full stdout is not exit code 4"

finish
