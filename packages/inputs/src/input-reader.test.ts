// Audit logs and kernel logs, cut anywhere, one after the other, from buffers that are written over.
import { readFileSync } from 'node:fs'
import { LogReader } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import { InputReader } from './input-reader.ts'
import { createKernelLogUnwrapper } from './kernel-log.ts'

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/captures/${name}`, import.meta.url))
const audit = fixture('bpf-nosyscall/audit.log')
const dmesg = fixture('dmesg/dmesg.txt')

/** The serial numbers of the events in a log, and the bytes read. */
function read(files: readonly Uint8Array[], size: number): { serials: number[]; bytesRead: number } {
  const serials: number[] = []
  const reader = new InputReader({ sink: (event) => serials.push(event.serial) > 0 })
  for (const [index, file] of files.entries()) {
    for (let at = 0; at < file.length; at += size) {
      const chunk = Uint8Array.from(file.subarray(at, at + size))
      reader.push(chunk)
      // As ChunkPool does with what no event in flight refers to.
      if (reader.buffersInFlight().size === 0) chunk.fill(0)
    }
    if (index < files.length - 1) reader.endFile()
  }
  reader.end()
  return { serials, bytesRead: reader.bytesRead }
}

/** The same by the parts it is made of, each log in one piece. */
function expected(logs: readonly Uint8Array[]): number[] {
  const serials: number[] = []
  const reader = new LogReader({ sink: (event) => serials.push(event.serial) > 0 })
  for (const log of logs) {
    reader.push(log)
    reader.endFile()
  }
  reader.end()
  return serials
}

function recordsOf(kernelLog: Uint8Array): Uint8Array {
  const kernel = createKernelLogUnwrapper()
  return Buffer.concat([kernel.push(kernelLog), kernel.end()])
}

describe.each([1 << 20, 65_536, 1000, 61])('in chunks of %d bytes', (size) => {
  test.each<[what: string, files: readonly Uint8Array[], logs: readonly Uint8Array[]]>([
    ['an audit log', [audit], [audit]],
    ['a kernel log', [dmesg], [recordsOf(dmesg)]],
    ['an audit log, then a kernel log', [audit, dmesg], [audit, recordsOf(dmesg)]],
    ['a kernel log, then an audit log', [dmesg, audit], [recordsOf(dmesg), audit]],
    ['an empty file between', [dmesg, new Uint8Array(), audit], [recordsOf(dmesg), audit]],
    ['a first line that was cut', [audit.subarray(40)], [audit.subarray(40)]],
    ['no log at all', [Buffer.from('x')], []],
  ])('%s', (_, files, logs) => {
    const { serials, bytesRead } = read(files, size)
    expect(serials).toEqual(expected(logs))
    expect(bytesRead).toBe(files.reduce((sum, { length }) => sum + length, 0))
  })
})

test('a node before the type is an audit log, too', () => {
  const log = Buffer.from('node=a type=BPF msg=audit(1700000000.000:7): prog-id=1 op=LOAD\n')
  expect(read([log], 5).serials).toEqual([7])
})

// Lines of journalctl -o short, -o export and -o json (journalctl(1)); the kernel's own lines are read.
test.each<[what: string, log: string, told: RegExp | undefined]>([
  ['short', 'Nov 22 09:22:45 host audit: BPF prog-id=3 op=LOAD\n', /^NOTE - 1 BPF record is in journald's/],
  [
    'export',
    '_AUDIT_ID=11\nMESSAGE=BPF prog-id=3 op=LOAD\nMESSAGE=BPF prog-id=3 op=UNLOAD\n',
    /^NOTE - 2 BPF/,
  ],
  ['json', '{"_AUDIT_ID":"11","MESSAGE":"BPF prog-id=3 op=LOAD"}', /^NOTE - 1 BPF/],
  ['the kernel itself', 'audit: type=1334 audit(1.000:9): prog-id=3 op=LOAD\n', undefined],
  ['an audit log', 'type=BPF msg=audit(1.000:9): prog-id=3 op=LOAD\n', undefined],
])('records in the form of %s are told of when they are not read', (_, log, told) => {
  const notes: string[] = []
  const reader = new InputReader({ sink: () => true, note: (text) => notes.push(text) })
  reader.push(Buffer.from(log))
  reader.end()
  expect(notes).toEqual(told === undefined ? [] : [expect.stringMatching(told)])
})
