-- BPF programs that are still loaded, as far as the logs tell.
SELECT
  node,
  prog_id AS program,
  load_ts AS load_time,
  loader_exe AS executable,
  loader_comm AS task,
  coalesce(nullif(loader_auid_name, 'unset'), CAST(loader_auid AS VARCHAR)) AS account,
  loader_pid AS process,
  confidence AS certainty
FROM programs
WHERE state = 'loaded'
  AND (load_ts IS NULL OR (load_ts >= $since AND load_ts < $until)) AND ($node = '' OR node = $node)
ORDER BY node, load_time NULLS LAST, number
