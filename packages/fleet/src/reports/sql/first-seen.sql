-- What one host of the fleet alone has, ever: loaders of BPF programs, and executables.
WITH seen AS (
  SELECT 'BPF loader' AS kind, loader_exe AS path, node AS host, load_ts AS moment
  FROM programs
  WHERE loader_exe IS NOT NULL AND load_ts IS NOT NULL
  UNION ALL
  SELECT 'executable' AS kind, exe AS path, node AS host, ts AS moment
  FROM events
  WHERE exe IS NOT NULL
), alone AS (
  SELECT
    kind,
    path,
    min(host) AS node,
    count(*) AS times,
    min(moment) AS first_time,
    max(moment) AS last_time
  FROM seen
  GROUP BY kind, path
  HAVING min(host) = max(host)
)
SELECT kind, path, node, times, first_time, last_time
FROM alone
WHERE first_time >= $since AND first_time < $until AND ($node = '' OR node = $node)
ORDER BY kind, first_time DESC, path
