-- Findings of many hosts in ClickHouse. Written by its documentation, and not run by our tests.
--     dockassay merge reports/ -f ndjson | clickhouse-client --date_time_input_format best_effort \
--         --query "INSERT INTO dockassay.finding FORMAT JSONEachRow"
-- Rows of the same finding and scan are one (FINAL), however often they were inserted. What the table
-- has no column for (evidence, marks) is left out: input_format_skip_unknown_fields is on by default
-- for JSONEachRow.

CREATE DATABASE IF NOT EXISTS dockassay;

CREATE TABLE IF NOT EXISTS dockassay.finding
(
    host        LowCardinality(String),
    engine_id   LowCardinality(String),
    scanned     DateTime('UTC'),
    engine      LowCardinality(String),
    `check`     LowCardinality(String),
    title       LowCardinality(String),
    section     LowCardinality(String),
    severity    Enum8('info' = 0, 'low' = 1, 'medium' = 2, 'high' = 3, 'critical' = 4),
    status      LowCardinality(String),
    message     String,
    key         String,
    fingerprint FixedString(64),
    subject     Tuple(kind String, name String, id String, image String),
    waiver      Tuple(owner String, expires String)
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(scanned)
ORDER BY (host, engine_id, scanned, `check`, fingerprint, subject.name, subject.id);

-- Checks by the number of hosts that fail them in their last scan.
SELECT `check`, any(title), uniqExact(host, engine_id) AS hosts
FROM dockassay.finding FINAL
WHERE (host, engine_id, scanned) IN (SELECT host, engine_id, max(scanned) FROM dockassay.finding GROUP BY host, engine_id)
  AND status = 'warn' AND waiver.owner = ''
GROUP BY `check` ORDER BY hosts DESC;

-- Who stopped reporting.
SELECT host, engine_id, max(scanned) AS last FROM dockassay.finding
GROUP BY host, engine_id HAVING last < now() - INTERVAL 2 DAY ORDER BY last;
