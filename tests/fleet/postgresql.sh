#!/bin/sh
# docs/stores/postgresql.sql on a PostgreSQL server of its own: reports with known changes are loaded,
# and the questions have known answers. The server is a temporary one, behind a UNIX socket.
set -u

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd) || exit 99

skip() {
	echo "SKIPPED: the PostgreSQL store: $*"
	[ "${CI:-}" = true ] && [ "${DOCKASSAY_ALLOW_SKIP:-}" != 1 ] && exit 1
	exit 77
}

command -v node >/dev/null || skip "node is missing"
# Debian keeps the server's programs out of PATH.
for dir in /usr/lib/postgresql/*/bin; do PATH=$dir:$PATH; done
command -v initdb >/dev/null && command -v pg_ctl >/dev/null && command -v psql >/dev/null ||
	skip "initdb, pg_ctl or psql is missing: install postgresql"

. "$top/tests/cli/harness.sh"

# The server does not run as root.
as_user() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$work/pg" "$@"
	else
		"$@"
	fi
}

mkdir pg
chmod 711 "$work"
[ "$(id -u)" -ne 0 ] || chown nobody:nogroup pg
cd pg || exit 99
as_user initdb -D "$work/pg/data" -U tester -A trust --no-sync -E UTF8 --no-locale >initdb.log 2>&1 ||
	{ cat initdb.log; exit 99; }
# The names of libraries' locales differ; sockets' paths may have 107 bytes.
as_user pg_ctl -D "$work/pg/data" -w -t 60 -l "$work/pg/log" \
	-o "-c listen_addresses='' -c unix_socket_directories='$work/pg' -c fsync=off" start >/dev/null ||
	{ cat "$work/pg/log"; exit 99; }
trap 'as_user pg_ctl -D "$work/pg/data" -m immediate stop >/dev/null 2>&1; chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 99

sql() {
	psql -h "$work/pg" -U tester -d postgres -X -q -A -t -F' ' -v ON_ERROR_STOP=1 "$@" 2>stderr
}

# answers WANTED QUERY: rows are separated by "; "
answers() {
	got=$(sql -c "$2" | paste -sd';' | sed 's/;/; /g')
	if [ "$got" = "$1" ]; then ok; else fail "$2 gives \"$got\" instead of \"$1\""; fi
}

load() {
	"$program" merge "$1" -q -o ndjson:findings.ndjson --exit-zero 2>/dev/null || fail "merge $1"
	sql -c "\\copy dockassay.incoming (doc) FROM 'findings.ndjson' WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')" \
		-c "SELECT dockassay.load()"
}

# ---- four weeks: a fails 5.4 from the third on; b always, but not in the second week; c is silent after
# the first; d comes in the fourth; e has a waiver ---------------------------------------------------
"$program" demo -c 5.4,5.5,R-01 -q -o json:base.json
cat >make.mjs <<'END_MAKE'
import fs from 'node:fs';
const base = JSON.parse(fs.readFileSync('base.json'));
const weeks = ['2026-10-01', '2026-10-08', '2026-10-15', '2026-10-22'];
const waiver = { justification: 'j', owner: 'o', expires: '2099-01-01', approver: '', ticket: '', risk: '', source: 'w:1' };
// Which of the checks fail on a host in a week; null: no report. "w": waived.
const plan = {
  a: [[], [], ['5.4'], ['5.4']],
  b: [['5.4', '5.5'], ['5.5'], ['5.4', '5.5'], ['5.4', '5.5']],
  c: [['R-01'], null, null, null],
  d: [null, null, null, ['5.4', 'R-01']],
  e: [['w5.4'], ['w5.4'], ['w5.4'], ['w5.4']],
  'tab\tand\\."\u001b[1m': [null, null, null, ['5.5']],
};
weeks.forEach((day, week) => {
  fs.mkdirSync(`week${week}`);
  Object.entries(plan).forEach(([host, byWeek], number) => {
    const failing = byWeek[week];
    if (failing === null) return;
    const r = structuredClone(base);
    Object.assign(r.scan, { host, started: `${day}T03:00:00Z`, finished: `${day}T03:01:00Z` });
    r.scan.engine.id = `ID-${number}`;
    for (const c of r.checks) {
      c.findings = c.findings.filter((f) => f.status === 'pass').concat(
        c.findings.filter((f) => f.status === 'warn').slice(0, failing.includes(c.id) || failing.includes(`w${c.id}`) ? 1 : 0)
          .map((f) => ({ ...f, message: `${f.message} \\. \\N "x"`, waiver: failing.includes(`w${c.id}`) ? waiver : null })));
    }
    fs.writeFileSync(`week${week}/${number}.json`, JSON.stringify(r));
  });
});
END_MAKE
node make.mjs || exit 99

sql -f "$top/docs/stores/postgresql.sql" || { fail "postgresql.sql"; finish; exit 1; }
for week in 0 1 2 3; do
	got=$(load "week$week")
	case $week:$got in 0:4 | 1:3 | 2:3 | 3:5) ok ;; *) fail "week $week: $got scans" ;; esac
done
answers "15 0" "SELECT (SELECT count(*) FROM dockassay.scan), (SELECT count(*) FROM dockassay.incoming)"

# Again, and nothing is there twice.
before=$(sql -c 'SELECT count(*) FROM dockassay.finding')
if [ "$(load week3)" = 0 ]; then ok; else fail "the same reports were taken twice"; fi
answers "$before" 'SELECT count(*) FROM dockassay.finding'
lines=$(cat week*/*.json | node -e 'let n = 0; require("fs").readFileSync(0, "utf8").split(/(?<=\})(?=\{"schema")/).forEach((t) => JSON.parse(t).checks.forEach((c) => { n += c.findings.length; })); console.log(n)')
answers "$lines" 'SELECT count(*) FROM dockassay.finding'
# Text is as it was: backslashes, quotes, and what merge has made of a tab and an escape.
answers "t" "SELECT bool_and(right(message, 10) = ' \\. \\N \"x\"') FROM dockassay.finding WHERE status = 'warn'"
answers "1" "SELECT count(*) FROM dockassay.scan WHERE engine_id = 'ID-5' AND host LIKE '%and\\\\.\"%'"

# ---- the questions, asked on 2026-10-23 ------------------------------------------------------------
answers "a ID-0 1 f; b ID-1 1 f; d ID-3 1 t" "SELECT host, engine_id, findings, new_host FROM dockassay.newly_failing('5.4', '14 days', '2026-10-23')"
answers "d t" "SELECT host, new_host FROM dockassay.newly_failing('5.4', '7 days', '2026-10-23')"
answers "a f; b f" "SELECT host, new_host FROM dockassay.newly_failing('5.4', '7 days', '2026-10-16')"
answers "" "SELECT host FROM dockassay.newly_failing('5.5', '7 days', '2026-10-23') WHERE host = 'b'"
answers "5.4 3; 5.5 2; R-01 2" "SELECT \"check\", hosts FROM dockassay.failing_checks('2026-10-23') ORDER BY 2 DESC, 1"
answers "b 5.5 2026-10-01" "SELECT host, \"check\", (open_since AT TIME ZONE 'UTC')::date FROM dockassay.older_than('20 days', '2026-10-23') WHERE host <> 'c'"
answers "a 5.4 2026-10-15; b 5.4 2026-10-15; b 5.5 2026-10-01; c R-01 2026-10-01" \
	"SELECT host, \"check\", (open_since AT TIME ZONE 'UTC')::date FROM dockassay.older_than('5 days', '2026-10-23') ORDER BY 1, 2"
answers "c 2026-10-01" "SELECT host, (last_scanned AT TIME ZONE 'UTC')::date FROM dockassay.silent_hosts('10 days', '2026-10-23')"
answers "6 e 0" "SELECT count(*), max(host) FILTER (WHERE host = 'e'), sum(critical + high + medium + low) FILTER (WHERE host = 'e') FROM dockassay.worst_hosts('2026-10-23')"
worst=$(sql -c "SELECT host FROM dockassay.worst_hosts('2026-10-23') LIMIT 1")
case $worst in d | b) ok ;; *) fail "the worst host is $worst" ;; esac

# What is no finding is refused, and nothing of it is taken.
printf '{"schema":"dockassay.report/1"}\n' >findings.ndjson
sql -c "\\copy dockassay.incoming (doc) FROM 'findings.ndjson' WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"
if sql -c "SELECT dockassay.load()"; then fail "a report was taken for a finding"; else ok; fi
holds stderr 'not of schema dockassay.finding/1'

finish
