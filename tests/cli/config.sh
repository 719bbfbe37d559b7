#!/bin/sh
# The configuration file, the environment and the command line: which goes before which, what is
# refused, and that all lists of options are the same list.
# Usage: config.sh [PROGRAM]
set -u
top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd) || exit 99
. "$(dirname "$0")/harness.sh"

# ---- order ----
printf 'include_checks: [5.4]\nincomplete: ignore\nformat: lines\n' >dockassay.yaml
expect 1 "" demo
if cut -f 3 stdout | sort -u | grep -qvx 5.4; then fail "the file is not read"; else ok; fi
DOCKASSAY_INCLUDE_CHECKS=5.5 expect 1 "" demo
if cut -f 3 stdout | sort -u | grep -qvx 5.5; then fail "the environment does not go before the file"; else ok; fi
DOCKASSAY_INCLUDE_CHECKS=5.5 expect 1 "" demo -c 5.12
if cut -f 3 stdout | sort -u | grep -qvx 5.12; then fail "the command line does not go first"; else ok; fi
expect 1 "" demo --no-config -q
DOCKASSAY_NO_CONFIG=1 expect 1 "" demo -f text
holds stdout "5.5"
mkdir -p a/b
(
	cd a/b || exit 1
	"$program" config show >../../stdout 2>../../stderr
)
holds stdout "include_checks: \"5.4\"  # $(pwd -P)/dockassay.yaml:1:1"
echo 'fail_on: never' >a/.dockassay.yaml
(
	cd a/b || exit 1
	"$program" config show >../../stdout 2>../../stderr
)
holds stdout 'fail_on: "never"'
lacks stdout 'include_checks: "5.4"'

# A flag can be taken back, and what contradicts a setting takes its place.
echo 'all: true' >dockassay.yaml
DOCKASSAY_ALL=no expect 0 "" config show
holds stdout "all: false  # DOCKASSAY_ALL"
printf 'host: unix:///nowhere\nno_color: true\n' >dockassay.yaml
expect 1 "" demo -q
"$program" demo -q --no-config -o json:r.json
expect 1 "" render r.json -q
expect 1 "" demo --color=always
holds stdout "$(printf '\033')"
expect 3 "/nowhere" scan -q

# Paths are meant from the file
mkdir -p etc
printf 'waivers: w.yaml\n' >etc/c.yaml
expect 2 "etc/w.yaml" demo --config etc/c.yaml
printf 'waivers: []\n' >etc/w.yaml
expect 1 "" demo --config etc/c.yaml -q
expect 1 "" demo -q --config - --waivers etc/w.yaml

# A demonstration, an old report and a stub are not written where the reports of scans go
printf 'output: json:x.json\nupdate_baseline: x.json\nquiet: true\nlog: x.log\n' >dockassay.yaml
expect 1 "" demo
expect 1 "" render r.json
expect 0 "" waive r.json
holds stdout "waivers:"
expect 0 "" diff r.json r.json
if ls x.* >/dev/null 2>&1; then fail "another command than scan wrote reports"; else ok; fi
rm dockassay.yaml

# ---- profiles and severities ----
cat >c.yaml <<'END'
profile: ours
profiles:
  ours:
    summary: what we care for
    base: dbs
    include_checks: [R-08]
    exclude_checks: [4, 5.4]
severities:
  container_runtime: info
  5.5: critical
incomplete: ignore
fail_on: [critical]
END
expect 0 "" config check --config c.yaml
holds stdout "c.yaml is well"
expect 1 "" demo --config c.yaml -f lines
lacks stdout "	5.4	"
lacks stdout "	4.1	"
holds stdout "	critical	5.5	"
holds stdout "	info	5.12	"
holds stdout "	R-08	"
expect 1 "" demo --config c.yaml -f json
holds stdout "severities: container_runtime info, 5.5 critical"
expect 2 "did you mean ours" demo --config c.yaml --profile our

printf 'waivers: none.yaml\n' >d.yaml
expect 2 "cannot read none.yaml" config check --config d.yaml
printf 'fail_on: new\n' >d.yaml
expect 2 "needs an earlier report" config check --config d.yaml

# ---- what is refused ----
refused() { # TEXT MESSAGE
	printf '%b' "$1" >bad.yaml
	expect 2 "$2" demo --config bad.yaml
	expect 2 "$2" config check --config bad.yaml
}
refused 'fail-on: new\n' 'bad.yaml:1:1: unknown key "fail-on": did you mean fail_on?'
refused '\n  fail_om: new\n' 'bad.yaml:2:3: unknown key "fail_om": did you mean fail_on?'
refused 'fail_on: newer\n' 'bad.yaml:1:1: fail_on: --fail-on does not know "newer"'
refused 'profile: dbz\n' 'bad.yaml:1:1: profile: no profile is called "dbz": did you mean dbs'
refused 'include_checks: [5.99]\n' 'bad.yaml:1:1: include_checks: no check or group'
refused 'color: green\n' 'bad.yaml:1:1: color is one of auto, always, never'
refused 'format: jsn\n' 'bad.yaml:1:1: format: no format is called "jsn": did you mean json?'
refused 'output: x\n' 'bad.yaml:1:1: output: -o wants FORMAT:FILE'
refused 'max_warn: -1\n' 'bad.yaml:1:1: max_warn wants a number'
refused 'max_warn: 1e3\n' 'bad.yaml:1:11: max_warn is a number'
refused 'min_score: 101\n' 'bad.yaml:1:1: min_score: --min-score goes from 0 to 100'
refused 'severity: hihg\n' 'bad.yaml:1:1: severity: '
refused 'all: true\nall: false\n' 'bad.yaml:2:1'
refused 'all: [' 'bad.yaml:2:1'
refused '\0' 'bad.yaml:1:'
truncate -s 1G bad.yaml
expect 2 "cannot read bad.yaml: it is too large" demo --config bad.yaml
head -c 300000 /dev/zero | tr '\0' '[' >bad.yaml
expect 2 "bad.yaml:1:" demo --config bad.yaml
DOCKASSAY_MAX_WARN=ten expect 2 'DOCKASSAY_MAX_WARN wants a number of 0 to 1000000, not "ten"' demo
DOCKASSAY_ALL=maybe expect 2 'DOCKASSAY_ALL is true or false' demo
DOCKASSAY_PROFILE=x expect 2 'DOCKASSAY_PROFILE: no profile' demo
DOCKASSAY_FAILON=new expect 1 'did you mean DOCKASSAY_FAIL_ON?' demo -q
DOCKASSAY_SOMETHING_ELSE=1 expect 1 '' demo -q
expect 2 "usage: dockassay config" config
expect 2 "usage: dockassay config" config chek
expect 2 "cannot read none.yaml" config check --config none.yaml
# A wrong file is in nobody's way who only asks
echo 'x: y' >dockassay.yaml
expect 0 "" --version
expect 0 "" list checks
expect 2 'unknown key "x"' demo

# ---- whose file it is ----
echo 'incomplete: ignore' >dockassay.yaml
chmod 666 dockassay.yaml
expect 2 "it can be written by everybody" demo
expect 1 "" demo -q --config dockassay.yaml
expect 1 "" demo -q --no-config
chmod 644 dockassay.yaml
chmod 777 .
expect 2 "its folder can be written by everybody" demo
chmod 700 .
expect 1 "" demo -q
if [ "$(id -u)" -eq 0 ]; then
	chown 12345 dockassay.yaml
	expect 2 "it belongs to another user" demo
	chown 0 dockassay.yaml
	chown 12345 .
	expect 2 "its folder belongs to another user" demo
	chown 0 .
fi
rm dockassay.yaml
mkfifo dockassay.yaml
expect 2 "is no regular file" demo
rm dockassay.yaml

# ---- one list of options ----
"$program" --help | sed -n 's/^  [-a-zA-Z, ]\{3\} --\([a-z-]*\).*/\1/p' | sort -u >options
[ "$(wc -l <options)" -gt 30 ] || fail "--help has no list of options"
same() { # WHAT: the names on stdin, sorted, are those of --help
	sort -u >names
	if cmp -s names options; then
		ok
	else
		diff options names >stderr
		fail "$1 has other options than --help"
	fi
}
"$program" completion bash >c.bash
sed -n "s/.*cur == -\*.*//; s/.*compgen -W '\(--[^']*\)'.*/\1/p" c.bash | tr ' ' '\n' | sed 's/^--//' | same bash
"$program" completion fish | sed -n 's/^complete -c dockassay -l \([a-z-]*\).*/\1/p' | same fish
"$program" completion zsh | sed -n "s/^		'\**--\([a-z-]*\).*/\1/p" | same zsh
sed 's/^\.It Fl/.It/; /^\.It/!d; s/ [,;] Fl / /g' "$top/man/dockassay.1" |
	grep -o ' -[a-z][a-z-]*' | sed 's/^ -//' | same "the man page"
"$program" config schema >schema.json
if cmp -s schema.json "$top/docs/config.schema.json"; then ok; else fail "docs/config.schema.json is old: run make docs"; fi
{
	# Keys of the schema's own properties stand two tabs deep
	sed -n 's/^		"\([a-z_]*\)":.*/\1/p' schema.json | tr _ - |
		grep -vxE 'profiles|severities|protect'
	printf '%s\n' config no-config ping help version
} | same "the schema"
"$program" config show --no-config | sed -n 's/^\(# \)\{0,1\}\([a-z_]*\): .*/\2/p' | tr _ - >shown
{
	cat shown
	printf '%s\n' no-config config ping help version
} | grep -v '^$' | same "config show"
: >stderr
while read -r option; do
	key=$(echo "$option" | tr - _)
	case $option in
	config | no-config | ping | help | version) continue ;;
	esac
	holds "$top/docs/configuration.md" "\`$key\`"
done <options

# ---- examples of the documents ----
mkdir -p example/security
sed -n '/^```yaml$/,/^```$/p' "$top/docs/configuration.md" | grep -v '^```' >example/dockassay.yaml
sed -n '/^```yaml$/,/^```$/p' "$top/docs/waivers.md" | grep -v '^```' >example/security/waivers.yaml
"$program" demo -q --no-config -o json:example/security/baseline.json
expect 0 "" config check --config example/dockassay.yaml
holds stdout "8 settings, 1 profiles, 2 severities"
if command -v python3 >/dev/null && python3 -c 'import jsonschema, yaml' 2>/dev/null; then
	if python3 -c '
import json, sys, yaml, jsonschema
schema = json.load(open("schema.json"))
jsonschema.Draft7Validator.check_schema(schema)
data = yaml.safe_load(open("example/dockassay.yaml"))
data["severities"] = {str(k): v for k, v in data["severities"].items()}
jsonschema.validate(data, schema)
for bad in ({"fail-on": "new"}, {"all": 1}, {"profiles": {"a": {"bas": 1}}}, {"severities": {"5": "hihg"}}):
    try:
        jsonschema.validate(bad, schema)
    except jsonschema.ValidationError:
        continue
    sys.exit(1)
' 2>stderr; then ok; else fail "the schema and the example do not fit"; fi
else
	echo "SKIPPED: the schema against the example: python3 with jsonschema and yaml is missing"
fi

# ---- completions ----
expect 2 "usage: dockassay completion" completion tcsh
if command -v bash >/dev/null; then
	complete() {
		bash --norc -c '. ./c.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _dockassay; echo "${COMPREPLY[*]}"' \
			bash "$@" >stdout 2>stderr
	}
	complete dockassay --fail
	holds stdout "--fail-on"
	complete dockassay --fail-on new,cr
	holds stdout "new,critical"
	complete dockassay -f sar
	holds stdout "sarif"
	complete dockassay com
	holds stdout "completion"
	complete dockassay config ch
	holds stdout "check"
	complete dockassay -c 5.4
	holds stdout "5.4"
else
	echo "SKIPPED: bash is missing"
fi
if command -v zsh >/dev/null; then
	"$program" completion zsh | zsh -n
	[ $? -eq 0 ] && ok || fail "zsh does not take its completion"
else
	echo "SKIPPED: zsh is missing"
fi
if command -v fish >/dev/null; then
	"$program" completion fish >c.fish && fish -n c.fish
	[ $? -eq 0 ] && ok || fail "fish does not take its completion"
else
	echo "SKIPPED: fish is missing"
fi

finish
