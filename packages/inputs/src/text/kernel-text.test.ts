// Lines of the kernel log after their stamps, from examples.
import { describe, expect, test } from 'vitest'
import { readWith } from '../testing/read-with.ts'
import { kernelText } from './kernel-text.ts'

test.each<[line: string, records: readonly string[]]>([
  [
    'audit: type=1334 audit(1795337964.172:9): prog-id=30 op=LOAD',
    ['type=BPF msg=audit(1795337964.172:9): prog-id=30 op=LOAD'],
  ],
  ['type=1300 audit(1.000:9): arch=c000003e', ['type=SYSCALL msg=audit(1.000:9): arch=c000003e']],
  ['audit: type=4711 audit(1.000:9): x=1', ['type=UNKNOWN[4711] msg=audit(1.000:9): x=1']],
  ['audit: type=x audit(1.000:9): x=1', []],
  ['audit: type=1334', []],
  ['audit: initializing netlink subsys (enabled)', []],
  ['usb 1-1: Product: audit: type=1334 audit(1700000000.999:99): prog-id=1 op=LOAD', []],
])('%s', (line, records) => {
  expect(readWith([kernelText], `${line}\n`).records).toEqual(records)
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
    ['by an old kernel', [record(1), 'audit_printk_skb: 9 callbacks suppressed'], [[9, '1.000:1']]],
    ['what printk held back', [record(1), 'printk: 4 messages suppressed.'], [[4, '1.000:1']]],
    ['a reason alone', [record(1), 'audit: backlog limit exceeded'], [[1, '1.000:1']]],
    [
      'a reason beside the count',
      [
        record(1),
        'audit: audit_backlog=65 > audit_backlog_limit=64',
        lost(3),
        'audit: backlog limit exceeded',
      ],
      [
        [1, '1.000:1'],
        [2, '1.000:1'],
      ],
    ],
    ['that memory was short', [record(1), 'audit: out of memory in audit_log_start'], [[1, '1.000:1']]],
    ['that auditd is gone', [record(1), 'audit: *NO* daemon at audit_pid=555'], []],
    ['before the first record: told with that', [lost(2), suppressed(1), record(5)], [[3, '1.000:5']]],
    ['without any record there is nothing to tell it with', [lost(2)], []],
    ['an id that is none is not evidence', ['audit: type=1334 audit(1.0:x): prog-id=1', lost(1)], []],
  ])('%s', (_, lines, told) => {
    expect(readWith([kernelText], `${lines.join('\n')}\n`).missing).toEqual(told)
  })
})
