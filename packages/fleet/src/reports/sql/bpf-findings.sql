-- What is conspicuous about BPF, by host.
SELECT
  node,
  severity,
  name AS finding,
  text AS meaning,
  count(*) AS times,
  min(ts) AS first_time,
  max(ts) AS last_time
FROM findings
WHERE (ts IS NULL OR (ts >= $since AND ts < $until)) AND ($node = '' OR node = $node)
GROUP BY node, severity, finding, meaning
ORDER BY
  CASE severity WHEN 'high' THEN 1 WHEN 'medium' THEN 2 WHEN 'low' THEN 3 ELSE 4 END,
  node, finding, meaning
