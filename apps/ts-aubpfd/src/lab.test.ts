// The scripts that judge a run in the lab, on parts of recorded ones (lab/recorded). What is expected was counted in the files.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from '@ts-audit/testing/command'
import { afterEach, beforeEach, expect, test } from 'vitest'

const lab = fileURLToPath(new URL('../lab/', import.meta.url))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ts-aubpfd-lab-'))
  cpSync(path.join(lab, 'recorded'), folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

function change(file: string, from: string | RegExp, to: string): void {
  const name = path.join(folder, file)
  const before = readFileSync(name, 'latin1')
  const after = before.replace(from, to)
  expect(after).not.toBe(before)
  writeFileSync(name, after, 'latin1')
}

async function output(script: string, result: string): Promise<string> {
  const { status, stdout, stderr } = await run([
    process.execPath,
    path.join(lab, script),
    path.join(folder, result),
  ])
  expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: '' })
  return stdout.toString()
}

test('a run of the plugin is held against the log, the loaders and bpftool', async () => {
  const text = await output('measure.mjs', 'plugin')
  expect(text).toContain('loads in the log since the start  11, not told 0, told and not in the log 0')
  expect(text).toContain('found 8 (72.7 %), gone 3, other program 0, not asked 0')
  expect(text).toContain('lifetime by the log, ms           median 68;')
  expect(text).toContain('ms after the LOAD, of those found median 41, p95 410, most 410')
  expect(text).toContain('longer-lived than p95             3, not found 0')
  expect(text).toContain('of those the loader wrote down     11, found 8, wrong type 0')
  expect(text).toContain('left loaded, by bpftool            3, known 3, other type, name or tag 0')
  expect(text).toContain('queue at its fullest      7 of')
})

test('what the plugin has missed, made up or told wrongly is seen', async () => {
  // The LOAD of 390 is not told, and one is told that nobody has logged.
  change('plugin/programs.ndjson', '1795951178.306:2106', '1795951178.306:9999')
  change('plugin/programs.ndjson', '"type":"cgroup_device"', '"type":"xdp"')
  const text = await output('measure.mjs', 'plugin')
  expect(text).toContain('loads in the log since the start  11, not told 1, told and not in the log 1')
  expect(text).toContain('longer-lived than p95             3, not found 1')
  expect(text).toContain('wrong type: prog-id=391 xdp, is cgroup_device')
  expect(text).toContain('known 3, other type, name or tag 1')
})

test('a followed log is held against its files, line by line', async () => {
  expect(await output('followed.mjs', 'follow')).toContain(
    '4 files, 134 lines; followed 134 in 89 s; missing 0, too many 0\n',
  )
})

test('lines that were followed twice, or not at all, are seen', async () => {
  const lines = readFileSync(path.join(folder, 'follow', 'followed.raw'), 'latin1').split('\n')
  const [third = '', fourth = ''] = lines.slice(2)
  change('follow/followed.raw', `${third}\n`, `${third}\n${third}\n`)
  change('follow/followed.raw', `${fourth}\n`, '')
  expect(await output('followed.mjs', 'follow')).toContain('; missing 1, too many 1\n')
})
