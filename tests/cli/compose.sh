#!/bin/sh
# End-to-end tests of --compose: exit codes, places of findings in JSON and SARIF, places of errors,
# masked secrets, files that are referred to, replays.
# Usage: compose.sh [PROGRAM]; the program defaults to $DOCKASSAY, then ./dockassay.
set -u

. "$(dirname "$0")/harness.sh"

# expect CODE TEXT-ON-STDERR ARGUMENT...; "" wants an empty stderr.
expect() {
	code=$1 text=$2
	shift 2
	"$program" scan "$@" >stdout 2>stderr
	got=$?
	if [ "$got" -ne "$code" ]; then
		fail "exit code $got instead of $code: $*"
	elif [ -z "$text" ] && [ -s stderr ]; then
		fail "stderr is not empty: $*"
	elif [ -n "$text" ] && ! grep -qF -- "$text" stderr; then
		fail "stderr does not say \"$text\": $*"
	else
		ok
	fi
}

# Here, texts are looked for as regular expressions.
holds() {
	if grep -q -- "$2" "$1"; then ok; else fail "$1 does not hold \"$2\""; fi
}

lacks() {
	if grep -q -- "$2" "$1"; then fail "$1 holds \"$2\""; else ok; fi
}

# Good, weak, and not to be told
cat >good.yaml <<'EOF'
services:
  web:
    image: nginx:1.27.3
    privileged: false
EOF
cat >weak.yaml <<'EOF'
# a comment
services:
  web:
    image: nginx:1.27.3
    privileged: true
    environment:
      - DB_PASSWORD=hunter2
      - OTHER=${OTHER}
    volumes:
      - ./data:/data
      - /etc:/host:ro
EOF
printf 'services:\n  web:\n    privileged: ${PRIVILEGED}\n' >open.yaml
expect 0 "" --compose good.yaml -c M-01
expect 1 "" --compose weak.yaml -c M-01
expect 3 "" --compose open.yaml -c M-01 -f json
holds stdout 'the variable PRIVILEGED has no value here'
expect 0 "" --compose open.yaml -c M-01 --incomplete ignore
echo 'PRIVILEGED=false' >.env
expect 0 "" --compose open.yaml -c M-01
rm .env

# Each file is judged by itself; one that is named twice is told once
expect 1 "" --compose good.yaml --compose weak.yaml --compose weak.yaml -c M-01 -f csv
[ "$(grep -c '"compose","web"' stdout)" -eq 2 ] && ok || fail "not one finding a file"

# Places
expect 1 "" --compose weak.yaml -c M-01,M-08,M-22 -q -o json:r.json -o sarif:r.sarif
holds r.json '"line": 5'
holds r.json '"line": 7'
holds r.json '"line": 11'
holds r.sarif '"uri": "weak.yaml"'
for line in 5 7 11; do
	holds r.sarif "\"startLine\": $line,"
done
lacks r.json hunter2
lacks r.sarif hunter2
expect 1 "" --compose ./weak.yaml -c M-01 -f sarif
holds stdout '"uri": "weak.yaml"'

# What is no Compose file could not be assessed; its place is told. What is not there is a mistake
invalid() {
	expect 3 "" --compose "$1" -c M-01 -f lines
	holds stdout "is no valid Compose file: $2"
}
printf 'services:\n  web:\n\timage: x\n' >tab.yaml
invalid tab.yaml 'tab.yaml:3:1: a tab cannot indent'
printf 'a: 1\nb: 2\na: 3\n' >twice.yaml
invalid twice.yaml 'twice.yaml:3:1: the key "a" is there twice (first on line 1)'
printf 'a: [1\n' >open-list.yaml
invalid open-list.yaml 'open-list.yaml:2:1:'
: >empty.yaml
invalid empty.yaml 'empty.yaml: is empty'
printf -- '- a\n' >list.yaml
invalid list.yaml 'list.yaml:1:1: a Compose file is a map'
awk 'BEGIN { print "a0: &a0 [1,1,1,1,1,1,1,1,1]"; for (i = 1; i < 9; i++) { printf "a%d: &a%d [", i, i; for (k = 0; k < 9; k++) printf "%s*a%d", k ? "," : "", i - 1; print "]" } }' >laughs.yaml
invalid laughs.yaml 'laughs.yaml:7:5: aliases make too many values'
expect 3 "" --compose tab.yaml -c M-01 -q -o json:r.json -o sarif:r.sarif --snapshot tab.ndjson
holds r.json '"line": 3'
holds r.sarif 'tab.yaml:3:1: a tab cannot indent'
expect 3 "" --from tab.ndjson -c M-01 -f json
holds stdout '"line": 3'
expect 3 "" --compose tab.yaml --compose good.yaml -c M-01
expect 1 "" --compose tab.yaml --compose weak.yaml -c M-01
expect 0 "" --compose tab.yaml -c M-01 --incomplete ignore
expect 2 "cannot read absent.yaml" --compose absent.yaml
expect 2 "--compose ask no engine" --compose good.yaml --root /
mkdir dir.yaml
expect 3 "" --compose dir.yaml -c M-01

# Files that are referred to
mkdir more
printf 'services:\n  base:\n    privileged: true\n' >more/base.yaml
printf 'services:\n  a:\n    extends: {service: base, file: more/base.yaml}\n' >extends.yaml
expect 1 "" --compose extends.yaml -c M-01 -f json
holds stdout '"source": "more/base.yaml"'
holds stdout '"line": 3'
printf 'include: [more/base.yaml]\nservices: {own: {image: x}}\n' >include.yaml
expect 1 "" --compose include.yaml -c M-01
holds stdout 'compose base'
rm more/base.yaml
expect 3 "" --compose extends.yaml -c M-01
holds stdout 'more/base.yaml, which could not be read'
expect 3 "" --compose include.yaml -c M-01
mkfifo more/base.yaml
expect 3 "" --compose extends.yaml -c M-01
holds stdout 'no regular file'
printf 'services:\n  a:\n    image: x\n    env_file: web.env\n' >env.yaml
printf 'TOKEN=hunter2\n' >web.env
chmod 644 web.env
expect 1 "" --compose env.yaml -c M-23
chmod 600 web.env
expect 0 "" --compose env.yaml -c M-23
lacks stdout hunter2

# What stdin says is a file of this directory
"$program" scan --compose - -c M-01 <weak.yaml >stdout 2>stderr
[ $? -eq 1 ] && ok || fail "stdin is not read"

# A snapshot holds no secrets, and gives the same report
expect 1 "" --compose weak.yaml --compose env.yaml --snapshot s.ndjson -q
lacks s.ndjson hunter2
holds s.ndjson 'OTHER=${OTHER}'
# However YAML writes them: escaped, folded, over many lines
cat >hidden.yaml <<'END'
services:
  web:
    environment:
      - "\x41KIAIOSFODNN7HUNTER2"
      - "DB_P\u0041SSWORD=hunter2"
      - "A\
        KIAIOSFODNN7HUNTER2"
      - DB_PASSWORD=abc
        hunter2
      - 'DB_PASSWORD=abc

        hunter2'
      - |
        DB_PASSWORD=abc
        hunter2
    command: run --password
      hunter2
    labels:
      a: >
        run --password
        hunter2
      b: "http:\/\/u:hunter2@x"
      "\x63": "é \u00e9 \U0001F600 \"DB_PASSWORD=hunter2"
      plain: "no \"secret\" in it\n"
      folded: nothing
        here    # and: no more
    privileged: true
END
expect 1 "" --compose hidden.yaml -c M-01 --snapshot hidden.ndjson -f json
holds stdout '"line": 27'
"$program" --from hidden.ndjson -c M-01 -f json >stdout
holds stdout '"line": 27'
if grep -qi hunter hidden.ndjson; then fail "a hidden secret came through"; else ok; fi
grep -qF 'plain: \"no \\\"secret\\\" in it\\n\"' hidden.ndjson && ok || fail "an escape was written anew"
grep -qF 'folded: nothing\n        here    # and: no more\n' hidden.ndjson && ok || fail "a folded line was written anew"

# A line may end in other ways, and nothing hides behind that
printf '# token:\rservices:\r  web:\r    privileged: true\r    command: run --password\r      hunter2\r    labels:\r      a: |\r        run; TOKEN=hunter2\r      b: |\r        TOKEN=hunter2\r        hunter2\r    read_only: true\r' >cr.yaml
expect 1 "" --compose cr.yaml -c M-01 --snapshot cr.ndjson
"$program" --from cr.ndjson --profile full -f lines >stdout
lacks stdout 'could not be read'
lacks cr.ndjson hunter2
holds cr.ndjson 'read_only: true'

for f in text json sarif junit; do
	"$program" scan --from s.ndjson --profile full -f "$f" >one 2>/dev/null
	"$program" scan --from s.ndjson --profile full -f "$f" >two 2>/dev/null
	if [ -s one ] && cmp -s one two; then ok; else fail "replay as $f differs"; fi
done
verdicts() {
	"$program" scan "$@" --profile full -f csv 2>/dev/null |
		sed 's/^"[^"]*","[^"]*",//; s/<masked [0-9a-f]*>/masked/g'
}
verdicts --compose weak.yaml --compose env.yaml >live
verdicts --from s.ndjson >again
[ "$(wc -l <live)" -gt 50 ] && ok || fail "too few verdicts to compare"
if cmp -s live again; then ok; else fail "the replay judges otherwise"; fi

# Selection of services
expect 1 "" --compose weak.yaml --compose good.yaml -c M-01 -i web
expect 0 "" --compose weak.yaml -c M-01 -x web

finish
