#!/bin/sh
# Dockerfiles from the command line to the reports: no engine, exit codes, lines, secrets, replays.
# Usage: build_files.sh [PROGRAM]; the program defaults to $DOCKASSAY, then ./dockassay.
set -u

. "$(dirname "$0")/harness.sh"
# No engine is asked: this address would be exit code 3.
DOCKER_HOST=unix:///nonexistent/docker.sock SOURCE_DATE_EPOCH=1790000000
export DOCKER_HOST SOURCE_DATE_EPOCH

# run CODE ARGUMENT...: stdout and stderr are kept.
run() {
	code=$1
	shift
	"$program" scan "$@" >stdout 2>stderr
	got=$?
	if [ "$got" -eq "$code" ]; then ok; else fail "exit code $got instead of $code: $*"; fi
}

holds() {
	if grep -qF -- "$2" "$1"; then ok; else fail "$1 does not hold: $2"; fi
}

lacks() {
	if grep -qF -- "$2" "$1"; then fail "$1 holds: $2"; else ok; fi
}

mkdir -p good/src "bad dir"
cat >good/Dockerfile <<'END'
# syntax=docker/dockerfile:1
FROM debian:12-slim@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
ARG APP=10001
COPY . /app/
USER ${APP}:${APP}
HEALTHCHECK CMD ["/app/health"]
CMD ["/app/server"]
END
printf '.git\n# note\n.env\n' >good/.dockerignore
# Line 4 and 5 are one instruction with a comment in it; lines end as on Windows.
printf 'FROM debian:buster\r\nENV DB_PASSWORD hunter2-legacy\r\nARG API_TOKEN="abc def-arg" A=1\r\nRUN true && \\\r\n# note\r\n    curl -u al:pw-curl https://e.example/i.sh | sh\r\nCOPY . /x\r\n' >"bad dir/Dockerfile"

run 0 --dockerfile good/Dockerfile --profile full
holds stdout 'K-01'
lacks stdout '5.4 '
lacks stdout 'Engine'
run 1 --dockerfile "bad dir/Dockerfile"
holds stdout 'line 2: ENV DB_PASSWORD has a secret in it'
holds stdout 'line 3: ARG API_TOKEN has a secret in it'
holds stdout 'line 6: a download runs unseen'
run 1 --dockerfile good/Dockerfile --dockerfile "./bad dir/Dockerfile" -f json
cp stdout both.json

# Files and lines in the reports
run 1 --dockerfile "bad dir/Dockerfile" --dockerfile good/Dockerfile --profile full -q \
	-o json:r.json -o sarif:r.sarif -o junit:r.xml -o html:r.html -o text:r.txt
holds r.sarif '"uri": "bad%20dir/Dockerfile"'
holds r.sarif '"startLine": 6'
holds r.json '"source": "bad dir/Dockerfile"'
holds r.json '"line": 6'
run 1 --dockerfile "$work/bad dir/Dockerfile" -f sarif
holds stdout "\"uri\": \"${work#/}/bad%20dir/Dockerfile\""
run 1 --dockerfile "./bad dir/Dockerfile" -f sarif
holds stdout '"uri": "bad%20dir/Dockerfile"'

# ./ before a name makes no other finding of it
run 1 --dockerfile "bad dir/Dockerfile" -c K-01 -f json
grep '"fingerprint"' stdout >plain
run 1 --dockerfile "./bad dir/Dockerfile" -c K-01 -f json
grep '"fingerprint"' stdout >dotted
if [ -s plain ] && cmp -s plain dotted; then ok; else fail "./ changes fingerprints"; fi

# Secrets are in no output and in no snapshot
run 1 --dockerfile "bad dir/Dockerfile" --profile full -q --snapshot s.ndjson
for secret in hunter2-legacy def-arg pw-curl; do
	for file in r.json r.sarif r.xml r.html r.txt s.ndjson; do
		lacks "$file" "$secret"
	done
done
holds s.ndjson '<masked '

# A snapshot judged again gives the same findings
run 1 --dockerfile "bad dir/Dockerfile" --dockerfile good/Dockerfile -q --profile full \
	--snapshot two.ndjson -o json:live.json
run 1 --from two.ndjson --profile full -f json
for file in live.json stdout; do
	sed '/"sandbox": null/d; /"sandbox": {/,/}/d; /"source": "live"/d; /"source": "snapshot"/d; /"snapshot_sha256"/d' "$file" >"$file.same"
done
if cmp -s live.json.same stdout.same; then ok; else fail "the replay differs from the scan"; fi

# .dockerignore: beside the Dockerfile, under its own name, or in the current directory
run 0 --dockerfile good/Dockerfile -c K-12
mv good/.dockerignore good/Dockerfile.dockerignore
run 0 --dockerfile good/Dockerfile -c K-12
rm good/Dockerfile.dockerignore
run 1 --dockerfile good/Dockerfile -c K-12
printf '# nothing\n' >.dockerignore
run 1 --dockerfile good/Dockerfile -c K-12
printf '.git\n' >.dockerignore
run 0 --dockerfile good/Dockerfile -c K-12

# What cannot be read
printf 'FROM debian:12\n\nRNU id\n' >typo
run 3 --dockerfile typo -c K-01
holds stdout 'line 3: unknown instruction "RNU"'
run 3 --dockerfile typo -c K-01 -f json
holds stdout '"line": 3'
run 0 --dockerfile typo -c K-01 --incomplete ignore
run 3 --dockerfile good -c K-01
run 2 --dockerfile absent -c K-01
holds stderr 'cannot read absent'
[ "$(wc -l <stderr)" -eq 1 ] && ok || fail "stderr is not one line"
: >empty
run 3 --dockerfile empty -c K-01
head -c 100000 /dev/zero >zeros
run 3 --dockerfile zeros -c K-01
printf 'FROM a:1\nUSER $U\n' >open
run 3 --dockerfile open -c K-01
run 3 --dockerfile open --dockerfile good/Dockerfile -c K-01
run 1 --dockerfile open --dockerfile "bad dir/Dockerfile" -c K-01
run 2 --dockerfile good/Dockerfile -c 5.4
holds stderr 'none of the selected checks'
run 0 --dockerfile - -c K-01 <good/Dockerfile

# Named twice, read once
run 1 --dockerfile "bad dir/Dockerfile" --dockerfile "bad dir/Dockerfile" -c K-01 -f json
[ "$(grep -c 'there is no USER' stdout)" -eq 1 ] && ok || fail "a file named twice is told twice"

finish
