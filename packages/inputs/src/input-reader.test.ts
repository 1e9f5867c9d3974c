// Audit logs and other forms, cut anywhere, one after the other, from buffers that are written over.
import { readFileSync } from 'node:fs'
import { LogReader, recordText } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import { InputReader, type InputReaderOptions, type RecordSource } from './input-reader.ts'

const audit = readFileSync(new URL('../../../fixtures/captures/bpf-nosyscall/audit.log', import.meta.url))

interface Reading {
  readonly records: string[]
  readonly sources: (RecordSource | undefined)[]
  readonly bytesRead: number
  readonly reader: InputReader
}

/** Reads files in chunks of a size, each in a buffer that is written over as soon as that is allowed. */
function read(
  files: readonly (Uint8Array | string)[],
  size: number,
  options: Partial<InputReaderOptions> = {},
): Reading {
  const records: string[] = []
  const sources: (RecordSource | undefined)[] = []
  const reader: InputReader = new InputReader({
    keepsPlaces: true,
    ...options,
    sink(event) {
      for (const record of event.records) {
        records.push(recordText(record))
        sources.push(reader.sourceOf(record))
      }
      return true
    },
  })
  for (const [index, file] of files.entries()) {
    const bytes = typeof file === 'string' ? Buffer.from(file, 'latin1') : file
    for (let at = 0; at < bytes.length; at += size) {
      const chunk = Uint8Array.from(bytes.subarray(at, at + size))
      reader.push(chunk)
      // As ChunkPool does with what no event in flight refers to.
      if (reader.buffersInFlight().size === 0) chunk.fill(0)
    }
    if (index < files.length - 1) reader.endFile()
  }
  reader.end()
  return { records, sources, bytesRead: reader.bytesRead, reader }
}

/** What a `LogReader` makes of a log. */
function plainRecords(log: Uint8Array): string[] {
  const records: string[] = []
  const reader = new LogReader({ sink: (event) => records.push(...event.records.map(recordText)) > 0 })
  reader.push(log)
  reader.end()
  return records
}

const sizes = [1 << 20, 65_536, 1000, 61, 1]
const load = (serial: number) => `type=BPF msg=audit(1700000000.000:${serial}): prog-id=${serial} op=LOAD`
const kernelLoad = (serial: number) =>
  `audit: type=1334 audit(1700000000.000:${serial}): prog-id=${serial} op=LOAD`

describe.each(sizes)('in chunks of %d bytes', (size) => {
  test('an audit log gives what a LogReader gives', () => {
    const { records, bytesRead } = read([audit], size)
    expect(records).toEqual(plainRecords(audit))
    expect(bytesRead).toBe(audit.length)
  })

  test.each<[what: string, files: readonly string[], serials: readonly number[]]>([
    ['kernel text', [`${kernelLoad(1)}\n${kernelLoad(2)}\n`], [1, 2]],
    ['without a newline at the end', [`${kernelLoad(1)}\n${kernelLoad(2)}`], [1, 2]],
    ['an audit log, then kernel text', [`${load(1)}\n${kernelLoad(2)}\n`], [1, 2]],
    ['kernel text, then an audit log', [`${kernelLoad(1)}\n${load(2)}\n`], [1, 2]],
    ['a last line in another form', [`${load(1)}\n${kernelLoad(2)}`], [1, 2]],
    ['files of different forms', [`${load(1)}\n`, '', `${kernelLoad(2)}\n`, load(3)], [1, 2, 3]],
    ['a first line that was cut', [`udit(1.0:1): x\n${load(1)}\n`], [1]],
    ['CRLF and a byte order mark', [`\xef\xbb\xbf${load(1)}\r\n${load(2)}\r\n`], [1, 2]],
    ['an indented block', [`Here:\n\n    ${load(1)}\n    ${load(2)}\n`], [1, 2]],
    ['a quoted mail', [`> ${load(1)}\n> > ${load(2)}\n`], [1, 2]],
    ['colours', [`\x1b[33maudit: \x1b[0m${kernelLoad(1).slice(7)}\n`], [1]],
    ['text in between', [`${load(1)}\nhello\n${load(2)}\n{"a":1}\n${load(3)}\n`], [1, 2, 3]],
    [
      'a line of more than 1 MiB that ends before the last chunk does',
      [
        `${kernelLoad(1)}\nNov 14 22:13:20 h kernel: ${'a'.repeat(1_048_550)}${kernelLoad(2)}\n${kernelLoad(3)}\n`,
      ],
      [1, 3],
    ],
    ['UTF-16', [utf16(`${load(1)}\r\n${load(2)}\r\n`)], [1, 2]],
    ['UTF-16 without a mark', [utf16(`${load(1)}\n${kernelLoad(2)}\n`).slice(2)], [1, 2]],
    ['nothing', [''], []],
    ['no log at all', ['x'], []],
  ])('%s', (_, files, serials) => {
    const { records } = read(files, size)
    expect(records.map((record) => Number(/:(\d+)\)/.exec(record)?.[1]))).toEqual(serials)
  })

  test('says where records came from', () => {
    const noise = 'some text\n'
    const log = `${load(1)}\n${load(2)}\n${noise}${kernelLoad(3)}\n${load(4)}\n`
    const { records, sources } = read([log, `${load(5)}\n`], size)
    expect(records).toHaveLength(5)
    const line = load(1).length + 1
    expect(sources.map((source) => [source?.form.name, source?.input, source?.line, source?.offset])).toEqual(
      [
        ['audit', 0, 1, 0],
        ['audit', 0, 2, line],
        ['kernel', 0, 4, 2 * line + noise.length],
        ['audit', 0, 5, 2 * line + noise.length + kernelLoad(3).length + 1],
        ['audit', 1, 1, 0],
      ],
    )
  })

  test('a record that two sources tell is read once', () => {
    const { records, reader } = read([`${kernelLoad(1)}\n`, `noise\n${load(1)}\n${load(2)}\n`], size)
    expect(records).toHaveLength(2)
    expect(reader.report.sources.map(({ duplicates }) => duplicates)).toEqual([0, 1])
  })

  test('a record that one source tells twice stays twice', () => {
    expect(read([`${kernelLoad(1)}\n${kernelLoad(1)}\n`], size).records).toHaveLength(2)
  })
})

describe('the choice', () => {
  const mixed = `${kernelLoad(1)}\n${load(2)}\n`
  test.each<[choice: 'audit' | 'any' | 'auto', log: string, records: number]>([
    ['audit', mixed, 1],
    ['any', mixed, 2],
    ['auto', mixed, 1],
    ['auto', `${kernelLoad(1)}\n`, 1],
    ['audit', `${kernelLoad(1)}\n`, 0],
  ])('%s', (choice, log, records) => {
    expect(read([log], 7, { choice }).records).toHaveLength(records)
  })

  test.each([
    ['indented', `    ${load(1)}\n    ${load(2)}\n`, 2],
    ['a byte order mark', `\ufeff${load(1)}\n${load(2)}\n`, 2],
    ['CSV with a column _raw', `_time,_raw\n2023,${load(1)}\n`, 1],
  ])('auto takes what does not begin as auditd writes it for another form: %s', (_, log, records) => {
    const reading = read([new TextEncoder().encode(log)], 100, { choice: 'auto' })
    expect(reading.reader.choice).toBe('any')
    expect(reading.records).toHaveLength(records)
  })

  test('a tar archive is refused, with the remedy', () => {
    const tar = Buffer.alloc(1024)
    tar.write('audit.log')
    tar.write('ustar', 257)
    const { reader } = read([Buffer.concat([tar.subarray(0, 512), Buffer.from(`${load(1)}\n`)])], 600, {})
    expect(reader.report.refusals).toEqual(['a tar archive: give what tar -xOf FILE prints'])
  })

  test('compatible reads what the reference reads, and says what else is there', () => {
    const { reader, records } = read([`${kernelLoad(1)}\n`, `${load(2)}\n${kernelLoad(3)}\n`], 7, {
      choice: 'compatible',
    })
    expect(records).toEqual([load(2)])
    expect(reader.report.aside?.sources.map(({ form, records }) => [form.name, records])).toEqual([
      ['kernel', 2],
    ])
  })

  test('compatible says of UTF-16 and of journal files what they are', () => {
    const wide = Buffer.from(`\ufeff${load(1)}\n`, 'utf16le')
    const { reader, records } = read([wide, `LPKSHHRH${'\0'.repeat(80)}\n`], 100, { choice: 'compatible' })
    expect(records).toEqual([])
    expect(reader.report.refusals[0]).toBe('text in utf-16le')
    expect(reader.report.refusals[1]).toMatch(/^a journal file/)
  })

  test('of auto is made once, for all files', () => {
    const { reader, records } = read([`${load(1)}\n`, `${kernelLoad(2)}\n`], 100, { choice: 'auto' })
    expect(reader.choice).toBe('compatible')
    expect(records).toHaveLength(1)
  })
})

test('a journal file is refused, with the remedy', () => {
  const { reader } = read([`LPKSHHRH${'\0'.repeat(300)}${load(1)}\n`], 100)
  expect(reader.report.refusals).toEqual([expect.stringContaining('journalctl -o export')])
})

test('a plain log stays plain after a few odd lines', () => {
  const many = Array.from({ length: 500 }, (_, serial) => `${load(serial + 1)}\n`).join('')
  const { records, sources } = read([`${many}odd\n${many}`], 997)
  expect(records).toHaveLength(1000)
  expect(sources.at(-1)?.line).toBe(1001)
})

function utf16(text: string): string {
  return Buffer.from(`\ufeff${text}`, 'utf16le').toString('latin1')
}
