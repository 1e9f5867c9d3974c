-- Which system calls fail, with what, and in which executables.
SELECT
  node,
  syscall AS call,
  errno AS error,
  exe AS executable,
  count(*) AS failures,
  min(ts) AS first_time,
  max(ts) AS last_time
FROM events
WHERE has_syscall AND NOT result
  AND ts >= $since AND ts < $until AND ($node = '' OR node = $node)
GROUP BY node, call, error, executable
ORDER BY failures DESC, node, call NULLS LAST, error NULLS LAST, executable NULLS LAST
