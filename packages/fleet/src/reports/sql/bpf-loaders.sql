-- Who loaded BPF programs on each host.
SELECT
  node,
  loader_exe AS executable,
  loader_comm AS task,
  coalesce(loader_auid_name, CAST(loader_auid AS VARCHAR)) AS account,
  count(*) AS loads,
  count(*) FILTER (WHERE NOT load_success) AS failed_loads,
  count(*) FILTER (WHERE state = 'unloaded') AS unloads,
  count(*) FILTER (WHERE state = 'loaded') AS still_loaded,
  min(load_ts) AS first_time,
  max(load_ts) AS last_time
FROM programs
WHERE load_event IS NOT NULL AND loader_pid IS NOT NULL
  AND (load_ts IS NULL OR (load_ts >= $since AND load_ts < $until)) AND ($node = '' OR node = $node)
GROUP BY node, executable, task, account
ORDER BY loads DESC, node, executable NULLS LAST, task NULLS LAST, account NULLS LAST
