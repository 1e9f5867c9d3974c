/** Copies of log bytes that outlive the buffer they were read into. */

/** A copy. Not `bytes.slice`: Node's `Buffer` overrides it to give a view, which changes when the buffer is read into anew. */
export function keptBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.subarray(start, end))
}
