/** Who reads which part. */

/** Takes a part; false when another thread has. */
export function takePart(taken: Int32Array<SharedArrayBuffer>, index: number): boolean {
  return Atomics.compareExchange(taken, index, 0, 1) === 0
}
