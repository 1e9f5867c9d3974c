/** Pairs and attributes the BPF programs of a host anew, from all that its logs have told so far. */
import { type BpfReport, createBpfTracker } from '@ts-audit/bpf'
import { LogReader } from '@ts-audit/log'
import { unicode } from '../columns/text.ts'
import type { Engine, QueryAnswer } from '../engine.ts'
import { findingsTable } from '../schema/findings-table.ts'
import { programsTable } from '../schema/programs-table.ts'
import type { LineCompression } from './line-compression.ts'
import { joinedPieces } from './line-parts.ts'
import { RowBatch } from './row-batch.ts'

const UNSET = 4294967295
const ROWS_AT_ONCE = 20_000

/**
 * Replaces the programs and findings of every host that has changed; what is left undone by a kill is done next time.
 * @param onHost told before each: its number, from 1, and how many there are
 */
export async function pairPending(
  engine: Engine,
  compression: LineCompression,
  onHost?: (host: number, hosts: number) => void,
): Promise<void> {
  const nodes: string[] = []
  for await (const rows of (await engine.query('SELECT DISTINCT node FROM pending_nodes')).rows) {
    for (const [node] of rows) nodes.push(String(node))
  }
  for (const [index, node] of nodes.entries()) {
    onHost?.(index + 1, nodes.length)
    await pairNode(engine, compression, node)
  }
}

async function pairNode(engine: Engine, compression: LineCompression, node: string): Promise<void> {
  const tracker = createBpfTracker()
  const reader = new LogReader({ sink: tracker.sink })
  const answer = await engine.query(
    'SELECT part, lines FROM bpf_lines WHERE node = $node ORDER BY first_ts, source, first_event, part',
    { node },
  )
  for await (const lines of decompressed(answer, compression)) reader.push(lines)
  reader.end()
  const report = tracker.finish()
  await engine.atomically(async () => {
    for (const table of ['programs', 'findings'])
      await engine.execute(`DELETE FROM ${table} WHERE node = $node`, { node })
    await insertPrograms(engine, report, node)
    await insertFindings(engine, report, node)
    // Last: where an engine has no transactions, what was stopped before is done again.
    await engine.execute('DELETE FROM pending_nodes WHERE node = $node', { node })
  })
}

/** The pieces of lines; while one is taken the next is decompressed. */
async function* decompressed(answer: QueryAnswer, compression: LineCompression): AsyncGenerator<Uint8Array> {
  let ahead: Promise<Uint8Array> | undefined
  for await (const piece of joinedPieces(answer)) {
    const before = ahead
    ahead = compression.decompress(piece)
    // It is waited for later; until then a failure is nobody's.
    ahead.catch(() => {})
    if (before !== undefined) yield await before
  }
  if (ahead !== undefined) yield await ahead
}

async function insertPrograms(engine: Engine, { programs }: BpfReport, node: string): Promise<void> {
  const batch = new RowBatch(programsTable)
  let number = 0
  for (const { load, unload, loader, enrichment, ...program } of programs) {
    batch.add([
      node,
      number++,
      program.boot,
      program.progId,
      program.state,
      load?.event,
      load?.time,
      load?.success,
      load?.exit,
      unload?.event,
      unload?.time,
      unload?.context,
      program.lifetimeMs,
      loader?.pid,
      loader?.ppid,
      idOf(loader?.uid),
      idOf(loader?.euid),
      idOf(loader?.auid),
      idOf(loader?.ses),
      textOf(loader?.tty),
      textOf(loader?.comm),
      textOf(loader?.exe),
      textOf(loader?.proctitle),
      textOf(loader?.key),
      textOf(loader?.subj),
      textOf(enrichment?.auid),
      textOf(enrichment?.uid),
      textOf(enrichment?.euid),
      program.confidence,
      program.doubts,
      program.findings,
    ])
    if (batch.rowCount >= ROWS_AT_ONCE) await engine.insert(programsTable, [batch.take()])
  }
  if (batch.rowCount > 0) await engine.insert(programsTable, [batch.take()])
}

async function insertFindings(engine: Engine, { findings }: BpfReport, node: string): Promise<void> {
  if (findings.length === 0) return
  const batch = new RowBatch(findingsTable)
  for (const [number, { name, severity, firstTime, sentence, evidence, progIds }] of findings.entries()) {
    batch.add([node, number, name, severity, firstTime, textOf(sentence), evidence, progIds])
  }
  await engine.insert(findingsTable, [batch.take()])
}

function textOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : unicode(text)
}

function idOf(id: number | undefined): number | undefined {
  return id === UNSET ? undefined : id
}
