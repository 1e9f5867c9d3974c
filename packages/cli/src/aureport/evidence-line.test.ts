// The line below a finding is a command: run as a shell would run it, it prints the events of the finding, and only them.
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { runAusearch } from '../ausearch/run-ausearch.ts'
import { runAureport } from './run-aureport.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'evidence '))
afterAll(() => rmSync(folder, { recursive: true }))
const incidents = fileURLToPath(new URL('../../../../fixtures/bpf/incidents/', import.meta.url))

async function printed(run: typeof runAureport, tokens: readonly string[]): Promise<string> {
  const file = path.join(folder, 'out')
  const stdout = openSync(file, 'w')
  const stdin = openSync('/dev/null', 'r')
  const variables = { LC_ALL: 'C', TZ: 'UTC' }
  await run({ tokens, variables, machine: 'x86_64', isTerminal: () => false, note: () => {}, stdin, stdout })
  closeSync(stdout)
  closeSync(stdin)
  return readFileSync(file, 'latin1')
}

/** What a shell makes of a command line, without the command. */
function shellWords(line: string): readonly string[] {
  const script = `printf '%s\\0' ${line}`
  return execFileSync('sh', ['-c', script], { encoding: 'latin1' }).split('\0').slice(1, -1)
}

test.each<[name: string, node: string | undefined]>([
  ['90-bpfdoor-like.log', undefined],
  ['92-triplecross-like.log', undefined],
  ['98-agent-killed-audit-off.log', undefined],
  ['99-bpf-excluded-by-attacker.log', 'web-1'],
])('%s, node %s', async (name, node) => {
  // A name that a shell would take apart, and two boots whose serial numbers are the same.
  const log = path.join(folder, `it's ${name}`)
  const records = readFileSync(path.join(incidents, name), 'latin1')
  const named = node === undefined ? records : records.replaceAll(/^/gm, `node=${node} `).trimEnd()
  writeFileSync(log, `${named.replaceAll('audit(176', 'audit(175')}\n${named}\n`, 'latin1')
  const { findings } = JSON.parse(
    await printed(runAureport, ['--bpf', 'findings', '--format', 'json', '-if', log]),
  ) as { findings: readonly { evidence: readonly string[] }[] }
  const text = await printed(runAureport, ['--bpf', 'findings', '-if', log])
  const commands = text.split('\n').flatMap((line) => /^ {3}events: (.*)$/.exec(line)?.[1] ?? [])
  expect(commands).toHaveLength(findings.length)
  expect(findings.length).toBeGreaterThan(1)
  for (const [at, command] of commands.entries()) {
    const raw = await printed(runAusearch, ['--raw', ...shellWords(command).filter((word) => word !== '-i')])
    const ids = new Set(raw.split('\n').flatMap((line) => /audit\((\S+)\)/.exec(line)?.[1] ?? []))
    expect([...ids].toSorted()).toEqual([...new Set(findings[at]?.evidence)].toSorted())
  }
})
