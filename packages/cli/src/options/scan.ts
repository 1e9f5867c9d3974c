/** The reference's option grammar: exact tokens, single-dash words, arguments that may not start with `-`. */
import { type CommandOption, longName, type NamedUse, type OptionUse } from './command-table.ts'

/** What the scan has found. */
export interface ScannedArguments {
  readonly uses: readonly NamedUse[]
  /** The token at which the scan gave up because it is no option. */
  readonly unsupported?: string
}

type Grammar = Pick<CommandOption<never, never>, 'names' | 'argument' | 'takesFiles'>

/**
 * Reads argv from left to right up to the first token, or argument, that does not fit (spec 01 §1.1). `isFile` is asked about
 * words that stand where an option should: the reference refuses them all.
 */
export function scanArguments(
  options: readonly Grammar[],
  tokens: readonly string[],
  isFile: (token: string) => boolean,
): ScannedArguments {
  const optionByName = new Map(
    options.flatMap((option) => option.names.map((name) => [name as string, option] as const)),
  )
  const forFiles = options.find(({ takesFiles }) => takesFiles)
  const uses: NamedUse[] = []
  let at = 0
  while (at < tokens.length) {
    const name = tokens[at] ?? ''
    const option = optionByName.get(name)
    if (option === undefined && forFiles !== undefined && !name.startsWith('-') && isFile(name)) {
      uses.push({ option: longName(forFiles), use: { name: longName(forFiles), values: [name] } })
      at++
      continue
    }
    if (option === undefined) return { uses, unsupported: name }
    const use = readUse(
      option,
      name,
      tokens.slice(at + 1, option.argument === 'any number' ? undefined : at + 3),
      (token) => forFiles !== undefined && isFile(token),
    )
    uses.push({ option: longName(option), use })
    if (use.problem !== undefined) break
    at += 1 + use.values.length
  }
  return { uses }
}

function readUse(
  { argument, takesFiles }: Grammar,
  name: string,
  following: readonly string[],
  isFile: (token: string) => boolean,
): OptionUse {
  const [next, afterNext] = following
  if (argument === 'any number') {
    const end = following.findIndex((token) => token.startsWith('-'))
    return { name, values: following.slice(0, end < 0 ? undefined : end) }
  }
  const isOption = next?.startsWith('-') === true && argument !== 'any' && !(takesFiles && next === '-')
  const candidate = isOption ? undefined : next
  if (argument === 'none') return { name, values: [] }
  if (argument === 'refused') {
    const isUnwanted = candidate !== undefined && !isFile(candidate)
    return isUnwanted ? { name, values: [], problem: 'unwanted' } : { name, values: [] }
  }
  if (candidate === undefined) {
    return argument === 'optional' ? { name, values: [] } : { name, values: [], problem: 'missing' }
  }
  const takesSecond = argument === 'one or two' && afterNext !== undefined && !afterNext.startsWith('-')
  return { name, values: takesSecond ? [candidate, afterNext] : [candidate] }
}
