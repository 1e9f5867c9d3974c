/** A log that is being written, as events that come. */
import { fileURLToPath } from 'node:url'
import type { AccountResolver } from '@ts-audit/auparse'
import { noAccounts } from '@ts-audit/auparse/usual'
import { type FollowLogOptions, followLog } from '@ts-audit/log/node'
import { AuditEvent } from '../audit-event.ts'
import { EventReader } from '../event-reader.ts'
import { compileQuery, type EventQuery } from '../query.ts'

/** How a log is followed; nothing has to be said. */
export interface FollowOptions
  extends Pick<FollowLogOptions, 'from' | 'position' | 'eventTimeout' | 'onNotice' | 'pollMilliseconds'> {
  /** Ends it: what is in flight is given, unless a `position` keeps it for the next run. */
  readonly signal?: AbortSignal | undefined
  /** The events that are wanted, as `log.where` takes them. */
  readonly where?: EventQuery | undefined
  /** Names of users and groups that the log itself does not tell. */
  readonly accounts?: AccountResolver | undefined
}

/**
 * The events of auditd's log as they are written, through its rotations: `for await (const event of follow(path, { signal }))`.
 * Begins at the log's end, or where `from` or `position` say. Other forms are not followed.
 *
 * @param path of the log: `/var/log/audit/audit.log`
 * @throws {TypeError} when a word in `where` is none
 * @throws the error of the file system, while iterating, when the log cannot be read
 */
export function follow(path: string | URL, options: FollowOptions = {}): AsyncIterable<AuditEvent> {
  const { where, accounts = noAccounts, ...others } = options
  const query = compileQuery(where ?? {})
  const file = path instanceof URL ? fileURLToPath(path) : path
  return {
    async *[Symbol.asyncIterator]() {
      const { matcherOf } = await import('../event-matcher.ts')
      const matcher = await matcherOf([query], accounts)
      const reader = new EventReader(accounts)
      await reader.interpreters.load()
      for await (const event of followLog(file, { ...others, interest: matcher.interest })) {
        if (matcher.matches(event)) yield new AuditEvent(event, reader, accounts)
      }
    },
  }
}
