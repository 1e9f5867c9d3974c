-- Who loaded BPF programs on each host, and who failed to: a call that failed, bpf(BPF_PROG_LOAD), made no program.
WITH loads AS (
  SELECT
    node,
    loader_exe AS executable,
    loader_comm AS task,
    coalesce(nullif(loader_auid_name, 'unset'), CAST(loader_auid AS VARCHAR)) AS account,
    state,
    load_ts AS moment
  FROM programs
  WHERE load_event IS NOT NULL AND loader_pid IS NOT NULL
    AND (load_ts IS NULL OR (load_ts >= $since AND load_ts < $until)) AND ($node = '' OR node = $node)
  UNION ALL
  SELECT
    node,
    exe AS executable,
    comm AS task,
    coalesce(auid_name, CAST(auid AS VARCHAR)) AS account,
    'failed' AS state,
    ts AS moment
  FROM events
  WHERE syscall = 'bpf' AND a0 = 5 AND NOT result
    AND ts >= $since AND ts < $until AND ($node = '' OR node = $node)
)
SELECT
  node,
  executable,
  task,
  account,
  count(*) FILTER (WHERE state <> 'failed') AS loads,
  count(*) FILTER (WHERE state = 'failed') AS failed_loads,
  count(*) FILTER (WHERE state = 'unloaded') AS unloads,
  count(*) FILTER (WHERE state = 'loaded') AS still_loaded,
  min(moment) AS first_time,
  max(moment) AS last_time
FROM loads
GROUP BY node, executable, task, account
ORDER BY loads DESC, failed_loads DESC, node, executable NULLS LAST, task NULLS LAST, account NULLS LAST
