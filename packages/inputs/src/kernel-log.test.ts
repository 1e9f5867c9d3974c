// Kernel log lines, from examples and from machines without auditd (fixtures/captures/dmesg*).
import { readFileSync } from 'node:fs'
import { LogReader, recordText } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import { createKernelLogUnwrapper, type KernelLine, readKernelLine } from './kernel-log.ts'

const record = (text: string): KernelLine => ({ kind: 'record', text })
const lines: readonly (readonly [line: string, read: KernelLine])[] = [
  [
    'audit: type=1334 audit(1795337964.172:9): prog-id=30 op=LOAD',
    record('type=BPF msg=audit(1795337964.172:9): prog-id=30 op=LOAD'),
  ],
  [
    '[    9.940759] audit: type=1334 audit(1.0:9): prog-id=1 op=LOAD',
    record('type=BPF msg=audit(1.0:9): prog-id=1 op=LOAD'),
  ],
  [
    'Nov 24 01:02:03 host kernel: audit: type=1300 audit(1.0:9): arch=c000003e',
    record('type=SYSCALL msg=audit(1.0:9): arch=c000003e'),
  ],
  ['audit: type=4711 audit(1.0:9): x=1', record('type=UNKNOWN[4711] msg=audit(1.0:9): x=1')],
  [
    'audit: audit_lost=2547 audit_rate_limit=0 audit_backlog_limit=16384',
    { kind: 'lost-so-far', lost: 2547 },
  ],
  ['[ 5.0] kauditd_printk_skb: 2307 callbacks suppressed', { kind: 'suppressed', lost: 2307 }],
  ['audit: type=x audit(1.0:9): x=1', { kind: 'other' }],
  ['audit: type=1334', { kind: 'other' }],
  ['Nov 22 09:22:45 qlab audit: BPF prog-id=3 op=LOAD', { kind: 'journal-copy' }],
  ['MESSAGE=BPF prog-id=3 op=LOAD', { kind: 'journal-copy' }],
  ['[    0.000000] audit: initializing netlink subsys (enabled)', { kind: 'other' }],
]

test.each(lines)('%s', (line, read) => {
  expect(readKernelLine(line)).toEqual(read)
})

describe.each([1 << 20, 4096, 17])('a real kernel log in chunks of %d bytes', (size) => {
  test('has its BPF records', () => {
    const log = readFileSync(new URL('../../../fixtures/captures/dmesg/dmesg.txt', import.meta.url))
    const records: string[] = []
    const reader = new LogReader({
      sink: (event) => records.push(...event.records.map(recordText)) > 0,
    })
    const kernel = createKernelLogUnwrapper()
    for (let at = 0; at < log.length; at += size) reader.push(kernel.push(log.subarray(at, at + size)))
    reader.push(kernel.end())
    reader.end()
    const text = log.toString('latin1')
    for (const operation of ['op=LOAD', 'op=UNLOAD']) {
      const found = records.filter((record) => record.startsWith('type=BPF ') && record.includes(operation))
      expect(found).toHaveLength(text.split(operation).length - 1)
    }
  })
})

describe('what the kernel says is missing', () => {
  const record = (serial: number) => `audit: type=1334 audit(1.000:${serial}): prog-id=1 op=LOAD`
  const lost = (count: number) => `audit: audit_lost=${count} audit_rate_limit=0 audit_backlog_limit=64`
  const suppressed = (count: number) => `kauditd_printk_skb: ${count} callbacks suppressed`

  test.each<[what: string, lines: readonly string[], told: readonly (readonly [number, string])[]]>([
    [
      'since boot, so that only the increase counts',
      [record(1), lost(3), record(2), lost(5)],
      [
        [3, '1.000:1'],
        [2, '1.000:2'],
      ],
    ],
    [
      'after a reboot the count begins anew',
      [record(7), lost(9), record(1), lost(4)],
      [
        [9, '1.000:7'],
        [4, '1.000:1'],
      ],
    ],
    ['what was not printed', [record(1), suppressed(20)], [[20, '1.000:1']]],
    ['before the first record: told with that', [lost(2), suppressed(1), record(5)], [[3, '1.000:5']]],
    ['without any record there is nothing to tell it with', [lost(2)], []],
    ['an id that is none is not evidence', ['audit: type=1334 audit(1.0:x): prog-id=1', lost(1)], []],
  ])('%s', (_, lines, told) => {
    const heard: [number, string][] = []
    const reader = createKernelLogUnwrapper({ onLost: (count, event) => heard.push([count, event]) })
    reader.push(Buffer.from(`${lines.join('\n')}\n`))
    expect(heard).toEqual(told)
  })
})
