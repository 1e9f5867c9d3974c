/** For tests: the rules of spec 01 §4.2 taken literally, with a plain table that is searched from end to end. */
import { isSingleRecordType, parseRecordType } from '@ts-audit/tables/record-types'

interface Slot {
  readonly id: string
  readonly order: readonly [seconds: number, milliseconds: number, serial: number]
  readonly type: number
  readonly texts: string[]
  open: boolean
}

const LINE = /^(node=\S+ )?type=(\S+) msg=audit\((\d+)\.(\d+):(\d+)\): (.*)$/

/** The texts of each event's records, in the order of delivery; for well-formed lines only. */
export function modelEvents(log: string, timeout: number): string[][] {
  const table: (Slot | undefined)[] = []
  const delivered: string[][] = []

  const deliver = (): void => {
    for (;;) {
      const first = table.reduce(
        (best, slot) => (slot && (!best || before(slot, best)) ? slot : best),
        undefined,
      )
      if (first === undefined || first.open) return
      table[table.indexOf(first)] = undefined
      delivered.push(first.texts)
    }
  }

  for (const line of log.split('\n')) {
    const match = LINE.exec(line)
    if (match === null) continue
    const [, node = '', name = '', sec = '', milli = '', serial = '', text = ''] = match
    const type = parseRecordType(name)
    const id = `${node}${sec}.${milli}:${serial}`
    const open = table.find((slot) => slot?.open && slot.id === id)
    if (open !== undefined) {
      open.texts.push(text)
    } else {
      if (type === 1320) continue
      const order = [Number(sec), Number(milli), Number(serial)] as const
      const free = table.indexOf(undefined)
      table[free < 0 ? table.length : free] = { id, order, type, texts: [text], open: true }
      for (const slot of table) {
        if (slot && (slot.order[0] + timeout <= order[0] || isSingleRecordType(slot.type))) slot.open = false
      }
    }
    deliver()
  }
  for (const slot of table) if (slot) slot.open = false
  deliver()
  return delivered
}

function before(a: Slot, b: Slot): boolean {
  for (let at = 0; at < 3; at++) {
    const difference = (a.order[at] as number) - (b.order[at] as number)
    if (difference !== 0) return difference < 0
  }
  return false
}
