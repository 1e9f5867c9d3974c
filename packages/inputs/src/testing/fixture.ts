/** The files of `fixtures/inputs` and `fixtures/captures`, for tests. */
import { readFileSync } from 'node:fs'

const fixtures = new URL('../../../../fixtures/', import.meta.url)

export function fixture(path: string): Uint8Array {
  return readFileSync(new URL(path, fixtures))
}

/** Its lines, latin1. */
export function fixtureLines(path: string): string[] {
  return lines(Buffer.from(fixture(path)).toString('latin1'))
}

export function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}
