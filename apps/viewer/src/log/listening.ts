/** Work that does not wait for anything by itself, and must hear of a cancel all the same. */

/** Milliseconds of work between two pauses: a pause takes about four. */
const WORK = 100

/** Gives what is to be awaited after each piece of work: nearly always nothing. */
export function listening(): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < WORK) return undefined
    return new Promise((resolve) => {
      setTimeout(() => {
        last = performance.now()
        resolve()
      })
    })
  }
}
