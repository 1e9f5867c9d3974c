/** Judges the text of auditd.conf as ausearch and aureport do: to the first bad line (spec 01 §B). */
import type { CheckTarget, MachineFacts } from './check.ts'
import { configLines } from './config-lines.ts'
import { keywords } from './keywords.ts'
import { saneTogether } from './sanity-checks.ts'
import { type AuditdSettings, defaultSettings } from './settings.ts'

/** What reading the file came to. */
export interface AuditdConf {
  readonly settings: Readonly<AuditdSettings>
  /** Messages in order, each ending with a newline. */
  readonly messages: readonly string[]
  /** True when every line was accepted. */
  readonly valid: boolean
}

/**
 * Reads the whole text.
 *
 * @param text the file's bytes as latin1
 * @param file its name, for messages
 */
export function readAuditdConf(text: string, file: string, machine: MachineFacts): AuditdConf {
  const settings = defaultSettings()
  const messages: string[] = []
  const target: CheckTarget = { settings, machine, say: (message) => messages.push(`${message}\n`) }
  let processed = false
  for (const line of configLines(text)) {
    processed ||= line.complete
    if (line.text === undefined) target.say(`Skipping line ${line.number} in ${file}: too long`)
    else if (!readLine(line.text, line.number, file, target)) return { settings, messages, valid: false }
  }
  return { settings, messages, valid: !processed || saneTogether(target) }
}

function readLine(text: string, line: number, file: string, target: CheckTarget): boolean {
  const [name, equal, value, option, ...rest] = text.split(' ').filter((token) => token !== '')
  if (name === undefined || name.startsWith('#')) return true
  const stop = (message: string): boolean => {
    target.say(message)
    return false
  }
  const stopReading = (message: string): boolean => {
    target.say(message)
    return stop(`Not processing any more lines in ${file}`)
  }
  const wrongCount = `Wrong number of arguments for line ${line} in ${file}`
  if (equal === undefined) return stopReading(wrongCount)
  if (equal !== '=') return stopReading(`Missing equal sign for line ${line} in ${file}`)
  if (value === undefined) return stopReading(wrongCount)
  if (rest.length > 0) target.say(wrongCount)
  const keyword = keywords.get(name.toLowerCase())
  if (keyword === undefined) return stop(`Unknown keyword "${name}" in line ${line} of ${file}`)
  if (option !== undefined && !keyword.takesOption) {
    return stop(`Keyword "${name}" has invalid option "${option}" in line ${line} of ${file}`)
  }
  return keyword.check({ value, option, line }, target)
}
