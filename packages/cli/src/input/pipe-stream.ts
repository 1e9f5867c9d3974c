/** The bytes of a pipe or socket by its descriptor, on every runtime. */
import { createReadStream } from 'node:fs'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'

const READ_BYTES = 64 << 10

/**
 * A stream of what a descriptor gives, which stays open when the stream is destroyed. A socket waits without a thread, so that a
 * process can end while its pipe is silent; Bun (1.4) never reads a descriptor that a socket was made of, and waits for files
 * without a thread.
 */
export function pipeStream(descriptor: number): Readable {
  if (!('Bun' in globalThis)) return new Socket({ fd: descriptor, readable: true, writable: false })
  return createReadStream('', { fd: descriptor, autoClose: false, highWaterMark: READ_BYTES })
}
