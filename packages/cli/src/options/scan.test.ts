/** The option grammar of spec 01 §1.1 rules 1 to 3 and 6 to 8, and spec 01 §7.1. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CommandOption } from './command-table.ts'
import { scanArguments } from './scan.ts'

const OPTIONS: readonly Pick<CommandOption<never, never>, 'names' | 'argument' | 'takesFiles'>[] = [
  { names: ['-k', '--key'], argument: 'one' },
  { names: ['-e', '--exit'], argument: 'any' },
  { names: ['-w', '--word'], argument: 'none' },
  { names: ['-i', '--interpret'], argument: 'refused' },
  { names: ['-ts', '--start'], argument: 'one or two' },
  { names: ['--bpf'], argument: 'optional' },
  { names: ['-if', '--input'], argument: 'one', takesFiles: true },
]
const isFile = (token: string): boolean => token === 'audit.log'

/** `--key(-k: x)` for each use, and what was not understood. */
function scanned(tokens: readonly string[]): string {
  const { uses, unsupported } = scanArguments(OPTIONS, tokens, isFile)
  const texts = uses.map(({ option, use }) => {
    const values = use.values.map((value) => ` ${JSON.stringify(value)}`).join('')
    return `${option}(${use.name}${values}${use.problem === undefined ? '' : ` ${use.problem}`})`
  })
  return [...texts, ...(unsupported === undefined ? [] : [`? ${unsupported}`])].join(' ')
}

describe('the scan of argv', () => {
  test.each<[tokens: readonly string[], expected: string]>([
    [[], ''],
    [['-k', 'x'], '--key(-k "x")'],
    [['--key', 'x', '-w'], '--key(--key "x") --word(-w)'],
    [['-k', ''], '--key(-k "")'],
    [['-k'], '--key(-k missing)'],
    [['-k', '-w'], '--key(-k missing)'],
    [['-k', '-'], '--key(-k missing)'],
    [['-e', '-13'], '--exit(-e "-13")'],
    [['-e', '-w'], '--exit(-e "-w")'],
    [['-e'], '--exit(-e missing)'],
    [['-w', 'x'], '--word(-w) ? x'],
    [['-i', 'x'], '--interpret(-i unwanted)'],
    [['-i', '-w'], '--interpret(-i) --word(-w)'],
    [['-ts', 'today'], '--start(-ts "today")'],
    [['-ts', 'today', '10:00', 'x'], '--start(-ts "today" "10:00") ? x'],
    [['-ts', 'today', '-w'], '--start(-ts "today") --word(-w)'],
    [['-ts', '-w'], '--start(-ts missing)'],
    [['--bpf'], '--bpf(--bpf)'],
    [['--bpf', '-w'], '--bpf(--bpf) --word(-w)'],
    [['--bpf', 'loaded', 'x'], '--bpf(--bpf "loaded") ? x'],
    [['--'], '? --'],
    [[''], '? '],
    [['--key=x'], '? --key=x'],
    [['--ke', 'x'], '? --ke'],
    [['-K', 'x'], '? -K'],
    [['-wi'], '? -wi'],
    [['__proto__'], '? __proto__'],
    [['constructor'], '? constructor'],
    [['-k', '__proto__'], '--key(-k "__proto__")'],
    // Beyond the reference, which refuses all of these.
    [['audit.log'], '--input(--input "audit.log")'],
    [['-w', 'audit.log', '-w'], '--word(-w) --input(--input "audit.log") --word(-w)'],
    [['-k', 'audit.log', 'audit.log.1'], '--key(-k "audit.log") ? audit.log.1'],
    [['-i', 'audit.log'], '--interpret(-i) --input(--input "audit.log")'],
    [['-i', 'audit.log.1'], '--interpret(-i unwanted)'],
    [['-if', '-', '-w'], '--input(-if "-") --word(-w)'],
    [['-if', '-w'], '--input(-if missing)'],
    [['-k', '-'], '--key(-k missing)'],
    [['-'], '? -'],
  ])('%j', (tokens, expected) => {
    expect(scanned(tokens)).toBe(expected)
  })

  test('any tokens are read without an exception', () => {
    const token = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...OPTIONS.flatMap(({ names }) => names)),
    )
    fc.assert(
      fc.property(fc.array(token), (tokens) => {
        expect(scanArguments(OPTIONS, tokens, isFile).uses.length).toBeLessThanOrEqual(tokens.length)
      }),
    )
  })
})
