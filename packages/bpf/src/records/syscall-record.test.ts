// A SYSCALL record says the same whether all its fields are there, and in order, or something unusual is among them.
import { LogReader, type LogRecord } from '@ts-audit/log'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { IdentityCache } from './identity.ts'
import { readSyscallRecord } from './syscall-record.ts'

const TAIL =
  'auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=3 comm="bpf" exe="/usr/bin/bpf" subj=unconfined key="bpf"\x1dARCH=x86_64 SYSCALL=bpf AUID="alice" UID="root" EUID="root"'

function read(body: string) {
  const line = `type=SYSCALL msg=audit(1700000000.000:1): ${body}\n`
  const found: LogRecord[] = []
  const reader = new LogReader({ sink: ({ records }) => found.push(...records) > 0 })
  reader.push(Uint8Array.from(line, (character) => character.charCodeAt(0)))
  reader.end()
  const [record] = found
  if (record === undefined) throw new Error('no record')
  return readSyscallRecord(record, new IdentityCache())
}

const usual = (numbers: string, ppid = '1', pid = '412') =>
  `${numbers} a1=7ffc a2=90 a3=0 items=0 ppid=${ppid} pid=${pid} ${TAIL}`
/** The same with a field that no kernel writes, which only the slower reading passes over. */
const disturbed = (body: string) => body.replace(' items=', ' new=1 items=')

describe('a SYSCALL record', () => {
  test('of a call that succeeded', () => {
    expect(read(usual('arch=c000003e syscall=321 success=yes exit=3 a0=5'))).toEqual({
      name: 'bpf',
      success: true,
      exit: 3,
      a0: 5,
      pid: 412,
      ppid: 1,
      identity: {
        uid: 0,
        euid: 0,
        auid: 1000,
        ses: 3,
        tty: 'pts0',
        comm: 'bpf',
        exe: '/usr/bin/bpf',
        key: 'bpf',
        subj: 'unconfined',
        unit: 'session-3.scope',
        names: { auid: 'alice', uid: 'root', euid: 'root' },
      },
    })
  })

  test.each([
    'arch=c000003e syscall=321 success=no exit=-13 a0=5',
    'arch=40000003 syscall=357 success=yes exit=0 a0=1c',
    'arch=c000003e syscall=231 a0=0',
    'arch=c000003e syscall=99999 success=yes exit=0 a0=0',
    'arch=c000003e syscall=70000 success=yes exit=0 a0=0',
    'arch=dead syscall=1 success=yes exit=0 a0=0',
    'arch=c000003e syscall=0321 success=yes exit=-0 a0=0',
    'arch=c000003e syscall=321 success=yes exit=9007199254740993 a0=ffffffffffffffff',
    'arch=c000003e syscall=321 success=maybe exit=0x3 a0=',
    'arch=x syscall=-1 success=yes exit=3 a0=5',
    'arch= syscall= success=yes exit= a0=zz',
    'syscall=321 arch=c000003e exit=3 success=yes a0=5',
    'arch=c000003e syscall=321 per=400000 success=yes exit=3 a0=5',
  ])('%s', (numbers) => {
    expect(read(usual(numbers))).toEqual(read(disturbed(usual(numbers))))
  })

  test('of any numbers', () => {
    const number = fc.oneof(
      fc.integer().map(String),
      fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
      fc.string({ unit: fc.constantFrom(...'0123456789abcdefx-+. '), maxLength: 18 }),
    )
    const numbers = fc.tuple(number, number, fc.constantFrom('yes', 'no', ''), number, number, number, number)
    fc.assert(
      fc.property(numbers, ([arch, syscall, success, exit, a0, ppid, pid]) => {
        const body = usual(
          `arch=${arch} syscall=${syscall} success=${success} exit=${exit} a0=${a0}`,
          ppid,
          pid,
        )
        expect(read(body)).toEqual(read(disturbed(body)))
      }),
      { numRuns: 2000 },
    )
  })
})
