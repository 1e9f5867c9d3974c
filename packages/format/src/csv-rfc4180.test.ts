/** Csv for programs: read back by a parser of RFC 4180, it has the values of the event and as many columns as the header. */
import { LogReader } from '@ts-audit/log'
import { expect, test } from 'vitest'
import { ByteSink, formatContext, outputFormat } from './index.ts'

function csvOf(log: string): string {
  const sink = new ByteSink()
  const format = outputFormat('csv').create(
    sink,
    formatContext({ rfc4180: true, extraKeys: true, escape: 'raw' }),
  )
  const reader = new LogReader({
    sink(event) {
      format.write(event)
      return true
    },
  })
  reader.push(Buffer.from(log, 'latin1'))
  reader.end()
  return sink.text()
}

/** RFC 4180, section 2, read strictly. */
function parse(text: string): string[][] {
  const rows: string[][] = []
  for (let rest = text; rest !== ''; ) {
    const row: string[] = []
    for (;;) {
      const cell = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest)
      if (cell === null) throw new Error(`no csv: ${rest.slice(0, 40)}`)
      rest = rest.slice(cell[0].length)
      row.push(cell[1]?.replaceAll('""', '"') ?? cell[2] ?? '')
      if (cell[3] !== ',') break
    }
    rows.push(row)
  }
  return rows
}

const hex = (text: string) => Buffer.from(text).toString('hex').toUpperCase()
const syscall = (serial: number, exe: string, key: string) =>
  `type=SYSCALL msg=audit(1.000:${serial}): arch=c000003e syscall=59 success=yes exit=0 a0=1 items=0 pid=1 auid=0 uid=0 ses=1 comm="x" exe=${exe} key=${key}\n`

test('values with commas, quotes and line feeds are one cell; formulas are disarmed, numbers are not', () => {
  const log =
    syscall(1, hex('/a,b "c"\nd'), '"=1+1"') +
    syscall(2, '"/bin/x"', '"-5"') +
    syscall(3, '"/bin/x"', '"-x"') +
    // Two records without a SYSCALL cannot be normalised.
    'type=PATH msg=audit(1.000:4): item=0 name="a"\ntype=CWD msg=audit(1.000:4): cwd="/"\n'
  const [header, ...rows] = parse(csvOf(log))
  const column = (name: string) => rows.map((row) => row[header!.indexOf(name)])
  expect(rows.map(({ length }) => length)).toEqual(rows.map(() => header!.length))
  expect(column('HOW').slice(0, 2)).toEqual(['/a,b "c"\nd', '/bin/x'])
  expect(column('KEY')).toEqual(["'=1+1", '-5', "'-x", ''])
  expect(column('SERIAL_NUM')).toEqual(['1', '2', '3', '4'])
})
