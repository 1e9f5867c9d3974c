-- Which executables events name, and on how many hosts.
SELECT
  exe AS executable,
  count(*) AS events,
  count(*) FILTER (WHERE NOT result) AS failures,
  count(DISTINCT node) AS hosts,
  min(ts) AS first_time,
  max(ts) AS last_time
FROM events
WHERE exe IS NOT NULL
  AND ts >= $since AND ts < $until AND ($node = '' OR node = $node)
GROUP BY executable
ORDER BY events DESC, executable
