// `--help` of the bench scripts: the comment that each begins with.
import { readFileSync } from 'node:fs'

/**
 * Prints what a script says of itself and ends, when that was asked for.
 * @param {string} script its path
 */
export function helpOf(script) {
  if (!process.argv.slice(2).some((word) => word === '--help' || word === '-h')) return
  const lines = readFileSync(script, 'utf8').split('\n')
  const end = lines.findIndex((line) => !line.startsWith('//'))
  console.log(
    lines
      .slice(0, end)
      .map((line) => line.replace(/^\/\/ ?/, ''))
      .join('\n'),
  )
  process.exit(0)
}
