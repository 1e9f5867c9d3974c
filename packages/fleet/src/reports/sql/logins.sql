-- Who logged in where, from where and with what.
SELECT
  node,
  coalesce(acct, auid_name, CAST(auid AS VARCHAR), '?') AS account,
  coalesce(addr, hostname, '?') AS origin,
  coalesce(exe, '?') AS program,
  count(*) AS logins,
  min(ts) AS first_time,
  max(ts) AS last_time
FROM events
WHERE main_type = 'USER_LOGIN' AND result
  AND ts >= $since AND ts < $until AND ($node = '' OR node = $node)
GROUP BY node, account, origin, program
ORDER BY logins DESC, node, account, origin, program
