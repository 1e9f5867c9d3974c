-- Which files system calls name, and on how many hosts.
SELECT
  name AS file,
  count(*) AS times,
  count(*) FILTER (WHERE NOT result) AS failures,
  count(DISTINCT node) AS hosts,
  min(ts) AS first_time,
  max(ts) AS last_time
FROM event_paths
WHERE name IS NOT NULL
  AND ts >= $since AND ts < $until AND ($node = '' OR node = $node)
GROUP BY file
ORDER BY times DESC, file
