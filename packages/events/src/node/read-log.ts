/** A log by its path. */
import { createReadStream, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { decompress } from '@ts-audit/inputs'
import { logFamily } from '@ts-audit/inputs/node'
import type { LogSource } from '../log-source.ts'
import { AuditLog, type ReadLogOptions, readLog as readSource } from '../read-log.ts'

/** A file, or a folder that holds `audit.log` and its rotated files. */
export type LogFile = string | URL

const READ_BYTES = 1 << 20
const LOG_NAME = 'audit.log'
const NEWLINE = 0x0a

/**
 * Reads a log: by its path, or from anything that `readLog` of the main entry takes. Of a folder all files of the log are
 * read, the oldest first, compressed ones too.
 *
 * @throws {TypeError} when it is given something else
 * @throws the error of the file system, while iterating, when a file cannot be read
 */
export function readLog(source: LogFile | LogSource, options: ReadLogOptions = {}): AuditLog {
  if (typeof source !== 'string' && !(source instanceof URL)) return readSource(source, options)
  const file = source instanceof URL ? fileURLToPath(source) : source
  return new AuditLog(() => bytesOfFile(file, options), options)
}

/** Each file is decompressed by itself, and its last line ends with it. */
async function* bytesOfFile(
  file: string,
  { limits }: ReadLogOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (const name of await filesOf(file)) {
    const { chunks } = await decompress(createReadStream(name, { highWaterMark: READ_BYTES }), { limits })
    let last: number | undefined = NEWLINE
    for await (const chunk of chunks) {
      last = chunk.at(-1) ?? last
      yield chunk
    }
    if (last !== NEWLINE) yield Uint8Array.of(NEWLINE)
  }
}

/** The log of a folder with its rotated files, the oldest first; else the file itself. */
async function filesOf(file: string): Promise<string[]> {
  if (!statSync(file).isDirectory()) return [file]
  const family = await logFamily(path.join(file, LOG_NAME))
  if (family.length === 0) throw new Error(`${file} is a folder without ${LOG_NAME}: name a file in it`)
  return family.map((member) => member.path)
}
