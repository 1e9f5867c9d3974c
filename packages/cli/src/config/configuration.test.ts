/** What is said of a configuration that cannot be read, by the table of spec 01 §2.1 and spec 05 §1. */
import { expect, test } from 'vitest'
import { type ConfigurationOptions, readConfiguration } from './configuration.ts'

const TIMEOUT_NOTE = 'NOTE - using built-in end_of_event_timeout: 2\n'
const LOGS_NOTE = 'NOTE - using built-in logs: /var/log/audit/audit.log\n'
const NOT_REGULAR = 'Error - /etc is not a regular file\n'

const rows: readonly (readonly [Omit<ConfigurationOptions, 'note'>, said: string])[] = [
  [{ namedInput: false, path: '/nowhere/x' }, "Config file /nowhere/x doesn't exist, skipping\n"],
  [
    { namedInput: false, path: '/nowhere/x', notes: 'aureport' },
    "Config file /nowhere/x doesn't exist, skipping\n",
  ],
  [{ namedInput: false, path: '/etc' }, NOT_REGULAR + TIMEOUT_NOTE + LOGS_NOTE],
  [{ namedInput: true, path: '/etc' }, NOT_REGULAR + TIMEOUT_NOTE],
  [{ namedInput: true, path: '/etc', notes: 'aureport' }, NOT_REGULAR + LOGS_NOTE],
  [
    { namedInput: true, path: '/etc/passwd/x' },
    `Error opening config file (Not a directory)\n${TIMEOUT_NOTE}`,
  ],
  [{ namedInput: true, path: '/nowhere/x', mayBeMissing: true }, ''],
  [{ namedInput: true, path: '/etc/passwd/x', mayBeMissing: true }, ''],
]

test.each(rows)('%j', (options, said) => {
  let text = ''
  const note = (message: string): void => {
    text += message
  }
  expect(readConfiguration({ ...options, note })).toEqual({
    logFile: '/var/log/audit/audit.log',
    eventTimeout: 2,
  })
  expect(text).toBe(said)
})
