// By which beginnings an input is taken for auditd's log.
import { expect, test } from 'vitest'
import { ascii } from './bytes.ts'
import { holdsRecord } from './holds-record.ts'

const RECORD = 'type=BPF msg=audit(1700000000.100:1): prog-id=7 op=LOAD'
/** Of a line the reference reads so many bytes, and the rest as further lines. */
const LINE = 8969

test.each<[what: string, text: string, isLog: boolean]>([
  ['a record', `${RECORD}\n`, true],
  ['one without a newline', RECORD, true],
  ['one after other lines', `hello\n\n${RECORD}\n`, true],
  ['one of a node', `node=a ${RECORD}\n`, true],
  ['an indented one', ` ${RECORD}\n`, false],
  ['a line that only begins like one', 'type=BPF msg=audit(soon): op=LOAD\n', false],
  ['one with a byte order mark', `\ufeff${RECORD}\n`, false],
  ['what follows the cut in a long line', `{"raw":"${'x'.repeat(LINE - 8)}${RECORD}"}\n`, false],
  ['nothing', '', false],
])('%s', (_, text, isLog) => {
  expect(holdsRecord(ascii(text))).toBe(isLog)
})
