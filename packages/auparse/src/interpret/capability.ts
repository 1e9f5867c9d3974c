/** Capabilities, single and as bitmaps (spec 03 §4.13, §4.14). */
import { capabilities, lookupName } from '@ts-audit/tables/usual'
import type { Wide } from './integers.ts'
import { type Interpreter, named, ofNumber } from './interpreter.ts'

const LAST_CAPABILITY = 40

/** `capability`. */
export const capability: Interpreter = named(10, capabilities, (value) => `unknown-capability(${value})`)

/** A capability as an argument of a system call. */
export const capabilityArgument: Interpreter = named(
  16,
  capabilities,
  (value) => `unknown-capability(0x${value})`,
)

/** `cap_fp` and its like: the names of all bits, or `none`. */
export const capabilitySet: Interpreter = ofNumber(16, (bits) => {
  const names: string[] = []
  for (let number = 0; number <= LAST_CAPABILITY; number++) {
    const name = hasBit(bits, number) ? lookupName(capabilities, number) : undefined
    if (name !== undefined) names.push(name)
  }
  return names.join(',') || 'none'
})

function hasBit(bits: Wide, number: number): boolean {
  return ((number < 32 ? bits.low >>> number : bits.high >>> (number - 32)) & 1) === 1
}
