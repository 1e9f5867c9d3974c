/** The options of a view with their defaults filled in. */
import { showDuration, showTime } from '../html/numbers.ts'
import { searchCommand } from './search-command.ts'
import type { ViewOptions } from './view.ts'

const UNSET = 4294967295

/** How a view shows each kind of value; unknown values are empty. */
export interface Formatting {
  readonly time: (milliseconds: number | undefined) => string
  readonly user: (id: number | undefined, node?: string) => string
  readonly text: (text: string | undefined) => string
  readonly duration: (milliseconds: number | undefined) => string
  readonly search: (ids: readonly string[]) => string
}

/** Fills in the defaults. */
export function formatting(options: ViewOptions): Formatting {
  const { formatTime = showTime, formatUser = showUser, formatText = (text: string) => text } = options
  return {
    time: (milliseconds) => (milliseconds === undefined ? '' : formatTime(milliseconds)),
    user: (id, node) => (id === undefined ? '' : formatUser(id, node)),
    text: (text) => (text === undefined ? '' : formatText(text)),
    duration: (milliseconds) =>
      milliseconds === undefined ? '' : showDuration(milliseconds).replace(' ', ''),
    search: (ids) => (ids.length === 0 ? '' : (options.searchCommand ?? searchCommand)(ids)),
  }
}

function showUser(auid: number): string {
  return auid === UNSET ? 'unset' : String(auid)
}
