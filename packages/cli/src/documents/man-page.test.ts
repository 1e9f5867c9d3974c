/** The man page, checked and formatted by the installed groff. */
import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { aureportTable } from '../aureport/table.ts'
import { ausearchTable } from '../ausearch/table.ts'
import { optionTerm } from '../options/commander.ts'
import { manPage } from './man-page.ts'
import type { DescribedTable } from './shell-words.ts'
import { missingReason } from './testing/shells.ts'

const missing = missingReason('groff')
const skipped = missing === undefined ? '' : ' [needs groff]'

const oddTable: DescribedTable = {
  program: 'odd',
  description: 'prints -1 \\n and "quotes"',
  options: [
    {
      names: ['-q', '--quote'],
      argument: 'none',
      meaning: ".B 'quoted' \\fBtext\\fR",
      group: 'A "group"',
      apply() {},
    },
  ],
  examples: [],
  exitStatus: [],
}

/** The page as a terminal shows it, blanks as one. */
function shown(source: string): string {
  const plain = execFileSync('groff', ['-man', '-Tascii', '-P-c', '-rLL=400n', '-rHY=0'], {
    input: source,
    encoding: 'latin1',
  })
  return plain.replace(/.\x08/g, '').replace(/\s+/g, ' ')
}

describe('the man page', () => {
  test
    .skipIf(missing)
    .each([ausearchTable, aureportTable, oddTable].map((table) => [table.program, manPage(table)]))(
    `of %s gives groff nothing to complain of${skipped}`,
    (_, source) => {
      const { status, stderr } = spawnSync('groff', ['-man', '-ww', '-z', '-Tutf8'], { input: source })
      expect([status, String(stderr)]).toEqual([0, ''])
    },
  )

  test.skipIf(missing)(`shows every option, form of a time, status and example${skipped}`, () => {
    const text = shown(manPage(ausearchTable))
    const { program, description, options, explanations = [], exitStatus, examples } = ausearchTable
    const expected = [
      `${program} - ${description}`,
      ...options.map((row) => `${optionTerm(row)} ${row.meaning}`),
      ...explanations.flatMap(({ entries }) => entries.map(({ term, meaning }) => `${term} ${meaning}`)),
      ...exitStatus.map(({ status, meaning }) => `${status} ${meaning}`),
      ...examples.map(({ command, meaning }) => `${command} ${meaning}`),
    ]
    expect(expected.filter((part) => !text.includes(part.replace(/\s+/g, ' ')))).toEqual([])
  })

  test.skipIf(missing)(`shows text as it is${skipped}`, () => {
    const text = shown(manPage(oddTable))
    expect(text).toContain('odd - prints -1 \\n and "quotes"')
    expect(text).toContain(`A "group" -q, --quote .B 'quoted' \\fBtext\\fR`)
  })
})
