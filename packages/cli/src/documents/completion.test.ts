/** Completion scripts, loaded into the real shells and asked. */
import { describe, expect, test } from 'vitest'
import { aureportTable } from '../aureport/table.ts'
import { ausearchTable } from '../ausearch/table.ts'
import { answerText } from '../options/command-table.ts'
import { parseCommandLine } from '../run/command-line.ts'
import { answerDocument } from './documents.ts'
import type { DescribedTable } from './shell-words.ts'
import { shells } from './testing/shells.ts'

const oddTable: DescribedTable = {
  program: 'odd.command',
  description: 'text that shells would take for their own',
  options: [
    {
      names: ['-q', '--quote'],
      argument: 'one',
      placeholder: "<it's: [one]>",
      meaning: 'It\'s [a "test"]: $(touch pwned) `touch pwned` \\ %s {a,b} *',
      group: 'Odd',
      completion: { kind: 'words', words: () => ['alpha', 'alarm', 'beta'] },
      apply() {},
    },
  ],
  examples: [],
  exitStatus: [],
}

const TABLES = new Map<string, DescribedTable>(
  [ausearchTable, aureportTable, oddTable].map((table) => [table.program, table]),
)

describe.each(shells)('$name [needs $name]', ({ name, missing, offers }) => {
  test.skipIf(missing !== undefined).concurrent.each<[line: string, expected: readonly string[]]>([
    ['ts-ausearch -m BP', ['BPF', 'BPRM_FCAPS']],
    ['ts-ausearch --message USER,BPR', ['BPRM_FCAPS']],
    ['ts-ausearch -ts to', ['today']],
    ['ts-ausearch --end ye', ['yesterday']],
    ['ts-ausearch -ts today 10:00 --esc', ['--escape']],
    ['ts-ausearch -ts today --esc', ['--escape']],
    ['ts-ausearch -w -s', ['-sc', '-se', '-su', '-sv']],
    ['ts-ausearch --form', ['--format']],
    ['ts-ausearch -k x --format c', ['csv']],
    // fish takes what begins with a dash for an option, whatever stands before.
    ['ts-ausearch -e -EAC', name === 'fish' ? [] : ['-EACCES']],
    ['ts-ausearch -sc openat', ['openat', 'openat2']],
    ['ts-ausearch -ui roo', ['root']],
    ['ts-ausearch -if audit.', ['audit.log']],
    ['ts-ausearch -k x', []],
    ['ts-ausearch comp', ['completion']],
    ['ts-ausearch completion ', ['bash', 'fish', 'powershell', 'zsh']],
    ['ts-aureport --summ', ['--summary']],
    ['ts-aureport -ts to', ['today']],
    ['ts-aureport --bpf load', ['loaded', 'loaders']],
    ['ts-aureport --bpf --summ', ['--summary']],
    ['ts-aureport --bpf loaded --by ', ['auid', 'comm', 'exe', 'key', 'ses', 'subj', 'tty', 'uid', 'unit']],
    ['odd.command -q al', ['alarm', 'alpha']],
    ['odd.command --q', ['--quote']],
  ])(`%s ${missing === undefined ? '' : `(${missing})`}`, async (line, expected) => {
    const table = TABLES.get(line.split(' ')[0]!)!
    const answer = answerDocument(table, ['completion', name])
    expect(answer).toHaveProperty('text')
    expect(offers('text' in answer! ? await answer.text() : '', line)).toEqual(expected)
  })
})

test('words are plain names, which no shell expands', () => {
  const words = [...TABLES.values()]
    .flatMap(({ options }) => options.map(({ completion }) => completion))
    .flatMap((completion) => (completion?.kind === 'words' ? completion.words() : []))
  expect(words.length).toBeGreaterThan(500)
  expect(words.filter((word) => !/^[\w-]+$/.test(word))).toEqual([])
})

describe('the command line', () => {
  test.each([
    [['completion'], 'completion requires one of: bash, zsh, fish, powershell\n'],
    [['completion', 'tcsh'], 'completion requires one of: bash, zsh, fish, powershell\n'],
    [['completion', 'bash', 'x'], 'completion requires one of: bash, zsh, fish, powershell\n'],
    [['man', 'x'], 'x is an unsupported option\n'],
    // Only the first word is special.
    [['-w', 'man'], 'man is an unsupported option\n'],
  ])('%j is refused', (tokens, stderr) => {
    expect(parseCommandLine(ausearchTable, tokens, {} as never)).toMatchObject({
      kind: 'exit',
      stdout: '',
      stderr,
      status: 1,
    })
  })

  test.each([
    [['completion', 'bash'], '# bash completion for ts-ausearch, '],
    [['completion', 'zsh'], '#compdef ts-ausearch\n'],
    [['completion', 'fish'], '# fish completion for ts-ausearch, '],
    [['completion', 'powershell'], '# powershell completion for ts-ausearch, '],
    [['man'], '.TH "TS\\-AUSEARCH" 8 '],
  ])('%j is printed', async (tokens, begin) => {
    const answer = parseCommandLine(ausearchTable, tokens, {} as never)
    expect(answer).toMatchObject({ kind: 'exit', stderr: '', status: 0 })
    expect(answer.kind === 'exit' && (await answerText(answer)).startsWith(begin)).toBe(true)
  })
})
