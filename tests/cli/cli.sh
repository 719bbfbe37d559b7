#!/bin/sh
# End-to-end tests of the command line over the demonstration snapshot: exit codes, messages on
# bad input, outputs that appear whole or not at all, replays that are the same bytes.
# Usage: cli.sh [PROGRAM]; the program defaults to $DOCKASSAY, then ./dockassay.
set -u

. "$(dirname "$0")/harness.sh"

# Here, texts are looked for as regular expressions.
holds() {
	if grep -q -- "$2" "$1"; then ok; else fail "$1 does not hold \"$2\""; fi
}

lacks() {
	if grep -q -- "$2" "$1"; then fail "$1 holds \"$2\""; else ok; fi
}

# The demonstration has findings, and is told as such in the first line.
expect 1 "" demo
head -n 1 stdout >first
holds first DEMONSTRATION
holds stdout 'WARN'
lacks stdout "$(printf '\033')"
expect 1 "" demo --color=always
holds stdout "$(printf '\033')"
expect 1 "" demo -b --color=always
lacks stdout "$(printf '\033')"
CLICOLOR_FORCE=1 expect 1 "" demo
holds stdout "$(printf '\033')"
CLICOLOR_FORCE=1 NO_COLOR=1 expect 1 "" demo
lacks stdout "$(printf '\033')"

# Information
expect 0 "" --version
holds stdout '^dockassay [0-9]'
expect 0 "" -h
holds stdout '--snapshot'
expect 0 "" list checks
holds stdout '5\.4 '
expect 0 "" list formats
holds stdout 'sarif'
expect 0 "" list groups
holds stdout 'container_runtime'
expect 0 "" list checks -f json
holds stdout '"5\.4"'
expect 0 "" explain check_5_4
holds stdout '^5\.4 '

# Bad input: one line, exit code 2
expect 2 "unknown option --bogus" --bogus
expect 2 "did you mean --snapshot" --snapshto x
expect 2 "wants a value" -l
expect 2 "no check or group is called" demo -c 5.99
expect 2 "did you mean 5.4" demo -c 5.4x
expect 2 "no format is called" demo -f pdf
expect 2 "did you mean sarif" demo -o sarrif:x
expect 2 "FORMAT:FILE" demo -o nothing
expect 2 "no command is called" frobnicate
expect 2 "cannot read absent" --from absent
printf 'not a snapshot\n' >broken
expect 2 "broken" --from broken
: >empty
expect 2 "empty" --from empty
expect 2 "explain" explain
expect 2 "no check is called" explain 99.9

# No engine
"$program" --host unix:///nonexistent/docker.sock >stdout 2>stderr
[ $? -eq 3 ] && ok || fail "no engine is not exit code 3"
holds stderr 'nonexistent/docker.sock'
expect 3 "nonexistent" --ping --host unix:///nonexistent/docker.sock

# Outputs
expect 4 "no/such/dir" demo -q -o json:no/such/dir/report.json
expect 4 "No space" demo -q -o json:/dev/full
"$program" demo >/dev/full 2>stderr
[ $? -eq 4 ] && ok || fail "a full stdout is not exit code 4"
expect 1 "" demo -q -o json:r.json -o sarif:r.sarif -o junit:r.xml -o html:r.html -o text:r.txt
for f in r.json r.sarif r.xml r.html r.txt; do
	[ -s "$f" ] && ok || fail "$f was not written"
	[ "$(stat -c %a "$f")" = 600 ] && ok || fail "$f is not private"
done
[ -s stdout ] && fail "-q prints on stdout" || ok
# shellcheck disable=SC2012
[ "$(ls | grep -c 'r\.[a-z]*\.')" -eq 0 ] && ok || fail "temporary files were left behind"

# A name for stdout leads to a pipe, which nothing takes the place of
"$program" demo -q -o json:/dev/stdout -o text:/dev/fd/1 2>stderr | cat >r.txt
holds r.txt '"schema"'
[ -s stderr ] && fail "/dev/stdout cannot be written" || ok
[ -L /dev/stdout ] && ok || fail "/dev/stdout was replaced"

# The same snapshot gives the same bytes, in every format
expect 1 "" demo --snapshot s.ndjson -q
for f in text json junit sarif html dbs-json; do
	"$program" --from s.ndjson -f "$f" >one 2>/dev/null
	"$program" --from s.ndjson -f "$f" >two 2>/dev/null
	if [ -s one ] && cmp -s one two; then ok; else fail "replay as $f differs"; fi
done
# A snapshot that was tampered with is refused
sed 's/"KernelVersion/"KernelVersioN/; s/KernelVersion\\"/KernelVersioN\\"/' s.ndjson >forged
if cmp -s s.ndjson forged; then fail "nothing to forge in the snapshot"; else ok; fi
expect 2 "forged" --from forged

# Selection and legacy flags
expect 1 "" demo -b -p -l log -c check_5_4,container_images -e check_4_5 -x vanilla
holds stdout '5\.4'
lacks stdout '5\.5 '
lacks stdout '4\.5 '
holds log '5\.4'
[ -s log.json ] && ok || fail "-l FILE did not write FILE.json"
holds log.json '"dockerbenchsecurity"'
lacks stdout 'Remediation'

# What a scan cost is told beside the report, which stays what it is.
"$program" demo -q --exit-zero -o json:plain.json 2>stderr
"$program" demo -q --exit-zero -o json:timed.json --timings 2>stderr
for line in 'render json ' 'collect ' 'decode ' 'judge ' 'decide ' 'documents ' 'facts ' 'report ' 'memory '; do
	if grep -q "^timings: $line" stderr; then ok; else fail "--timings does not tell of: $line"; fi
done
if cmp -s timed.json plain.json; then ok; else fail "--timings changes the report"; fi

expect 2 "--ping does not use" --ping --dockerfile Dockerfile
expect 2 "--ping does not use" --ping --from x
finish
