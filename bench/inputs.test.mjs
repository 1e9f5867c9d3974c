import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { carriers } from './carriers.mjs'

it('writes every form so that all of its records are read again', () => {
  const script = join(import.meta.dirname, 'inputs.mjs')
  const { stdout } = spawnSync(process.execPath, [script, '--size', '100K', '--rounds', '0'], {
    encoding: 'utf8',
  })
  const rows = stdout.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
  for (const form of Object.keys(carriers)) {
    const [, , , , , written = '', said = ''] = rows.find(([, name]) => name === form) ?? []
    const count = /^(\d+) written$/.exec(written)?.[1]
    expect(Number(count), form).toBeGreaterThan(100)
    expect(said, form).toMatch(new RegExp(`^${count} records read from `))
  }
}, 120_000)
