-- What the kernel or programs noticed as unusual.
SELECT
  node,
  main_type AS anomaly,
  coalesce(exe, comm) AS executable,
  coalesce(auid_name, CAST(auid AS VARCHAR)) AS account,
  count(*) AS events,
  min(ts) AS first_time,
  max(ts) AS last_time
FROM events
WHERE (substring(main_type, 1, 5) = 'ANOM_' OR main_type = 'SECCOMP')
  AND ts >= $since AND ts < $until AND ($node = '' OR node = $node)
GROUP BY node, anomaly, executable, account
ORDER BY events DESC, node, anomaly, executable NULLS LAST, account NULLS LAST
