-- Who tried to log in and failed, and whether it worked from the same place later.
WITH attempts AS (
  SELECT
    node,
    coalesce(acct, auid_name, CAST(auid AS VARCHAR), '?') AS account,
    coalesce(addr, hostname, '?') AS origin,
    result AS succeeded,
    ts
  FROM events
  WHERE main_type = 'USER_LOGIN'
    AND ts >= $since AND ts < $until AND ($node = '' OR node = $node)
)
SELECT
  node,
  account,
  origin,
  count(*) FILTER (WHERE NOT succeeded) AS failures,
  count(*) FILTER (WHERE succeeded) AS logins,
  min(ts) FILTER (WHERE NOT succeeded) AS first_failure,
  max(ts) FILTER (WHERE NOT succeeded) AS last_failure
FROM attempts
GROUP BY node, account, origin
HAVING count(*) FILTER (WHERE NOT succeeded) > 0
ORDER BY failures DESC, node, account, origin
