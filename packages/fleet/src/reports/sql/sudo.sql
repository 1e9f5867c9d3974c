-- What was run by sudo, and for whom.
SELECT
  node,
  coalesce(auid_name, CAST(auid AS VARCHAR), uid_name, CAST(uid AS VARCHAR), '?') AS account,
  cmd AS command,
  exe AS program,
  count(*) AS runs,
  count(*) FILTER (WHERE NOT result) AS refused,
  min(ts) AS first_time,
  max(ts) AS last_time
FROM events
WHERE main_type = 'USER_CMD'
  AND ts >= $since AND ts < $until AND ($node = '' OR node = $node)
GROUP BY node, account, command, program
ORDER BY runs DESC, node, account, command NULLS LAST, program NULLS LAST
