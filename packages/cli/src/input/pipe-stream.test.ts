/** What is gathered of a pipe is what was written to it, in buffers that are used again as soon as that is allowed. */
import { execFileSync, spawn } from 'node:child_process'
import { constants, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newBuffer, pipeStream } from './pipe-stream.ts'

test('bytes come in order, each buffer alone, and none is written over before it is taken', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-pipe-'))
  try {
    const content = Buffer.from(Array.from({ length: 150_000 }, (_, index) => `${index}\n`).join(''))
    const file = path.join(folder, 'content')
    writeFileSync(file, content)
    const pipe = path.join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const pauses = 'head -c 70000 "$0"; sleep 0.05; head -c 9 "$0"; sleep 0.05; cat "$0"'
    spawn('sh', ['-c', `(${pauses}) > "$1"`, file, pipe], { stdio: 'ignore' })
    const free: Uint8Array<ArrayBuffer>[] = []
    const taken: Uint8Array<ArrayBuffer>[] = []
    const stream = pipeStream(openSync(pipe, constants.O_RDONLY), (held) => {
      const inUse = new Set(held.map(({ buffer }) => buffer))
      for (const buffer of taken.splice(0)) (inUse.has(buffer.buffer) ? taken : free).push(buffer)
      const buffer = (free.shift() ?? newBuffer()).fill(0)
      taken.push(buffer)
      return buffer
    })
    const parts: Buffer[] = []
    let last: ArrayBufferLike | undefined
    for await (const chunk of stream) {
      // Reading goes on meanwhile.
      if (parts.length % 3 === 1) await new Promise((resolve) => setTimeout(resolve, 5))
      expect(chunk.buffer).not.toBe(last)
      last = chunk.buffer
      parts.push(Buffer.from(chunk))
    }
    const expected = Buffer.concat([content.subarray(0, 70_000), content.subarray(0, 9), content])
    expect(Buffer.concat(parts).equals(expected)).toBe(true)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
