-- Hosts that went silent or lost records, before those that did not. Serial numbers count up from each boot: where they begin
-- again a run begins, and in a run none should be missing. Silence is measured to the fleet's last event in the window.
-- To put all events of a host in order takes long: only those are whose seconds say that a run may begin in or after them.
WITH seconds AS (
  SELECT node, date_trunc('second', ts) AS moment, min(serial) AS lowest, max(serial) AS highest
  FROM events
  WHERE ts >= $since AND ts < $until AND ($node = '' OR node = $node)
  GROUP BY node, moment
), steps AS (
  SELECT
    node,
    CASE WHEN highest - lowest > 1000 OR lowest + 1000 < lag(highest) OVER (PARTITION BY node ORDER BY moment) THEN 1
         ELSE 0 END AS may_begin
  FROM seconds
), restarted AS (
  SELECT node FROM steps GROUP BY node HAVING max(may_begin) = 1
), numbered AS (
  SELECT
    node,
    ts,
    serial,
    CASE WHEN serial + 1000 < lag(serial) OVER (PARTITION BY node ORDER BY ts, serial) THEN 1 ELSE 0 END AS begins
  FROM events
  WHERE ts >= $since AND ts < $until AND ($node = '' OR node = $node) AND node IN (SELECT node FROM restarted)
), placed AS (
  SELECT
    node,
    ts,
    serial,
    sum(begins) OVER (PARTITION BY node ORDER BY ts, serial ROWS UNBOUNDED PRECEDING) AS run
  FROM numbered
), runs AS (
  SELECT
    node,
    run,
    count(*) AS events,
    CAST(max(serial) - min(serial) + 1 AS BIGINT) - CAST(count(DISTINCT serial) AS BIGINT) AS missing,
    min(ts) AS first_time,
    max(ts) AS last_time
  FROM placed
  GROUP BY node, run
  UNION ALL
  SELECT
    node,
    0 AS run,
    count(*) AS events,
    CAST(max(serial) - min(serial) + 1 AS BIGINT) - CAST(count(DISTINCT serial) AS BIGINT) AS missing,
    min(ts) AS first_time,
    max(ts) AS last_time
  FROM events
  WHERE ts >= $since AND ts < $until AND ($node = '' OR node = $node) AND node NOT IN (SELECT node FROM restarted)
  GROUP BY node
), hosts AS (
  SELECT
    node,
    sum(events) AS events,
    sum(missing) AS missing_events,
    min(first_time) AS first_event,
    max(last_time) AS last_event,
    date_diff(
      'minute',
      max(last_time),
      (SELECT max(ts) FROM events WHERE ts < $until)
    ) AS silent_minutes
  FROM runs
  GROUP BY node
)
SELECT
  node,
  CASE WHEN silent_minutes >= $silent AND missing_events > 0 THEN 'silent, lost records'
       WHEN silent_minutes >= $silent THEN 'silent'
       WHEN missing_events > 0 THEN 'lost records' END AS trouble,
  events,
  missing_events,
  first_event,
  last_event,
  silent_minutes
FROM hosts
ORDER BY
  CASE WHEN silent_minutes >= $silent THEN 1 WHEN missing_events > 0 THEN 2 ELSE 3 END,
  silent_minutes DESC, missing_events DESC, node
