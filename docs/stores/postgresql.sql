-- Findings of many hosts in PostgreSQL 12 or later. Once:
--     psql -f postgresql.sql
-- Each time there are new reports (docs/fleet.md):
--     dockassay merge reports/ -q -o ndjson:findings.ndjson
--     psql -c "\copy dockassay.incoming (doc) FROM 'findings.ndjson' WITH (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')" \
--          -c "SELECT dockassay.load()"
-- (No line of NDJSON holds the characters 1 and 2: the whole line is one column.) The same report
-- loaded twice is there once.

CREATE SCHEMA dockassay;

CREATE TYPE dockassay.severity AS ENUM ('info', 'low', 'medium', 'high', 'critical');

-- What was copied and not yet loaded: lines of schema dockassay.finding/1.
CREATE UNLOGGED TABLE dockassay.incoming (doc jsonb NOT NULL);

-- A host is an engine: two that share a name have different ids.
CREATE TABLE dockassay.scan (
	scan      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	host      text NOT NULL,
	engine_id text NOT NULL,
	scanned   timestamptz NOT NULL,
	engine    text NOT NULL,
	UNIQUE (host, engine_id, scanned)
);

CREATE TABLE dockassay.finding (
	scan        bigint NOT NULL REFERENCES dockassay.scan ON DELETE CASCADE,
	"check"     text NOT NULL,
	title       text NOT NULL,
	severity    dockassay.severity NOT NULL,
	status      text NOT NULL,
	kind        text NOT NULL,
	subject     text NOT NULL,
	key         text NOT NULL,
	message     text NOT NULL,
	fingerprint text NOT NULL,
	waived      boolean NOT NULL,
	doc         jsonb NOT NULL
);
CREATE INDEX ON dockassay.finding (scan);
CREATE INDEX ON dockassay.finding ("check", scan) WHERE status = 'warn' AND NOT waived;
CREATE INDEX ON dockassay.finding (fingerprint) WHERE status = 'warn' AND NOT waived;

-- Takes over what is in incoming, and empties it. Tells how many scans were new.
CREATE FUNCTION dockassay.load() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	n bigint;
BEGIN
	LOCK TABLE dockassay.incoming IN EXCLUSIVE MODE;
	IF EXISTS (SELECT FROM dockassay.incoming WHERE doc->>'schema' IS DISTINCT FROM 'dockassay.finding/1') THEN
		RAISE EXCEPTION 'dockassay.incoming has lines that are not of schema dockassay.finding/1';
	END IF;
	WITH fresh AS (
		INSERT INTO dockassay.scan (host, engine_id, scanned, engine)
		SELECT DISTINCT ON (doc->>'host', doc->>'engine_id', (doc->>'scanned')::timestamptz)
		    doc->>'host', doc->>'engine_id', (doc->>'scanned')::timestamptz, doc->>'engine'
		FROM dockassay.incoming
		ON CONFLICT DO NOTHING
		RETURNING *
	), added AS (
		INSERT INTO dockassay.finding
		SELECT s.scan, doc->>'check', doc->>'title', (doc->>'severity')::dockassay.severity,
		    doc->>'status', doc->'subject'->>'kind', doc->'subject'->>'name', doc->>'key',
		    doc->>'message', doc->>'fingerprint', doc->'waiver' <> 'null', doc
		FROM dockassay.incoming i
		JOIN fresh s ON s.host = doc->>'host' AND s.engine_id = doc->>'engine_id'
		    AND s.scanned = (doc->>'scanned')::timestamptz
	)
	SELECT count(*) INTO n FROM fresh;
	DELETE FROM dockassay.incoming;
	RETURN n;
END $$;

-- ---- questions ------------------------------------------------------------------------------------
-- "Now" is a parameter where time counts, so that the past can be asked, too.

-- The last scan of each host until a time.
CREATE FUNCTION dockassay.latest(at timestamptz DEFAULT now())
RETURNS SETOF dockassay.scan LANGUAGE sql STABLE AS $$
	SELECT DISTINCT ON (host, engine_id) * FROM dockassay.scan
	WHERE scanned <= at ORDER BY host, engine_id, scanned DESC
$$;

-- What is WARN and not waived in each host's last scan.
CREATE FUNCTION dockassay.open_findings(at timestamptz DEFAULT now())
RETURNS TABLE (host text, engine_id text, scanned timestamptz, "check" text, title text,
    severity dockassay.severity, kind text, subject text, key text, message text, fingerprint text)
LANGUAGE sql STABLE AS $$
	SELECT s.host, s.engine_id, s.scanned, f."check", f.title, f.severity, f.kind, f.subject, f.key,
	    f.message, f.fingerprint
	FROM dockassay.latest(at) s JOIN dockassay.finding f USING (scan)
	WHERE f.status = 'warn' AND NOT f.waived
$$;

-- Which hosts fail a check now and did not in their last scan before: "newly_failing('5.4', '7 days')".
-- A host without an earlier scan of that check is new, and told as such.
CREATE FUNCTION dockassay.newly_failing(which text, since interval, at timestamptz DEFAULT now())
RETURNS TABLE (host text, engine_id text, findings bigint, subjects text, new_host boolean)
LANGUAGE sql STABLE AS $$
	SELECT o.host, o.engine_id, count(*), string_agg(DISTINCT o.subject, ', '), NOT EXISTS (
		SELECT FROM dockassay.latest(at - since) b JOIN dockassay.finding f USING (scan)
		WHERE b.host = o.host AND b.engine_id = o.engine_id AND f."check" = which)
	FROM dockassay.open_findings(at) o
	WHERE o."check" = which AND NOT EXISTS (
		SELECT FROM dockassay.open_findings(at - since) b
		WHERE b.host = o.host AND b.engine_id = o.engine_id AND b."check" = which)
	GROUP BY o.host, o.engine_id ORDER BY o.host, o.engine_id
$$;

-- The worst first.
CREATE FUNCTION dockassay.worst_hosts(at timestamptz DEFAULT now())
RETURNS TABLE (host text, engine_id text, scanned timestamptz, critical bigint, high bigint,
    medium bigint, low bigint) LANGUAGE sql STABLE AS $$
	SELECT s.host, s.engine_id, s.scanned,
	    count(*) FILTER (WHERE o.severity = 'critical'), count(*) FILTER (WHERE o.severity = 'high'),
	    count(*) FILTER (WHERE o.severity = 'medium'), count(*) FILTER (WHERE o.severity = 'low')
	FROM dockassay.latest(at) s LEFT JOIN dockassay.open_findings(at) o USING (host, engine_id)
	GROUP BY s.host, s.engine_id, s.scanned
	ORDER BY 4 DESC, 5 DESC, 6 DESC, 7 DESC, 1
$$;

-- Checks by the number of hosts that fail them.
CREATE FUNCTION dockassay.failing_checks(at timestamptz DEFAULT now())
RETURNS TABLE ("check" text, title text, severity dockassay.severity, hosts bigint, findings bigint)
LANGUAGE sql STABLE AS $$
	SELECT "check", min(title), max(severity), count(DISTINCT (host, engine_id)), count(*)
	FROM dockassay.open_findings(at) GROUP BY "check" ORDER BY 4 DESC, 3 DESC, 1
$$;

-- What has been open for longer than a time: first seen, and in every scan of its host since.
CREATE FUNCTION dockassay.older_than(age interval, at timestamptz DEFAULT now())
RETURNS TABLE (host text, engine_id text, "check" text, severity dockassay.severity, subject text,
    message text, open_since timestamptz) LANGUAGE sql STABLE AS $$
	WITH seen AS (
		SELECT o.host, o.engine_id, o."check", o.severity, o.subject, o.message, (
			SELECT min(s.scanned) FROM dockassay.scan s
			WHERE s.host = o.host AND s.engine_id = o.engine_id AND s.scanned > coalesce((
				SELECT max(gone.scanned) FROM dockassay.scan gone
				WHERE gone.host = o.host AND gone.engine_id = o.engine_id AND gone.scanned <= at
				    AND NOT EXISTS (SELECT FROM dockassay.finding f
				        WHERE f.scan = gone.scan AND f.fingerprint = o.fingerprint
				            AND f.status = 'warn' AND NOT f.waived)), '-infinity')
		) AS open_since
		FROM dockassay.open_findings(at) o
	)
	SELECT * FROM seen WHERE open_since < at - age ORDER BY open_since, host, "check", subject
$$;

-- Hosts that reported once and have not for a time.
CREATE FUNCTION dockassay.silent_hosts(age interval, at timestamptz DEFAULT now())
RETURNS TABLE (host text, engine_id text, last_scanned timestamptz) LANGUAGE sql STABLE AS $$
	SELECT host, engine_id, scanned FROM dockassay.latest(at) WHERE scanned < at - age
	ORDER BY scanned, host
$$;
