import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run, withoutConfigurationNotes } from '@ts-audit/testing/command'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtCommand, tsAusearch } from './testing/command.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ts-ausearch-checkpoint-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const NOTE = 'NOTE - using logs in c/audit.log\n'
const a = 'type=USER msg=audit(1700000000.100:1): a\n'
const b = 'type=EXECVE msg=audit(1700000001.100:2): b1\ntype=PROCTITLE msg=audit(1700000001.100:2): b2\n'
const c1 = 'type=EXECVE msg=audit(1700000002.100:3): c1 (incomplete)\n'
const c2 = 'type=PROCTITLE msg=audit(1700000002.100:3): c2\n'
const d = 'node=h1 type=USER msg=audit(1700000003.100:4): d\n'
const e = 'type=USER msg=audit(1700000010.100:5): e\n'
const f = 'type=USER msg=audit(1700000011.100:6): f\n'

describe('the story of spec 01 §8.7', () => {
  const at = (name: string) => path.join(folder, name)
  const search = async (...args: string[]) => {
    const outcome = await tsAusearch(['-m', 'ALL', '--checkpoint', 'cp', '-if', 'c', ...args], {
      cwd: folder,
    })
    return { ...outcome, stderr: withoutConfigurationNotes(outcome.stderr) }
  }
  const noted = () => readFileSync(at('cp'), 'latin1').split('\n')[2]

  it('shows the complete events and notes the last one', async () => {
    mkdirSync(at('c'))
    writeFileSync(at('c/audit.log'), a + b + c1)
    expect(await search('-r')).toEqual({ status: 0, stdout: a + b, stderr: NOTE })
    const { dev, ino } = statSync(at('c/audit.log'), { bigint: true })
    expect(readFileSync(at('cp'), 'latin1')).toBe(
      `dev=0x${dev.toString(16).toUpperCase()}\ninode=${ino}\noutput=- 1700000001.100:2 0x51D\n`,
    )
    expect(statSync(at('cp')).mode & 0o027).toBe(0)
  })

  it('finds nothing new', async () => {
    expect(await search()).toEqual({ status: 1, stdout: '', stderr: `${NOTE}<no matches>\n` })
  })

  it('goes on where it stopped, the event completed since included', async () => {
    appendFileSync(at('c/audit.log'), c2 + d)
    expect(await search('-r')).toEqual({ status: 0, stdout: c1 + c2 + d, stderr: NOTE })
    expect(noted()).toBe('output=h1 1700000003.100:4 0x3ED')
  })

  it('follows the file through a rotation', async () => {
    renameSync(at('c/audit.log'), at('c/audit.log.1'))
    writeFileSync(at('c/audit.log'), e)
    expect(await search('-r')).toEqual({ status: 0, stdout: e, stderr: NOTE })
    expect(noted()).toBe('output=- 1700000010.100:5 0x3ED')
  })

  it('fails with status 10 when its file is gone', async () => {
    // A copy has another inode.
    const log = readFileSync(at('c/audit.log'))
    renameSync(at('c/audit.log'), at('elsewhere'))
    writeFileSync(at('c/audit.log'), log)
    appendFileSync(at('c/audit.log'), f)
    const outcome = await search()
    expect({ ...outcome, stderr: '' }).toEqual({ status: 10, stdout: '', stderr: '' })
    // Ours: what may be gone is said.
    expect(outcome.stderr).toBe(
      `${NOTE}NOTE - the file that the checkpoint names is no longer among those of c/audit.log (num_logs in auditd.conf): what came after 1700000010.100:5, up to 1700000000.100:1, the first one there now, may be gone. -ts checkpoint goes on from its time\n`,
    )
    expect(await search('--no-notes')).toEqual({ status: 10, stdout: '', stderr: NOTE })
  })

  it('recovers by time, the event of the checkpoint shown again', async () => {
    expect(await search('-r', '-ts', 'checkpoint')).toEqual({ status: 0, stdout: e + f, stderr: NOTE })
  })

  it('is corrupted when a newer event comes first', async () => {
    const text = readFileSync(at('cp'), 'latin1')
    writeFileSync(at('cp'), text.replace(/^output=.*/m, 'output=- 1700000005.000:99 0x3ED'))
    expect(await search('-r')).toEqual({
      status: 12,
      stdout: '',
      stderr: `${NOTE}Corrupted checkpoint file. Inode match, but newer complete event (1700000010.100:5) found before loaded checkpoint 1700000005.000:99\n`,
    })
  })

  it('is malformed, and left as it was', async () => {
    const text = readFileSync(at('cp'), 'latin1').replace(/^output=.*/m, 'output=- abc')
    writeFileSync(at('cp'), text)
    expect(await search('-r')).toEqual({
      status: 10,
      stdout: '',
      stderr: 'Malformed output/event checkpoint line after node - [output=-]\n',
    })
    expect(readFileSync(at('cp'), 'latin1')).toBe(text)
  })
})

it('repeats an event with --just-one, which is not noted', async () => {
  writeFileSync(path.join(folder, 'one.log'), a + e)
  for (let run = 0; run < 2; run++) {
    const args = ['-r', '-m', 'ALL', '--just-one', '--checkpoint', 'one', '-if', 'one.log']
    expect((await tsAusearch(args, { cwd: folder })).stdout).toBe(a)
    expect(readFileSync(path.join(folder, 'one'), 'latin1')).toContain('output=- 0.000:0 0x0\n')
  }
})

it('is not written for a pipe', async () => {
  const outcome = await tsAusearch(['-r', '-m', 'ALL', '--checkpoint', 'piped'], {
    cwd: folder,
    pipe: 'cat one.log',
  })
  expect(outcome).toMatchObject({ status: 0, stdout: a + e })
  expect(outcome.stderr).toContain('Warning - checkpointing stdin is not supported')
})

it('that cannot be written has status 11', async () => {
  const outcome = await tsAusearch(['-r', '--checkpoint', 'no/such/folder', '-if', 'one.log'], {
    cwd: folder,
  })
  expect([outcome.status, outcome.stdout]).toEqual([11, a + e])
  expect(outcome.stderr).toContain(
    'Cannot open checkpoint file - no/such/folder: No such file or directory\n',
  )
})

it('that has no end is read no further than its first line, as 3.0.9 does', async () => {
  const outcome = await tsAusearch(['-r', '--checkpoint', '/dev/zero', '-if', 'one.log'], { cwd: folder })
  expect([outcome.status, outcome.stdout]).toEqual([10, ''])
  expect(withoutConfigurationNotes(outcome.stderr)).toBe(
    'Unknown checkpoint line - []\nMissing dev/inode lines from checkpoint file /dev/zero\n',
  )
})

it('stays where it was when the events cannot be written', async () => {
  const args = ['-r', '-m', 'ALL', '--checkpoint', 'full', '-if', 'one.log']
  const full = await run(['sh', '-c', '"$@" > /dev/full', 'sh', process.execPath, builtCommand, ...args], {
    cwd: folder,
  })
  expect([full.status, existsSync(path.join(folder, 'full'))]).toEqual([1, false])
  expect((await tsAusearch(args, { cwd: folder })).stdout).toBe(a + e)
})
