// The command lines of docs/cookbook.md, run on the log in examples/ by a shell. Its programs are run and compiled with those of
// the other documents.
import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks, commandExamples, programExamples } from './document-examples.mjs'
import { root } from './project.mjs'

const page = readFileSync(join(root, 'docs', 'cookbook.md'), 'utf8')
const log = join(root, 'examples', 'audit.log')
const hasJq = spawnSync('jq', ['--version']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'cookbook-'))
const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C', PATH: `${folder}${delimiter}${process.env.PATH}` }

beforeAll(() => {
  for (const command of ['ts-ausearch', 'ts-aureport']) {
    const script = join(root, 'apps', command, 'dist', `${command}.js`)
    const text = `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`
    writeFileSync(join(folder, command), text, { mode: 0o755 })
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** @param {string} command */
function shell(command, cwd = root) {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { status, output: stdout + stderr }
}

/**
 * The one block of a language that holds a word.
 * @param {string} language
 * @param {string} word
 */
function blockWith(language, word) {
  const found = codeBlocks(page).filter((block) => block.language === language && block.text.includes(word))
  expect(found.length).toBe(1)
  return found[0]?.text.trim() ?? ''
}

it('has twelve recipes, of which six are programs', () => {
  const numbers = [...page.matchAll(/^### (\d+)\. /gm)].map(([, number]) => Number(number))
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  expect(programExamples(page).length).toBe(6)
})

describe('a command with its output', () => {
  for (const { command, output } of commandExamples(page)) {
    it.skipIf(command.includes('jq ') && !hasJq)(`${command} prints what it says`, () => {
      expect(shell(command).output).toBe(output)
    })
  }
})

describe('a command in the text', () => {
  const commands = [...page.matchAll(/`(ts-au\w+ [^`]*)`/g)].map(([, command]) => command)

  it('is there', () => expect(commands.length).toBeGreaterThan(0))

  it.each(commands)('%s finds something', (command) => {
    expect(shell(`${command} -if examples/audit.log`)).toMatchObject({ status: 0 })
  })
})

it('follows a log that grows', async () => {
  copyFileSync(log, join(folder, 'audit.log'))
  const [command = '', ...args] = blockWith('sh', '--follow').split(' ')
  const script = join(root, 'apps', command, 'dist', `${command}.js`)
  const follower = spawn(process.execPath, [script, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    // It begins at the end of the log, wherever that is when it has started: so the event comes more than once.
    let serial = 100
    const writer = setInterval(() => appendFileSync(join(folder, 'audit.log'), failedLogin(serial++)), 100)
    try {
      const chunk = await new Promise((resolve) => follower.stdout.once('data', resolve))
      const [line] = String(chunk).split('\n')
      expect(line).toMatch(/^At 09:00:00 11\/25\/26 .*dave.* unsuccessfully logged-in/)
    } finally {
      clearInterval(writer)
    }
  } finally {
    follower.kill()
  }
})

/** @param {number} serial */
function failedLogin(serial) {
  return `type=USER_LOGIN msg=audit(1795597200.000:${serial}): pid=3500 uid=0 auid=4294967295 ses=4294967295 msg='op=login acct="dave" exe="/usr/sbin/sshd" hostname=? addr=203.0.113.7 terminal=ssh res=failed'\n`
}

/**
 * The part of `@duckdb/node-api` that is used here. It is no dependency: NODE_PATH tells where it is.
 * @returns {{ DuckDBInstance: { create(path: string): Promise<any> } } | undefined}
 */
function findDuckDb() {
  try {
    return createRequire(import.meta.url)('@duckdb/node-api')
  } catch {
    return undefined
  }
}

describe('DuckDB', () => {
  const duckDb = findDuckDb()
  const rows = /```sql\n[\s\S]*?```\n\n```text\n([\s\S]*?)```/.exec(page)?.[1]

  it('is given what it asks for', () => {
    expect(shell(blockWith('sh', '> events.ndjson').replace('examples/audit.log', log), folder)).toEqual({
      status: 0,
      output: '',
    })
    /** @type {Map<string, number>} */
    const runs = new Map()
    for (const line of readFileSync(join(folder, 'events.ndjson'), 'utf8').trim().split('\n')) {
      const [program = ''] = JSON.parse(line).argv
      runs.set(program, (runs.get(program) ?? 0) + 1)
    }
    const first = [...runs].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 3)
    expect(first.map(([program, count]) => `${program} ${count}\n`).join('')).toBe(rows)
  })

  it.skipIf(duckDb === undefined)('answers [needs @duckdb/node-api]', async () => {
    const database = await duckDb?.DuckDBInstance.create(':memory:')
    const connection = await database.connect()
    const query = blockWith('sql', 'events.ndjson').replace('events.ndjson', join(folder, 'events.ndjson'))
    /** @type {unknown[][]} */
    const answer = (await connection.runAndReadAll(query)).getRowsJson()
    expect(answer.map((row) => `${row.join(' ')}\n`).join('')).toBe(rows)
  })
})
