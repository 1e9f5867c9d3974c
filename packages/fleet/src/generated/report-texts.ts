/** The SQL of the reports. Generated from src/reports/sql by scripts/generate.mjs. */
export const reportTexts = {
  'anomalies': `-- What the kernel or programs noticed as unusual.
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
`,
  'bpf-findings': `-- What is conspicuous about BPF, by host.
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
`,
  'bpf-loaded': `-- BPF programs that are still loaded, as far as the logs tell.
SELECT
  node,
  prog_id AS program,
  load_ts AS load_time,
  loader_exe AS executable,
  loader_comm AS task,
  coalesce(nullif(loader_auid_name, 'unset'), CAST(loader_auid AS VARCHAR)) AS account,
  loader_pid AS process,
  confidence AS certainty
FROM programs
WHERE state = 'loaded'
  AND (load_ts IS NULL OR (load_ts >= $since AND load_ts < $until)) AND ($node = '' OR node = $node)
ORDER BY node, load_time NULLS LAST, number
`,
  'bpf-loaders': `-- Who loaded BPF programs on each host, and who failed to: a call that failed, bpf(BPF_PROG_LOAD), made no program.
WITH loads AS (
  SELECT
    node,
    loader_exe AS executable,
    loader_comm AS task,
    coalesce(nullif(loader_auid_name, 'unset'), CAST(loader_auid AS VARCHAR)) AS account,
    state,
    load_ts AS moment
  FROM programs
  WHERE load_event IS NOT NULL AND loader_pid IS NOT NULL
    AND (load_ts IS NULL OR (load_ts >= $since AND load_ts < $until)) AND ($node = '' OR node = $node)
  UNION ALL
  SELECT
    node,
    exe AS executable,
    comm AS task,
    coalesce(auid_name, CAST(auid AS VARCHAR)) AS account,
    'failed' AS state,
    ts AS moment
  FROM events
  WHERE syscall = 'bpf' AND a0 = 5 AND NOT result
    AND ts >= $since AND ts < $until AND ($node = '' OR node = $node)
)
SELECT
  node,
  executable,
  task,
  account,
  count(*) FILTER (WHERE state <> 'failed') AS loads,
  count(*) FILTER (WHERE state = 'failed') AS failed_loads,
  count(*) FILTER (WHERE state = 'unloaded') AS unloads,
  count(*) FILTER (WHERE state = 'loaded') AS still_loaded,
  min(moment) AS first_time,
  max(moment) AS last_time
FROM loads
GROUP BY node, executable, task, account
ORDER BY loads DESC, failed_loads DESC, node, executable NULLS LAST, task NULLS LAST, account NULLS LAST
`,
  'bpf-week': `-- BPF programs loaded in the last seven days, beside the seven days before. They end with the fleet's last event in the window.
WITH weeks AS (
  SELECT
    loader_exe AS executable,
    node,
    load_ts AS moment,
    (SELECT max(ts) FROM events WHERE ts < $until) AS end_time
  FROM programs
  WHERE load_event IS NOT NULL AND load_ts IS NOT NULL AND ($node = '' OR node = $node)
)
SELECT
  executable,
  count(*) FILTER (WHERE moment > end_time - INTERVAL 7 DAY) AS this_week,
  count(*) FILTER (WHERE moment <= end_time - INTERVAL 7 DAY) AS week_before,
  count(DISTINCT node) AS hosts,
  max(moment) AS last_time
FROM weeks
WHERE moment > end_time - INTERVAL 14 DAY AND moment <= end_time AND moment >= $since
GROUP BY executable
ORDER BY this_week DESC, week_before DESC, executable NULLS LAST
`,
  'executables': `-- Which executables events name, and on how many hosts.
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
`,
  'failed-logins': `-- Who tried to log in and failed, and whether it worked from the same place later.
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
`,
  'failing-syscalls': `-- Which system calls fail, with what, and in which executables.
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
`,
  'files-changed': `-- Files that were made, deleted, written to or whose attributes were changed, and by what. Opening for writing is in the lowest
-- two bits of the flags: the second argument of open, the third of openat.
WITH changes AS (
  SELECT
    node,
    CASE WHEN cwd IS NULL OR substring(name, 1, 1) = '/' THEN name
         WHEN cwd = '/' THEN concat('/', name)
         ELSE concat(cwd, '/', name) END AS file,
    CASE WHEN nametype = 'CREATE' THEN 'made'
         WHEN nametype = 'DELETE' THEN 'deleted'
         WHEN syscall IN ('open', 'openat', 'creat') THEN 'opened for writing'
         ELSE syscall END AS change,
    exe AS executable,
    coalesce(auid_name, CAST(auid AS VARCHAR)) AS account,
    ts
  FROM event_paths
  WHERE name IS NOT NULL AND (result IS NULL OR result)
    AND (
      nametype IN ('CREATE', 'DELETE')
      OR (
        nametype = 'NORMAL'
        AND (
          syscall IN (
            'chmod', 'fchmod', 'fchmodat', 'fchmodat2', 'chown', 'fchown', 'lchown', 'fchownat', 'truncate', 'ftruncate',
            'fallocate', 'setxattr', 'lsetxattr', 'fsetxattr', 'removexattr', 'lremovexattr', 'fremovexattr', 'utime',
            'utimes', 'futimesat', 'utimensat', 'rename', 'renameat', 'renameat2', 'link', 'linkat', 'creat'
          )
          OR (syscall = 'open' AND a1 % 4 IN (1, 2))
          OR (syscall = 'openat' AND a2 % 4 IN (1, 2))
        )
      )
    )
    AND ts >= $since AND ts < $until AND ($node = '' OR node = $node)
)
SELECT
  node,
  file,
  change,
  executable,
  account,
  count(*) AS times,
  min(ts) AS first_time,
  max(ts) AS last_time
FROM changes
GROUP BY node, file, change, executable, account
ORDER BY times DESC, node, file, change, executable NULLS LAST, account NULLS LAST
`,
  'files': `-- Which files system calls name, and on how many hosts.
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
`,
  'first-seen': `-- What one host of the fleet alone has, ever: loaders of BPF programs, and executables.
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
`,
  'hosts': `-- Hosts that went silent or lost records, before those that did not. Serial numbers count up from each boot: where they begin
-- again a run begins, and in a run none should be missing. Silence is measured to the fleet's last event in the window.
-- To put all events of a host in order takes long: only those are whose seconds say that a run may begin in or after them.
WITH seconds AS (
  SELECT node, date_trunc('second', ts) AS moment, min(serial) AS lowest, max(serial) AS highest
  FROM events
  WHERE ts >= $since AND ts < $until AND ($node = '' OR node = $node)
  GROUP BY node, moment
), steps AS (
  SELECT
    node,
    CASE WHEN highest - lowest > 1000 OR lowest + 1000 < lag(highest) OVER (PARTITION BY node ORDER BY moment) THEN 1
         ELSE 0 END AS may_begin
  FROM seconds
), restarted AS (
  SELECT node FROM steps GROUP BY node HAVING max(may_begin) = 1
), numbered AS (
  SELECT
    node,
    ts,
    serial,
    CASE WHEN serial + 1000 < lag(serial) OVER (PARTITION BY node ORDER BY ts, serial) THEN 1 ELSE 0 END AS begins
  FROM events
  WHERE ts >= $since AND ts < $until AND ($node = '' OR node = $node) AND node IN (SELECT node FROM restarted)
), placed AS (
  SELECT
    node,
    ts,
    serial,
    sum(begins) OVER (PARTITION BY node ORDER BY ts, serial ROWS UNBOUNDED PRECEDING) AS run
  FROM numbered
), runs AS (
  SELECT
    node,
    run,
    count(*) AS events,
    CAST(max(serial) - min(serial) + 1 AS BIGINT) - CAST(count(DISTINCT serial) AS BIGINT) AS missing,
    min(ts) AS first_time,
    max(ts) AS last_time
  FROM placed
  GROUP BY node, run
  UNION ALL
  SELECT
    node,
    0 AS run,
    count(*) AS events,
    CAST(max(serial) - min(serial) + 1 AS BIGINT) - CAST(count(DISTINCT serial) AS BIGINT) AS missing,
    min(ts) AS first_time,
    max(ts) AS last_time
  FROM events
  WHERE ts >= $since AND ts < $until AND ($node = '' OR node = $node) AND node NOT IN (SELECT node FROM restarted)
  GROUP BY node
), hosts AS (
  SELECT
    node,
    sum(events) AS events,
    sum(missing) AS missing_events,
    min(first_time) AS first_event,
    max(last_time) AS last_event,
    date_diff(
      'minute',
      max(last_time),
      (SELECT max(ts) FROM events WHERE ts < $until)
    ) AS silent_minutes
  FROM runs
  GROUP BY node
)
SELECT
  node,
  CASE WHEN silent_minutes >= $silent AND missing_events > 0 THEN 'silent, lost records'
       WHEN silent_minutes >= $silent THEN 'silent'
       WHEN missing_events > 0 THEN 'lost records' END AS trouble,
  events,
  missing_events,
  first_event,
  last_event,
  silent_minutes
FROM hosts
ORDER BY
  CASE WHEN silent_minutes >= $silent THEN 1 WHEN missing_events > 0 THEN 2 ELSE 3 END,
  silent_minutes DESC, missing_events DESC, node
`,
  'keys': `-- How often the rules with each key matched.
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
`,
  'logins': `-- Who logged in where, from where and with what.
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
`,
  'sudo': `-- What was run by sudo, and for whom.
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
`,
} as const
