/** Imports into DuckDB and Parquet: what a log holds is in the store once, however often, under whatever name and in how many parts it comes. */

import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { normaliseEvent } from '@ts-audit/auparse/normalise'
import { createBpfTracker, type Program } from '@ts-audit/bpf'
import { copyEvent, type LogEvent, LogReader } from '@ts-audit/log'
import { hasDuckdb } from '@ts-audit/testing/duckdb'
import { fixtures } from '@ts-audit/testing/fixtures'
import { createRandom } from '@ts-audit/testing/random'
import { afterAll, describe, expect, test } from 'vitest'
import type { Engine, Value } from './engine.ts'
import { importLogs } from './node/import-logs.ts'
import { openStore, type Store } from './store.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-import-'))
afterAll(() => rmSync(folder, { recursive: true }))

const capture = (name: string): string => path.join(fixtures, 'captures', name, 'audit.log')

async function rows(store: Store, sql: string): Promise<readonly (readonly Value[])[]> {
  const found = []
  for await (const piece of (await store.query(sql)).rows) found.push(...piece)
  return found
}

/** What there is in a store of the events themselves. */
const EVENTS = 'SELECT node, ts, serial, types, pid, exe, result, syscall FROM events ORDER BY ALL'
const PROGRAMS =
  'SELECT node, prog_id, state, load_event, unload_event, loader_pid, loader_exe, confidence, findings FROM programs ORDER BY node, number'

function eventsOf(files: readonly string[]): readonly LogEvent[] {
  const events: LogEvent[] = []
  const reader = new LogReader({ sink: (event) => events.push(copyEvent(event)) })
  for (const file of files) {
    reader.push(readFileSync(file))
    reader.endFile()
  }
  reader.end()
  return events
}

/** The reference: the tracker on the whole log at once. */
function programsOf(files: readonly string[]): readonly Program[] {
  const tracker = createBpfTracker()
  const reader = new LogReader({ sink: tracker.sink })
  for (const file of files) {
    reader.push(readFileSync(file))
    reader.endFile()
  }
  reader.end()
  return [...tracker.finish().programs]
}

function programRows(programs: readonly Program[], node: string): readonly (readonly Value[])[] {
  return programs.map(({ progId, state, load, unload, loader, confidence, findings }) => [
    node,
    progId,
    state,
    load?.event ?? null,
    unload?.event ?? null,
    loader?.pid ?? null,
    loader?.exe === undefined ? null : Buffer.from(loader.exe, 'latin1').toString(),
    confidence,
    [...findings],
  ])
}

let stores = 0
const kinds = [
  { kind: 'DuckDB', place: () => ':memory:' },
  { kind: 'Parquet', place: () => `parquet:${path.join(folder, `store${stores++}`)}` },
]

describe.skipIf(!hasDuckdb).each(kinds)('import into $kind [needs @duckdb/node-api]', ({ place }) => {
  test.each(['host-mixed', 'bpf-enriched', 'bpf-k612'])(
    '%s: its events with their times, actions and programs',
    async (name) => {
      const log = capture(name)
      const store = await openStore(place())
      const result = await store.import({ files: [log], host: 'web' }, { batchEvents: 500 })
      const events = eventsOf([log])
      expect(result).toEqual({
        events: events.length,
        logsRead: 1,
        logsUnchanged: 0,
        lostLines: 0,
        failed: 0,
      })
      const found = await rows(store, 'SELECT ts, serial, kind, action FROM events ORDER BY source_event')
      expect(found).toEqual(
        events.map((event) => {
          const [normal] = normaliseEvent(event)
          const time = new Date(event.seconds * 1000 + event.milliseconds)
          return [time, BigInt(event.serial), normal?.kind ?? null, normal?.action ?? null]
        }),
      )
      expect(await rows(store, PROGRAMS)).toEqual(programRows(programsOf([log]), 'web'))
      await store.close()
    },
  )

  test('fields of an event keep their values: numbers beyond 2^53, bytes, lists, what is unset', async () => {
    const log = path.join(folder, 'fields.log')
    const stamp = 'msg=audit(1700000000.123:7)'
    const lines = [
      `node=h type=SYSCALL ${stamp}: arch=c000003e syscall=257 success=no exit=-13 a0=ffffffffffffff9c a1=7ffc0badcafe1234 a2=0 a3=1 items=2 ppid=5 pid=6 auid=4294967295 uid=1000 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=4294967295 comm=C3A97820 exe="/bin/x y" subj=unconfined key=6162016364\x1dARCH=x86_64 UID="alice"`,
      `node=h type=EXECVE ${stamp}: argc=3 a0="sh" a1=2D63FF a2[0]=6162 a2[1]=6364`,
      `node=h type=CWD ${stamp}: cwd="/tmp"`,
      `node=h type=PATH ${stamp}: item=0 name="a b" inode=18446744073709551615 dev=08:01 mode=0100644 ouid=0 ogid=4294967295 rdev=00:00 nametype=NORMAL`,
      `node=h type=PATH ${stamp}: item=1 name=(null) inode=2 dev=08:01 mode=040755 ouid=0 ogid=0 rdev=00:00 nametype=PARENT`,
      `node=h type=SOCKADDR ${stamp}: saddr=020001BB7F0000010000000000000000`,
      `node=h type=PROCTITLE ${stamp}: proctitle=7368002D6300`,
      `node=h type=BPF ${stamp}: prog-id=4294967294 op=LOAD`,
    ]
    writeFileSync(log, Buffer.from(`${lines.join('\n')}\n`, 'latin1'))
    const store = await openStore(place())
    await store.import({ files: [log] }, { records: true })
    const [row] = await rows(
      store,
      `SELECT event_id, node, main_type, result, arch, syscall, exit, errno, a0, a1, auid, uid, uid_name, ses, tty, comm, exe,
        keys, argv, cwd, paths, addr, port, family, proctitle, bpf FROM events`,
    )
    expect(row).toEqual([
      'h/1700000000.123:7',
      'h',
      'SYSCALL',
      false,
      'x86_64',
      'openat',
      -13n,
      'EACCES',
      0xffffffffffffff9cn,
      0x7ffc0badcafe1234n,
      null,
      1000,
      'alice',
      null,
      '(none)',
      'éx ',
      '/bin/x y',
      ['ab', 'cd'],
      ['sh', '-c\ufffd', 'abcd'],
      '/tmp',
      [
        {
          ...{
            item: 0,
            name: 'a b',
            nametype: 'NORMAL',
            inode: 2n ** 64n - 1n,
            dev: '08:01',
            mode: 0o100644,
          },
          ...{ ouid: 0, ogid: null },
        },
        { item: 1, name: null, nametype: 'PARENT', inode: 2n, dev: '08:01', mode: 0o40755, ouid: 0, ogid: 0 },
      ],
      '127.0.0.1',
      443,
      'inet',
      'sh -c',
      [{ prog_id: 4294967294, op: 'LOAD' }],
    ])
    const raw = await rows(store, 'SELECT raw FROM records ORDER BY ord')
    expect(raw.map(([line]) => Buffer.from(line as Uint8Array).toString('latin1'))).toEqual(lines)
    await store.close()
  })

  test('a rotated log is one; again, under new names, grown, compressed and out of order it adds what is new', async () => {
    const parts = ['.4', '.3', '.2', '.1', ''].map((suffix) => `${capture('rotated')}${suffix}`)
    const reference = await openStore(place())
    const whole = await reference.import({ files: parts })
    expect(whole.events).toBe(eventsOf(parts).length)
    const expected = await rows(reference, EVENTS)
    const programs = programRows(programsOf(parts), '')
    expect(await rows(reference, PROGRAMS)).toEqual(programs)
    expect(await reference.import({ files: parts })).toMatchObject({ events: 0, logsUnchanged: 5 })
    await reference.close()

    // Day by day: the log grows within a line, is rotated, and at last compressed.
    const store = await openStore(place())
    const log = path.join(folder, 'audit.log')
    const texts = parts.map((part) => readFileSync(part))
    const history: string[] = []
    for (const [day, text] of texts.entries()) {
      writeFileSync(log, text.subarray(0, text.length / 2))
      await store.import({ files: [...history, log] }, { batchEvents: 100 })
      appendFileSync(log, text.subarray(text.length / 2))
      if (day % 2 === 0) await store.import({ files: [...history, log] })
      const rotated = `${log}.${texts.length - day}`
      copyFileSync(log, rotated)
      history.push(rotated)
    }
    await store.import({ files: history })
    expect(await rows(store, EVENTS)).toEqual(expected)
    expect(await rows(store, PROGRAMS)).toEqual(programs)
    // Each by itself and compressed, the last first: none of it is new.
    for (const [index, text] of [...texts.entries()].reverse()) {
      const file = path.join(folder, `${index}.gz`)
      writeFileSync(file, gzipSync(text))
      await store.import({ files: [file] })
    }
    // An older copy, and all in one file.
    writeFileSync(log, (texts[2] as Buffer).subarray(0, 50_000))
    await store.import({ files: [log] })
    writeFileSync(log, Buffer.concat(texts))
    await store.import({ files: [log] })
    expect(await rows(store, EVENTS)).toEqual(expected)
    expect(await rows(store, PROGRAMS)).toEqual(programs)
    await store.close()
  })

  test('a log, a copy of it and one that has grown, all in one import, are there once', async () => {
    const [log, copy, grown] = ['one.log', 'copy.log', 'grown.log'].map((name) =>
      path.join(folder, name),
    ) as [string, string, string]
    const text = readFileSync(capture('host-mixed'))
    writeFileSync(log, text.subarray(0, text.length / 2))
    copyFileSync(log, copy)
    writeFileSync(grown, text)
    const store = await openStore(place())
    await store.import([log, copy, grown].map((file) => ({ files: [file], host: 'web' })))
    const expected = await openStore(place())
    await expected.import({ files: [grown], host: 'web' })
    expect(await rows(store, EVENTS)).toEqual(await rows(expected, EVENTS))
    expect(await rows(store, 'SELECT count(*) FROM sources')).toEqual([[1n]])
    await Promise.all([store.close(), expected.close()])
  })

  test('an engine that takes no gathered rows is given them as plain values, with the same result', async () => {
    const staged = await openStore(place())
    const { engine, ...gathered } = await openStore(place())
    const sources = ['host-mixed', 'bpf-enriched'].map((name) => ({ files: [capture(name)], host: name }))
    const batches: number[] = []
    const plain: Engine = {
      name: engine.name,
      replacesByKey: engine.replacesByKey,
      prepare: (tables) => engine.prepare(tables),
      execute: (sql, parameters) => engine.execute(sql, parameters),
      query: (sql, parameters) => engine.query(sql, parameters),
      insert(table, given) {
        if (table.name === 'events') batches.push(...given.map(({ rowCount }) => rowCount))
        return engine.insert(table, given)
      },
      atomically: (work) => engine.atomically(work),
      close: () => engine.close(),
    }
    await staged.import(sources, { batchEvents: 200 })
    await importLogs(plain, sources, { batchEvents: 200 })
    expect(batches.length).toBeGreaterThan(2)
    expect(new Set(batches.slice(0, -1))).toEqual(new Set([200]))
    const store = { engine, ...gathered }
    for (const question of ['SELECT * FROM events ORDER BY source, source_event', PROGRAMS])
      expect(await rows(store, question)).toEqual(await rows(staged, question))
    await Promise.all([staged.close(), gathered.close()])
  })

  test('what comes late corrects the programs: unloaded first, loaded in a file of yesterday', async () => {
    const text = readFileSync(capture('bpf-node'), 'latin1')
    const middle = text.indexOf('\n', text.length / 2) + 1
    mkdirSync(path.join(folder, 'late'), { recursive: true })
    const [early, late] = [text.slice(0, middle), text.slice(middle)].map((part, index) => {
      const file = path.join(folder, 'late', String(index))
      writeFileSync(file, part, 'latin1')
      return file
    }) as [string, string]
    const store = await openStore(place())
    await store.import({ files: [late] })
    const before = await rows(store, PROGRAMS)
    await store.import({ files: [early] })
    const after = await rows(store, PROGRAMS)
    expect(after).not.toEqual(before)
    expect(after).toEqual(programRows(programsOf([early, late]), 'qlab'))
    await store.close()
  })

  test('programs are paired in the end, host by host, which is told', async () => {
    const store = await openStore(place())
    const sources = ['bpf-basic', 'bpf-enriched'].map((name) => ({ files: [capture(name)], host: name }))
    const told: (readonly number[])[] = []
    const options = { onPairing: (host: number, hosts: number) => told.push([host, hosts]) }
    await store.import(sources, options)
    await store.import(sources, options)
    expect(told).toEqual([
      [1, 2],
      [2, 2],
    ])
    await store.close()
  })

  test('two logs that begin alike are two; streams are read, too', async () => {
    const text = readFileSync(capture('host-mixed'), 'latin1')
    const lines = text.split('\n')
    const other = path.join(folder, 'other.log')
    // As grep leaves it: the first event, and then only some.
    const first = /\(.*?\)/.exec(text)?.[0] ?? ''
    const chosen = lines.filter((line) => line.includes(first) || line.includes('USER_'))
    writeFileSync(other, `${chosen.join('\n')}\n`, 'latin1')
    const store = await openStore(place())
    await store.import({ files: [other] })
    await store.import({ name: 'a pipe', stream: [Buffer.from(text, 'latin1')] })
    await store.import({ files: [capture('host-mixed')] })
    const ids = await rows(store, 'SELECT count(*), count(DISTINCT event_id) FROM events')
    const all = eventsOf([capture('host-mixed')]).length
    expect(ids).toEqual([[BigInt(all), BigInt(all)]])
    await store.close()
  })
})

test.skipIf(!hasDuckdb)(
  'lines that compress badly lie in rows of 16 KiB, and are put together again [needs @duckdb/node-api]',
  async () => {
    const log = path.join(folder, 'random.log')
    const random = createRandom(17)
    const load = (id: number): string => {
      const stamp = `msg=audit(1700000000.000:${id})`
      const words = Array.from({ length: 40 }, () => random.below(2 ** 31).toString(16)).join('')
      return `type=BPF ${stamp}: prog-id=${id} op=LOAD\ntype=PROCTITLE ${stamp}: proctitle=${words}\n`
    }
    writeFileSync(log, Array.from({ length: 3000 }, (_, index) => load(index + 1)).join(''))
    const store = await openStore(path.join(folder, 'parts.duckdb'))
    await store.import({ files: [log], host: 'web' })
    const [sizes] = await rows(
      store,
      'SELECT max(octet_length(lines)), max(part) > 10, count(*) FILTER (part = 0) FROM bpf_lines',
    )
    // One of them is the end of the log.
    expect(sizes).toEqual([16_384n, true, 2n])
    expect(await rows(store, 'SELECT count(*), max(prog_id) FROM programs')).toEqual([[3000n, 3000]])
    await store.close()
  },
)
