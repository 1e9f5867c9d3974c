-- Files that were made, deleted, written to or whose attributes were changed, and by what. Opening for writing is in the lowest
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
