/** The shape of the script for PowerShell, read back as about_Quoting_Rules has it: PowerShell itself is on few machines. */
import { describe, expect, test } from 'vitest'
import { aureportTable } from '../aureport/table.ts'
import { ausearchTable } from '../ausearch/table.ts'
import { powershellCompletion } from './powershell.ts'
import { type DescribedTable, distinctOptions } from './shell-words.ts'

const oddTable: DescribedTable = {
  program: "odd'command",
  description: 'text that PowerShell would take for its own',
  options: [
    {
      names: ['-q', '--quote'],
      argument: 'one or two',
      meaning: 'It\'s ‘odd’ ‚text‛: $(touch pwned) "$env:HOME" `n # } @',
      group: 'Odd',
      completion: { kind: 'words', words: () => ['alpha', 'beta'], list: true },
      apply() {},
    },
  ],
  examples: [],
  exitStatus: [],
}

/** The strings of a script, decoded, and what is left of it. Any of the five quotes opens, closes and, doubled, is one. */
function taken(script: string): { readonly strings: readonly string[]; readonly code: string } {
  const strings: string[] = []
  const code = script
    .slice(script.indexOf('\n') + 1)
    .replace(/['‘-‛]((?:[^'‘-‛]|['‘-‛]{2})*)['‘-‛]/g, (_, text: string) => {
      strings.push(text.replace(/(['‘-‛])['‘-‛]/g, '$1'))
      return 'S'
    })
  return { strings, code }
}

describe.each([ausearchTable, aureportTable, oddTable] as readonly DescribedTable[])('$program', (table) => {
  const script = powershellCompletion(table)
  const { strings, code } = taken(script)

  test('each option is a row with its names, words and meaning', () => {
    const options = distinctOptions(table)
    const expected = options.flatMap(({ names, argument, completion, meaning }) => [
      ...names,
      argument === 'none' || argument === 'refused'
        ? 'nothing'
        : argument === 'optional' || argument === 'any number'
          ? 'perhaps'
          : argument === 'one or two'
            ? 'two'
            : 'one',
      ...(completion?.kind === 'words' ? completion.words() : []),
      meaning,
    ])
    expect(strings[0]).toBe(table.program)
    expect(strings.slice(1, 1 + expected.length)).toEqual(expected)
  })

  test('nothing of the texts is code, and brackets close in order', () => {
    expect(code).not.toMatch(/pwned|["'`#‘-‛]/)
    const open: string[] = []
    for (const [bracket = ''] of code.matchAll(/[()[\]{}]/g)) {
      if ('([{'.includes(bracket)) open.push(bracket)
      else expect(`${open.pop()}${bracket}`).toMatch(/^(?:\(\)|\[\]|\{\})$/)
    }
    expect(open).toEqual([])
  })
})
