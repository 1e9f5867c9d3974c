/** File names and working directories: PATH, CWD and AVC_PATH records (spec 01 §5.5). */
import { QUOTE } from '../../ascii.ts'
import { toObject } from '../assign.ts'
import { toNeedle } from '../byte-span.ts'
import { decodeValue } from '../decode.ts'
import { readPathValue } from '../path-value.ts'
import { type Procedure, type Step, sequence, when } from '../step.ts'
import { wordOrEnd } from '../text-steps.ts'

const CWD = toNeedle(' cwd=')
const NAME = toNeedle(' name=')
const PATH = toNeedle(' path=')
/** Where the search in these records begins: inside the shortest header. */
const HEADER = 28
const SHORTEST_CWD = 34
const SHORTEST_PATH = 35

export const cwd = when('file', (text, attributes) => {
  if (text.end - text.start < SHORTEST_CWD) return 0
  const from = text.after(CWD, text.start + HEADER)
  if (from < 0) return 0
  const quoted = from < text.end && text.bytes[from] === QUOTE
  const quote = quoted ? text.findByte(QUOTE, from + 1) : -1
  if (quoted && quote < 0) return 1
  attributes.cwd ??= quoted ? text.span(from + 1, quote) : decodeValue(text.bytes, from, text.end)
  return 0
})

const name: Step = (text, attributes) => {
  const from = text.after(NAME, text.at)
  if (from < 0) return 0
  text.at = from
  return readPathValue(text, from, attributes, text.span(from, text.end))
}

const named = sequence(when('file', name), when('object', wordOrEnd('obj=', toObject)))

export const path: Procedure = (active) => {
  const steps = named(active)
  if (steps === undefined) return undefined
  return (text, attributes) => {
    if (text.end - text.start < SHORTEST_PATH) return 0
    text.at = text.start + HEADER
    return steps(text, attributes)
  }
}

export const avcPath = when('file', (text, attributes) => {
  const from = text.after(PATH, text.start)
  return from < 0 ? 1 : readPathValue(text, from, attributes)
})

/** What CONFIG_CHANGE adds: a watched path, whose failure is ignored. */
export const watchedPath = when('file', (text, attributes) => {
  const from = text.after(PATH, text.start)
  if (from >= 0) readPathValue(text, from, attributes)
  return 0
})
