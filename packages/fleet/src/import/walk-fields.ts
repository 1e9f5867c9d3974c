/** The fields of a record, one after the other: `name=value`, also those inside `msg='…'`. */

const SPACE = 0x20
const QUOTE = 0x22
const APOSTROPHE = 0x27
const COMMA = 0x2c
const EQUALS = 0x3d

/** Told about each field: `isQuoted` where the value stood in double quotes, which are taken off. */
export type FieldSink = (name: string, value: string, isQuoted: boolean) => void

/** Walks through a record's text, which is latin1, from after its stamp. Every character is looked at once or twice. */
export function walkFields(text: string, start: number, take: FieldSink): void {
  const { length } = text
  let at = start
  while (at < length) {
    const code = text.charCodeAt(at)
    if (code === SPACE || code === APOSTROPHE || code === COMMA) {
      at++
      continue
    }
    const nameStart = at
    while (at < length) {
      const next = text.charCodeAt(at)
      if (next === EQUALS || next === SPACE) break
      at++
    }
    if (at >= length || text.charCodeAt(at) === SPACE) continue
    const name = text.slice(nameStart, at)
    at++
    const first = text.charCodeAt(at)
    if (first === APOSTROPHE && name === 'msg') {
      at++
      continue
    }
    if (first === QUOTE) {
      const end = text.indexOf('"', at + 1)
      const stop = end < 0 ? length : end
      take(name, text.slice(at + 1, stop), true)
      at = stop + 1
      continue
    }
    const valueStart = at
    while (at < length) {
      const next = text.charCodeAt(at)
      if (next === SPACE || next === APOSTROPHE) break
      at++
    }
    take(name, text.slice(valueStart, at), false)
  }
}
