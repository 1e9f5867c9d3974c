/** Reads auditd.conf for a run of ausearch or aureport and says on stderr what is wrong with it (spec 01 §2.1). */
import { fstatSync, readFileSync } from 'node:fs'
import { fileName, fileNameText } from '../output/system-text.ts'
import { type AuditdConf, readAuditdConf } from './auditd-conf.ts'
import { defaultSettings } from './settings.ts'
import { attempt, facts, systemFacts, withOpenFile } from './system-facts.ts'

const CONFIG_FILE = '/etc/audit/auditd.conf'
const OTHERS_WRITE = 0o002

export interface ConfigurationOptions {
  /** `-if` was given: the configured logs are not read. */
  readonly namedInput: boolean
  /** That there is no such file, or none for this user, is not said: what is read does not depend on it. */
  readonly mayBeMissing?: boolean
  /** Takes a message, newline included. */
  readonly note: (text: string) => void
  /** Another file than /etc/audit/auditd.conf. */
  readonly path?: string
  /** Whose notes are given when the file is not in order; ausearch's by default. */
  readonly notes?: 'ausearch' | 'aureport'
}

/** The two values that ausearch and aureport use. */
export interface Configuration {
  /** A file name as Node's functions take it. */
  readonly logFile: string
  /** Seconds after which an event is complete. */
  readonly eventTimeout: number
}

/** The configuration, built-in where the file does not say; never throws. */
export function readConfiguration(options: ConfigurationOptions): Configuration {
  const conf = readFile(options.path ?? CONFIG_FILE, options.mayBeMissing === true)
  if (conf === 'missing') {
    const name = fileNameText(options.path ?? CONFIG_FILE)
    if (options.mayBeMissing !== true) options.note(`Config file ${name} doesn't exist, skipping\n`)
    const { logFile, eventTimeout } = defaultSettings()
    return { logFile: fileName(logFile), eventTimeout: Number(eventTimeout) }
  }
  for (const message of conf.messages) options.note(message)
  const { logFile, eventTimeout } = conf.settings
  if (!conf.valid) {
    if (options.notes === 'aureport') options.note(`NOTE - using built-in logs: ${logFile}\n`)
    else {
      options.note(`NOTE - using built-in end_of_event_timeout: ${eventTimeout}\n`)
      if (!options.namedInput) options.note(`NOTE - using built-in logs: ${logFile}\n`)
    }
  }
  return { logFile: fileName(logFile), eventTimeout: Number(eventTimeout) }
}

function readFile(path: string, mayBeMissing: boolean): AuditdConf | 'missing' {
  const name = fileNameText(path)
  const conf = attempt(() => withOpenFile(path, (descriptor) => readOpenFile(descriptor, name)))
  if (!('reason' in conf)) return conf
  return conf.missing || mayBeMissing ? 'missing' : builtIn(`Error opening config file (${conf.reason})`)
}

function readOpenFile(descriptor: number, name: string): AuditdConf {
  const { owner, mode, regular } = facts(fstatSync(descriptor))
  if (owner !== 0) return builtIn(`Error - ${name} isn't owned by root`)
  if ((mode & OTHERS_WRITE) !== 0) return builtIn(`Error - ${name} is world writable`)
  if (!regular) return builtIn(`Error - ${name} is not a regular file`)
  const text = attempt(() => ({ text: readFileSync(descriptor, 'latin1') }))
  return readAuditdConf('text' in text ? text.text : '', name, systemFacts)
}

function builtIn(message: string): AuditdConf {
  return { settings: defaultSettings(), messages: [`${message}\n`], valid: false }
}
