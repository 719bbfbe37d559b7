#!/bin/sh
# Which files a run reads and writes: none is written twice, or over what is read; standard input is read
# once; and who gives an option that a command does not use is told.
# Usage: files.sh [PROGRAM]
set -u
. "$(dirname "$0")/harness.sh"

# refused TEXT ARGUMENT...: before anything is scanned, read or written
refused() {
	text=$1
	shift
	find . -type f ! -name stdout ! -name stderr ! -name 'sums.*' -exec cksum {} + | sort >sums.before
	expect 2 "$text" "$@"
	find . -type f ! -name stdout ! -name stderr ! -name 'sums.*' -exec cksum {} + | sort >sums.after
	if cmp -s sums.before sums.after; then ok; else fail "something was written: $*"; fi
	if [ -s stdout ]; then fail "stdout is not empty: $*"; else ok; fi
}

mkdir d other
"$program" demo -q -o json:r.json --snapshot s.ndjson 2>stderr
openssl genpkey -algorithm ed25519 -out key.pem 2>/dev/null || echo 'no key' >key.pem
chmod 600 key.pem
echo 'waivers: []' >w.yaml
echo 'incomplete: ignore' >c.yaml
ln -s r.json link.json
ln r.json hard.json
ln -s nowhere dangling.json

# ---- written twice --------------------------------------------------------------------------------
refused '--output json:a and --output sarif:a would both be written to a' demo -q -o json:a -o sarif:a
refused '--output json:d/a and --output sarif:./d/../d//a' demo -q -o json:d/a -o sarif:./d/../d//a
refused "would both be written to $PWD/a" demo -q -o json:"$PWD/a" -o sarif:a
refused 'would both' demo -q -o json:r.json -o sarif:link.json
refused 'would both' demo -q -o json:r.json -o sarif:hard.json
refused 'would both' demo -q -o json:dangling.json -o sarif:./dangling.json
refused '--output sarif:a.sig and the signature of --output json:a' \
	demo -q -o json:a -o sarif:a.sig --sign key.pem
refused '--digest and the signature of --output json:a' demo -q -o json:a --digest a.sig --sign key.pem
refused '--output json:a and --digest' demo -q -o json:a --digest a
refused '--snapshot and --digest' demo -q --snapshot a --digest a
refused '--snapshot and --output json:a' demo -q --snapshot a -o json:a
refused '--output json:a and --update-baseline' demo -q --update-baseline a -o json:a
refused '--output json:a and --log' demo -q -l a -o json:a
refused '--output json:a.json and the JSON of --log' demo -q -l a -o json:a.json
refused 'both be written to stdout' demo -q -o json:- -o sarif:-
refused '--snapshot and the report on stdout would both be written to stdout' demo --snapshot -
refused '--output json:- and --digest would both be written to stdout' demo -o json:- --digest - -o json:a
echo "output: [json:a, sarif:a]" >twice.yaml
refused "twice.yaml:1:1: output json:a and " --from s.ndjson -q --config twice.yaml
refused "would both be written to a" config check --config twice.yaml
DOCKASSAY_SNAPSHOT=a refused 'DOCKASSAY_SNAPSHOT and --output json:a' --from s.ndjson -q -o json:a
# stdout is a file with a name, too
"$program" demo -o json:both >both 2>stderr
[ $? -eq 2 ] && ok || fail "stdout goes to a file that a report replaces"
holds stderr "the report on stdout would both be written to both"
rm -f both
# Devices and pipes take all that comes, and so does what has another name.
expect 1 "" demo -q -o json:/dev/null -o sarif:/dev/null --snapshot /dev/null
"$program" demo -q -o json:/dev/stdout -o text:/dev/stdout 2>stderr | cat >piped
holds piped '"schema"'
expect 1 "" demo -q -o json:d/a -o json:other/a -o json:d/a.json
rm -f d/a other/a d/a.json

# ---- written over what is read --------------------------------------------------------------------
refused '--digest would be written over key.pem, which --sign reads' \
	demo -q -o json:a --sign key.pem --digest key.pem
refused 'over d/../key.pem, which --sign reads' demo -q -o json:key.pem --sign d/../key.pem
refused 'which --sign-passphrase reads' demo -q -o json:pass --sign key.pem --sign-passphrase pass
refused '--snapshot would be written over s.ndjson, which --from reads' --from s.ndjson -q --snapshot s.ndjson
refused 'which --from reads' --from s.ndjson -q -o json:./s.ndjson
refused 'which --baseline reads' demo -q --baseline r.json -o json:link.json
refused 'which --config reads' demo -q --config c.yaml -o json:c.yaml
refused 'which --waivers reads' demo -q --waivers w.yaml -o json:w.yaml
refused 'which --waivers reads' waive r.json --waivers w.yaml -o waivers:w.yaml
refused 'which --changed-since reads' demo -q --changed-since r.json -o json:hard.json
refused 'which --changed-since reads' demo -q --changed-since r.json --update-baseline r.json
refused 'which --logo reads' demo -q --logo r.json -o html:r.json
refused 'which --tlskey reads' -H tcp://127.0.0.1:1 --tlskey key.pem -q -o json:key.pem
refused 'which --dockerfile Dockerfile reads' --dockerfile Dockerfile -q -o json:Dockerfile
refused 'over r.json, which render reads' render r.json -q -o json:link.json
refused 'over r.json, which waive reads' waive r.json -o waivers:r.json
cp r.json d/
refused 'over d/r.json, which merge reads' merge d -q -o json:d/r.json
echo d/r.json >names
"$program" merge - -q -o json:d/r.json <names >stdout 2>stderr
[ $? -eq 2 ] && ok || fail "a report that stdin names is written over"
cp s.ndjson n.ndjson
"$program" --from - -q --snapshot n.ndjson <n.ndjson >stdout 2>stderr
[ $? -eq 2 ] && ok || fail "what stdin reads is written over"
cp c.yaml dockassay.yaml
refused 'which the configuration reads' demo -q -o json:dockassay.yaml
rm dockassay.yaml
# The one that is meant
cp r.json base.json
expect 0 "" demo -q --baseline base.json --update-baseline base.json --incomplete ignore
expect 0 "" demo -q --baseline base.json --update-baseline ./base.json --incomplete ignore --sign key.pem
# Two may read the same
expect 0 "" demo -q --baseline r.json --changed-since r.json --incomplete ignore --fail-on never
expect 0 "" diff r.json r.json

# ---- evidence of nothing --------------------------------------------------------------------------
refused '--sign would sign nothing' demo --sign key.pem
refused '--sign would sign nothing' demo -q -o json:- --sign key.pem
refused '--sign would sign nothing' demo -q -o json:/dev/null --sign key.pem
refused '--digest would list nothing' demo --digest a
refused '--digest would list nothing' demo --digest a --sign key.pem
echo 'sign: key.pem' >c.yaml
"$program" --from s.ndjson --config c.yaml >stdout 2>stderr
[ $? -eq 1 ] && ok || fail "a setting is refused where nothing is written"
"$program" --from s.ndjson --config c.yaml -q -o json:a 2>stderr
[ -s a.sig ] && ok || fail "a setting does not sign"

# ---- standard input -------------------------------------------------------------------------------
"$program" render s.ndjson -f json >expected 2>stderr
"$program" render - -f json <s.ndjson >stdout 2>stderr
if [ -s stdout ] && cmp -s expected stdout; then ok; else fail "render - of a snapshot"; fi
"$program" render r.json -f csv >expected 2>stderr
"$program" render - -f csv <r.json >stdout 2>stderr
if [ -s stdout ] && cmp -s expected stdout; then ok; else fail "render - of a report"; fi
"$program" waive - <s.ndjson >stdout 2>stderr
holds stdout 'waivers:'
cat s.ndjson | "$program" waive - -o waivers:stub.yaml 2>stderr
holds stub.yaml 'waivers:'
refused '--waivers and render would both read stdin' render - --waivers -
refused '--from and --baseline would both read stdin' --from - --baseline -
refused 'diff and diff would both read stdin' diff - -
refused 'verify and verify would both read stdin' verify - -

# ---- options that a command does not use ----------------------------------------------------------
for option in '-o json:a' '--sign key.pem' '--digest a' '-q' '-c 5.4' '--baseline r.json' '--host x' '-p'; do
	# shellcheck disable=SC2086 # an option and its value
	refused 'diff does not use --' diff r.json r.json $option
done
refused 'diff does not use --sign: it is for scan, demo, render, merge, waive' diff r.json r.json --sign key.pem
for option in '-c 5.4' '-e 5.4' '-i web' '-x web' '-t a' '-u x' '-a' '--profile full' '--severity high' \
	'--level 1' '--section host' '--scope host' '--automated' '--changed-since base.json' \
	'--snapshot a' '--trust-labels'; do
	# shellcheck disable=SC2086
	refused 'has no meaning for a report' render r.json $option
	# shellcheck disable=SC2086
	refused 'has no meaning for a report' waive r.json $option
done
refused '--include-checks has no meaning for a report, which was judged long ago: render its snapshot' \
	render r.json -c 5.4
expect 1 "" render s.ndjson -q -c 5.4
for option in '--host x' '--context x' '--from s.ndjson' '--root /' '--deep' '--jobs 2' '--tlskey key.pem' \
	'--timeout 3' '--dockerfile d' '--compose c' '--ping'; do
	for command in demo 'render s.ndjson' 'merge r.json' 'diff r.json r.json' 'verify r.json s.ndjson'; do
		# shellcheck disable=SC2086
		refused " does not use --" $command $option
	done
done
for option in '--profile full' '-u x' '--snapshot a' '-l a' '--update-baseline a' '--trust-labels' '--timings'; do
	# shellcheck disable=SC2086
	refused "merge does not use --" merge r.json $option
done
for option in '-f json' '-o json:a' '--fail-on never' '-q' '--title x' '-c 5.4' '--sign key.pem'; do
	# shellcheck disable=SC2086
	refused "verify does not use --" verify r.json s.ndjson $option
done
refused "explain does not use --format" explain 5.4 -f json
refused "completion does not use --quiet" completion bash -q
refused "list does not use --profile" list checks --profile full
refused "ping does not use --output" --ping -o json:a
refused "ping does not use --from" --ping --from s.ndjson
expect 0 "" diff --sign key.pem --help
# What a file or the environment says is for other commands, too.
printf 'fail_on: never\njobs: 2\nhost: unix:///nowhere\n' >c.yaml
expect 0 "" diff r.json r.json --config c.yaml
expect 0 "" demo -q --config c.yaml --incomplete ignore
DOCKASSAY_JOBS=3 expect 0 "" merge r.json -q --config c.yaml --incomplete ignore

# A merged report is decided upon by the configuration, as documented
printf 'severities: {"5.4": low}\n' >c.yaml
expect 1 "" merge r.json -f json --config c.yaml
grep -A12 '"id": "5.4"' stdout | grep -q '"severity": "low"' && ok || fail "merge has its own severities"

# ---- standard files that are closed ---------------------------------------------------------------
# shellcheck disable=SC2188
for closed in '<&-' '>&-' '2>&-' '<&- >&-' '<&- 2>&-' '>&- 2>&-' '<&- >&- 2>&-'; do
	rm -f a.json a.ndjson
	sh -c "'$program' demo -q -c 99.99 -o json:a.json $closed" 2>/dev/null
	[ $? -eq 2 ] && ok || fail "$closed changes the exit code"
	sh -c "'$program' --from s.ndjson -q -o json:a.json --snapshot a.ndjson --timings $closed" 2>/dev/null
	[ $? -eq 1 ] && ok || fail "$closed: exit code $?"
	if cmp -s a.ndjson s.ndjson; then ok; else fail "$closed: something else is in the snapshot"; fi
	expect 0 "" verify a.json a.ndjson
done
for closed in '>&-' '<&- >&- 2>&-'; do
	sh -c "'$program' demo -o json:a.json $closed" 2>/dev/null
	[ $? -eq 4 ] && ok || fail "$closed: a report that goes nowhere is no error"
done
sh -c "'$program' --from - -q <&-" 2>stderr
[ $? -eq 2 ] && ok || fail "stdin that is closed is no error"

finish
