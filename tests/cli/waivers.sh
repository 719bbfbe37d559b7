#!/bin/sh
# Waivers and attestations over the demonstration: what they do to the gate and to reports, when
# they end, and what is refused.
# Usage: waivers.sh [PROGRAM]
set -u
. "$(dirname "$0")/harness.sh"

# The demonstration was taken on 2026-11-24.
waiver() { # CHECK SUBJECT EXPIRES
	printf 'waivers:\n  - check: "%s"\n    subject: "%s"\n' "$1" "$2"
	printf '    justification: known\n    owner: ops\n    expires: %s\n' "$3"
}

# A gate that only one check closes
gate="demo -c 5.4 --incomplete ignore"
# shellcheck disable=SC2086
{
expect 1 "" $gate
"$program" $gate -f waivers >all.yaml
holds all.yaml 'check: "5.4"'
expect 2 "all.yaml:" $gate --waivers all.yaml
holds stderr "justification is empty"
sed 's/justification: ""/justification: known/; s/owner: ""/owner: ops/' all.yaml >filled.yaml
expect 0 "" $gate --waivers filled.yaml
holds stdout "waived until"
holds stdout "WARN"
expect 0 "" $gate --waivers filled.yaml -f json
holds stdout '"owner": "ops"'
lacks stdout '"waived": 0'

# `waive` writes the same, to stdout or to a file, from a scan or from a report
"$program" $gate -q -o json:r.json
expect 0 "" waive r.json
cp stdout stub.yaml
if cmp -s stub.yaml all.yaml; then ok; else fail "waive over a report is not what a scan writes"; fi
expect 0 "" waive r.json -o yaml:stub2.yaml
if [ -s stdout ]; then fail "waive -o writes to stdout"; else ok; fi
if cmp -s stub2.yaml all.yaml; then ok; else fail "waive -o writes another text"; fi
expect 0 "" waive r.json -o stub3.yaml
if cmp -s stub3.yaml all.yaml; then ok; else fail "waive -o FILE writes another text"; fi

# What is waived is no longer in a stub
"$program" $gate -q --waivers filled.yaml -o json:waived.json
expect 0 "" waive waived.json
holds stdout "waivers: []"
cp stdout empty.yaml
expect 1 "" $gate --waivers empty.yaml

# The last day counts, to its last second; SOURCE_DATE_EPOCH moves the clock.
waiver 5.4 '*' 2026-11-24 >w.yaml
expect 0 "" $gate --waivers w.yaml
holds stdout "expires soon"
waiver 5.4 '*' 2026-11-23 >w.yaml
expect 1 "" $gate --waivers w.yaml
holds stdout "has expired"
waiver 5.4 '*' 2030-01-01 >w.yaml
SOURCE_DATE_EPOCH=1893542399 expect 0 "" $gate --waivers w.yaml
SOURCE_DATE_EPOCH=1893542400 expect 1 "" $gate --waivers w.yaml
holds stdout "has expired"

SOURCE_DATE_EPOCH=soon expect 2 "SOURCE_DATE_EPOCH is no number" $gate --waivers w.yaml

# Limits
expect 1 "" $gate --waivers w.yaml --max-waiver-days 30 -f json
holds stdout "it does not count"
expect 0 "" $gate --waivers w.yaml --max-waiver-days 2000
echo 'protect: [5.4]' >config.yaml
expect 1 "" $gate --waivers w.yaml --config config.yaml
holds stdout "may not be waived"

# Notices close the gate only when asked
waiver 5.4 nobody 2030-01-01 >unused.yaml
expect 0 "" $gate --fail-on never --waivers unused.yaml
holds stdout "matches nothing"
expect 1 "" $gate --fail-on never --waivers unused.yaml --strict-waivers
holds stdout "--strict-waivers"
expect 0 "" $gate --waivers filled.yaml --strict-waivers
waiver 1.1.1 host 2030-01-01 >elsewhere.yaml
expect 0 "" $gate --fail-on never --waivers elsewhere.yaml --strict-waivers

# Attestations answer what a person decides, and are no PASS.
cat >attest.yaml <<'END'
attestations:
  - check: manual
    subject: "*"
    by: Ada
    on: 2026-11-01
    until: 2027-11-01
    evidence: minutes of the review, 2026-11-01
END
"$program" demo -c manual -f json -o json:before.json -q
expect 0 "" demo -c manual --incomplete ignore --fail-on never --waivers attest.yaml
holds stdout "attested by Ada"
"$program" demo -c manual --waivers attest.yaml -q -o json:after.json
for n in before after; do
	sed -n '/"findings": {/,/}/p' $n.json | head -n 8 >$n.counts
done
if cmp -s before.counts after.counts; then ok; else fail "an attestation changed a status"; fi
}

# Files that are refused
expect 2 "cannot read none.yaml" demo --waivers none.yaml
echo 'waivers: {' >bad.yaml
expect 2 "bad.yaml:2:1" demo --waivers bad.yaml
printf 'waivers:\n  - chek: 5.4\n' >bad.yaml
expect 2 "bad.yaml:2:5: unknown key \"chek\": did you mean check?" demo --waivers bad.yaml
printf 'waivers: []\nwaivers: []\n' >bad.yaml
expect 2 "bad.yaml:2:1" demo --waivers bad.yaml
head -c 300000 /dev/zero | tr '\0' '[' >bad.yaml
expect 2 "bad.yaml:1:" demo --waivers bad.yaml
{
	echo 'a0: &a0 [x,x,x,x,x,x,x,x,x,x]'
	for i in 1 2 3 4 5 6 7 8 9; do
		p=$((i - 1))
		echo "a$i: &a$i [*a$p,*a$p,*a$p,*a$p,*a$p,*a$p,*a$p,*a$p,*a$p,*a$p]"
	done
} >bad.yaml
expect 2 "bad.yaml:" demo --waivers bad.yaml
# A gigabyte that takes no place on the disk
truncate -s 1G bad.yaml
expect 2 "cannot read bad.yaml: it is too large" demo --waivers bad.yaml
expect 2 "cannot read /dev/zero: it is too large" demo --waivers /dev/zero
printf '\377\376\0' >bad.yaml
expect 2 "bad.yaml:1:" demo --waivers bad.yaml

finish
