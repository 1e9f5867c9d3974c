/** Colour for people: what separates and heads the output of a command stands out. */

/** When output is coloured; the default is `never`. */
export type ColourChoice = 'auto' | 'always' | 'never'

export const COLOUR_CHOICES: readonly ColourChoice[] = ['auto', 'always', 'never']

const DIM = '\x1b[2m'
const CYAN = '\x1b[36m'
const BOLD = '\x1b[1m'
const RESET = '\x1b[0m'

/** `auto` colours a terminal that can show it, unless `NO_COLOR` is set to anything (no-color.org). */
export function wantsColour(
  choice: ColourChoice,
  toTerminal: boolean,
  variables: Readonly<Record<string, string | undefined>>,
): boolean {
  if (choice !== 'auto') return choice === 'always'
  return toTerminal && !variables['NO_COLOR'] && variables['TERM'] !== 'dumb'
}

/** Colours complete lines of default or interpreted output (latin1). */
export function colourLines(text: string): string {
  return text
    .replace(/^----$/gm, `${DIM}----${RESET}`)
    .replace(/^time->.*$/gm, (line) => `${CYAN}${line}${RESET}`)
    .replace(/^(node=[^ \n]* )?type=([^ \n]*)/gm, (_, node: string | undefined, type: string) => {
      const prefix = node === undefined ? '' : `${DIM}${node}${RESET}`
      return `${prefix}type=${BOLD}${type}${RESET}`
    })
}

/** Colours complete lines of a report (latin1): its title, the rules under it and the names of its columns. */
export function colourReport(text: string): string {
  return text
    .replace(/^[A-Z][^\n]* Report$/gm, (line) => `${BOLD}${line}${RESET}`)
    .replace(/^=+$/gm, (line) => `${DIM}${line}${RESET}`)
    .replace(/^(?:# |total {2})[^\n]*$/gm, (line) => `${CYAN}${line}${RESET}`)
}
