// The options of the BPF report: what they mean, what is refused, and that the documents name them.
import { C_LOCALE, UTC } from '@ts-audit/auparse/time'
import { DEFAULT_THRESHOLDS } from '@ts-audit/bpf'
import { describe, expect, test } from 'vitest'
import { answerText } from '../options/command-table.ts'
import { thresholdOptions } from './bpf/threshold-options.ts'
import { parseAureport } from './command-line.ts'
import { usage } from './table.ts'

const context = { time: { now: 0, zone: UTC, locale: C_LOCALE, uptime: () => 0 } }
const parse = (line: string) => parseAureport(line === '' ? [] : line.split(' '), context)

async function printed(line: string): Promise<string> {
  const answer = parse(line)
  return answer.kind === 'exit' ? answerText(answer) : ''
}

describe('what is asked for', () => {
  test.each([
    ['--bpf', { report: 'bpf', bpf: { thresholds: {} } }],
    ['--bpf -i', { report: 'bpf', interpret: true, bpf: { thresholds: {} } }],
    ['--bpf --summary', { report: 'bpf', summary: true }],
    ['--bpf programs --all', { bpf: { view: 'programs', all: true } }],
    ['--bpf loaded --bpftool live', { bpf: { view: 'loaded', bpftool: 'live' } }],
    ['--bpf loaders --by exe,key --failed', { bpf: { view: 'loaders', by: ['exe', 'key'] } }],
    ['--bpf findings --baseline a --write-baseline b', { bpf: { baseline: 'a', writeBaseline: 'b' } }],
    ['--bpf findings --bpftool x', { bpf: { view: 'findings', bpftool: 'x' } }],
    ['--bpf findings --known-tools x', { bpf: { knownTools: 'x' } }],
    ['--bpf --format html --bpftool x', { format: 'html', bpf: { bpftool: 'x' } }],
    [
      '--bpf story --of session=6 --of exe=/a=b',
      {
        bpf: {
          view: 'story',
          of: [
            { field: 'session', value: '6' },
            { field: 'exe', value: '/a=b' },
          ],
        },
      },
    ],
    ['--bpf diff a b --format json', { format: 'json', bpf: { view: 'diff', diff: ['a', 'b'] } }],
    [
      '--bpf findings --load-burst 7 --no-syscall-share 0.25',
      { bpf: { thresholds: { loadBurst: 7, noSyscallShare: 0.25 } } },
    ],
  ])('%s', (line, options) => {
    expect(parse(line)).toMatchObject({ kind: 'run', options })
  })
})

describe('mistakes end the command without the usage text', () => {
  test.each([
    [
      '--bpf bogus',
      'Unknown BPF view (bogus): use programs, loaded, loaders, commands, findings, story, integrity, diff\n',
    ],
    ['--bpf loaders --by exe,pid', /^Unknown field \(pid\): use exe, comm, /],
    ['--bpf loaders --by __proto__', /^Unknown field \(__proto__\)/],
    ['--bpf findings --load-burst 0', '--load-burst takes a number from 1 to 1000000, was 0\n'],
    ['--bpf findings --load-burst 1e3', /^--load-burst takes a number/],
    ['--bpf findings --no-syscall-share 1.5', '--no-syscall-share takes a number from 0 to 1, was 1.5\n'],
    ['-l --format html', '--format html is for --bpf\n'],
    ['--all', '--all is for --bpf programs and --bpf --format html\n'],
    [
      '--bpf --bpftool x',
      '--bpftool is for --bpf programs, --bpf loaded, --bpf findings and --bpf --format html\n',
    ],
    ['--bpf --known-tools x', '--known-tools is for the views of --bpf and --bpf --format html\n'],
    ['--bpf programs --by exe', '--by is for --bpf loaders and --bpf commands\n'],
    ['--bpf --baseline x', '--baseline is for the views of --bpf and --bpf --format html\n'],
    ['--bpf --gap-serials 5', '--gap-serials is for the views of --bpf and --bpf --format html\n'],
    ['--bpf loaded --summary', '--summary is for --bpf without a view\n'],
    ['--bpf findings --failed', '--failed is not for --bpf findings\n'],
    ['--bpf story --failed', '--failed is not for --bpf story\n'],
    ['--bpf story --of ses=6', /^--of takes field=value, was ses=6: use session, auid, /],
    ['--bpf story --of 6', /^--of takes field=value, was 6: use/],
    ['--bpf story --of pid=abc', '--of pid= takes a number, was pid=abc\n'],
    ['--bpf story --of session=', '--of session= takes a number, was session=\n'],
    ['--bpf story --of auid=alice', '--of auid= takes a number, was auid=alice: user=NAME takes a name\n'],
    ['--bpf story --of exe=', '--of exe= takes a text, was empty\n'],
    [
      '--bpf story --of finding=loadburst',
      /^--of finding= takes the name of a finding, was loadburst: use .*load-burst, load-then-pin/,
    ],
    ['--bpf loaded --of pid=6', '--of is for --bpf story\n'],
    ['--bpf loaded x', '--bpf loaded takes no more words, was x\n'],
    ['--bpf diff a', '--bpf diff takes two logs or saved reports, was a\n'],
    ['--bpf diff a b c', '--bpf diff takes two logs or saved reports, was a b c\n'],
    ['--bpf diff a b -if c', '--bpf diff names its two inputs itself\n'],
    ['--bpf diff a b --failed', '--failed is not for --bpf diff\n'],
    ['--bpf diff a b --write-baseline c', '--write-baseline is not for --bpf diff\n'],
    ['--bpf loaders --by exe --baseline x', /^--by is not for baselines/],
  ])('%s', (line, stderr) => {
    const matching = typeof stderr === 'string' ? stderr : expect.stringMatching(stderr)
    expect(parse(line)).toEqual({ kind: 'exit', stdout: '', stderr: matching, status: 1 })
  })

  test.each(['-l --bpf', '--bpf -l', '--bpf --bpf loaded'])(
    '%s: one report only, as the reference',
    (line) => {
      expect(parse(line)).toMatchObject({
        stdout: usage,
        stderr: 'Error - only one report can be specified',
        status: 1,
      })
    },
  )
})

test('the defaults that the documents name are those of the library', () => {
  const named = Object.fromEntries(thresholdOptions.map(({ threshold, fallback }) => [threshold, fallback]))
  expect(named).toEqual(DEFAULT_THRESHOLDS)
})

test('the man page and the completions name what the usage text does not', async () => {
  const text = await printed('man')
  for (const word of ['\\-\\-bpf [view]', '\\-\\-write\\-baseline file', 'default 50', 'default 0.5']) {
    expect(text).toContain(word)
  }
  expect(usage).not.toContain('bpf')
  expect(await printed('completion zsh')).toContain('::[view]:(programs loaded')
})
