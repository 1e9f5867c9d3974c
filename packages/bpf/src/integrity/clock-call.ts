/** Tells the system calls that set the clock from others. */
import type { CallText } from './event-shape.ts'

/** clock_settime, settimeofday, adjtimex, clock_adjtime (and stime) by the numbers of the machine. */
const CALLS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    'c000003e',
    new Map([
      ['227', 'clock_settime'],
      ['164', 'settimeofday'],
      ['159', 'adjtimex'],
      ['305', 'clock_adjtime'],
    ]),
  ],
  [
    '40000003',
    new Map([
      ['264', 'clock_settime'],
      ['404', 'clock_settime64'],
      ['79', 'settimeofday'],
      ['124', 'adjtimex'],
      ['343', 'clock_adjtime'],
      ['405', 'clock_adjtime64'],
      ['25', 'stime'],
    ]),
  ],
  [
    'c00000b7',
    new Map([
      ['112', 'clock_settime'],
      ['170', 'settimeofday'],
      ['171', 'adjtimex'],
      ['266', 'clock_adjtime'],
    ]),
  ],
])

/** The name of a call that sets the clock and has succeeded. */
export function clockCall({ arch, syscall, success }: CallText): string | undefined {
  return success === 'yes' ? CALLS.get(arch)?.get(syscall) : undefined
}
