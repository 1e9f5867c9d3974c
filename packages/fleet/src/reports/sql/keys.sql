-- How often the rules with each key matched.
SELECT
  key AS rule_key,
  count(*) AS events,
  count(*) FILTER (WHERE NOT result) AS failures,
  count(DISTINCT node) AS hosts,
  count(DISTINCT exe) AS executables,
  min(ts) AS first_time,
  max(ts) AS last_time
FROM event_keys
WHERE ts >= $since AND ts < $until AND ($node = '' OR node = $node)
GROUP BY rule_key
ORDER BY events DESC, rule_key
