-- BPF programs loaded in the last seven days, beside the seven days before. They end with the fleet's last event in the window.
WITH weeks AS (
  SELECT
    loader_exe AS executable,
    node,
    load_ts AS moment,
    (SELECT max(ts) FROM events WHERE ts < $until) AS end_time
  FROM programs
  WHERE load_event IS NOT NULL AND load_ts IS NOT NULL AND ($node = '' OR node = $node)
)
SELECT
  executable,
  count(*) FILTER (WHERE moment > end_time - INTERVAL 7 DAY) AS this_week,
  count(*) FILTER (WHERE moment <= end_time - INTERVAL 7 DAY) AS week_before,
  count(DISTINCT node) AS hosts,
  max(moment) AS last_time
FROM weeks
WHERE moment > end_time - INTERVAL 14 DAY AND moment <= end_time AND moment >= $since
GROUP BY executable
ORDER BY this_week DESC, week_before DESC, executable NULLS LAST
