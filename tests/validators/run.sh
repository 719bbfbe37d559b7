#!/bin/sh
# Holds the reports of the demonstration against schemas that others wrote, and our own.
# Third parties' schemas are looked for in SCHEMA_DIR; what is not there is SKIPPED, loudly.
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=${DOCKASSAY:-./dockassay}
schemas=${SCHEMA_DIR:-$here/../../../shared/schemas}
case $program in /*) ;; *) program=$PWD/$program ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
passed=0
failed=0

verdict() {
	if [ "$1" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $2"
	fi
}

"$program" demo -q -o json:r.json -o sarif:r.sarif -o junit:r.xml -o dbs-json:dbs.json -o html:r.html
[ $? -eq 1 ] || { echo "FAILED: the demonstration did not end with 1"; exit 1; }
printf 'FROM debian:10\nENV API_TOKEN abc\nRUN sudo id\n' >'a Dockerfile'
"$program" scan --dockerfile 'a Dockerfile' -q -o json:d.json -o sarif:d.sarif
[ $? -eq 1 ] || { echo "FAILED: the scan of a Dockerfile did not end with 1"; exit 1; }

if ! command -v xmllint >/dev/null; then
	echo "SKIPPED: JUnit: xmllint is missing"
elif [ ! -f "$schemas/jenkins-junit-10.xsd" ]; then
	xmllint --noout r.xml
	verdict $? "JUnit is not well-formed"
	echo "SKIPPED: JUnit against the Jenkins schema: no jenkins-junit-10.xsd in $schemas"
else
	xmllint --noout --schema "$schemas/jenkins-junit-10.xsd" r.xml
	verdict $? "JUnit against the Jenkins schema"
fi

if command -v xmllint >/dev/null; then
	xmllint --noout r.html
	verdict $? "HTML is not well-formed XML"
	[ "$(xmllint --html --xpath 'count(//details)' r.html 2>/dev/null)" = \
	    "$("$program" demo -f json | grep -c '"legacy_id"')" ]
	verdict $? "HTML has not every check"
	! grep -q '<script>alert' r.html
	verdict $? "HTML holds a foreign script"
fi

if ! command -v npm >/dev/null; then
	echo "SKIPPED: JSON and SARIF: npm is missing"
else
	cp "$here/package.json" . && npm install --silent --no-audit --no-fund >/dev/null 2>&1
	if [ ! -d node_modules/ajv ]; then
		echo "SKIPPED: JSON and SARIF: ajv could not be installed"
	else
		NODE_MODULES=$work/node_modules
		export NODE_MODULES
		node "$here/validate.mjs" "$here/../../docs/report.schema.json" r.json
		verdict $? "JSON against its own schema"
		node "$here/validate.mjs" "$here/../../docs/report.schema.json" d.json
		verdict $? "JSON of a Dockerfile against its own schema"
		if [ -f "$schemas/sarif-schema-2.1.0.json" ]; then
			node "$here/validate.mjs" "$schemas/sarif-schema-2.1.0.json" r.sarif
			verdict $? "SARIF against the official schema"
			node "$here/validate.mjs" "$schemas/sarif-schema-2.1.0.json" d.sarif
			verdict $? "SARIF of a Dockerfile against the official schema"
		else
			echo "SKIPPED: SARIF against the official schema: none in $schemas"
		fi
	fi
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
