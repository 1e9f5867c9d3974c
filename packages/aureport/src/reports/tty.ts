/** `--tty`: what was typed on terminals. */
import * as RecordType from '@ts-audit/tables/record-type'
import { serial, session } from '../columns/event-columns.ts'
import { commOf, terminalOf, textColumn } from '../columns/text-columns.ts'
import { keystrokes, keystrokesOf } from '../columns/tty-data.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { typeSet } from '../type-set.ts'

const typed = typeSet(RecordType.TTY, RecordType.USER_TTY)

export const tty = defineReport({
  name: 'tty',
  options: ['--tty'],
  meaning: 'Report about tty keystrokes',
  argument: 'none',
  types: typed,
  holds: ({ event }) => typed.has(event.type),
  steps: ['session', 'auid', 'terminal', 'comm'],
  detailed: {
    title: 'TTY Report',
    heading: '# date time event auid term sess comm data',
    rules: [47, 47],
    isComplete: (row) => keystrokesOf(row) !== undefined,
    columns: {
      serial,
      auid: auidColumn('escaped'),
      terminal: textColumn(terminalOf, 'raw', '?'),
      session,
      comm: textColumn(commOf, 'escaped', '?'),
      data: keystrokes,
    },
  },
})
