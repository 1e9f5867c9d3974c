/** How a search is written on a command line, for programs that have no command line: runs anywhere, in a browser too. */
import { accountOptions } from './ausearch/account-options.ts'
import { bpfOptions } from './ausearch/bpf-options.ts'
import { eventOptions } from './ausearch/event-options.ts'
import { expressionOptions } from './ausearch/expression-options.ts'
import { numberOptions } from './ausearch/number-options.ts'
import type { AusearchOption } from './ausearch/options.ts'
import { textOptions } from './ausearch/text-options.ts'

/** The options of ts-ausearch that choose events, in the order of the help text. */
export const searchOptions: readonly AusearchOption[] = [
  ...eventOptions,
  ...accountOptions,
  ...numberOptions,
  ...textOptions,
  ...bpfOptions,
  ...expressionOptions,
]

export {
  type AusearchContext,
  type AusearchOption,
  type AusearchOptions,
  initialAusearchOptions,
} from './ausearch/options.ts'
export { longName, UsageError } from './options/command-table.ts'
export { scanArguments } from './options/scan.ts'
export { nearestWords } from './options/suggestion.ts'
