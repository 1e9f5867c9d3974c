/** From the chosen output format to the writer of it. */
import { type ByteSink, createInterpretContext, type InterpretContext } from '@ts-audit/auparse'
import {
  createCsvFormat,
  createDefaultFormat,
  createInterpretFormat,
  createRawFormat,
  createTextFormat,
  type EventFormat,
} from '@ts-audit/format'
import type { AusearchFormat, AusearchOptions } from '../ausearch/options.ts'
import { dateTimeFormatter, type Session } from '../run/session.ts'

/** What decides how events are printed: plain values, which a thread can be given. */
export interface FormatChoice {
  readonly options: Pick<
    AusearchOptions,
    'format' | 'escape' | 'extras' | 'debug' | 'passwdFile' | 'groupFile'
  >
  /** A user was asked for by name. */
  readonly searchNamesUser: boolean
}

/** What the formats are made from. */
export interface FormatParts extends FormatChoice {
  readonly session: Session
  readonly sink: ByteSink
  /** False for a format that goes on where another has begun: it prints no header. */
  readonly headed?: boolean
  /** Takes a text for stderr, newline included. */
  readonly note: (text: string) => void
}

const formats: Readonly<Record<AusearchFormat, (parts: FormatParts) => EventFormat>> = {
  raw: ({ sink }) => createRawFormat(sink),
  default: ({ sink, session, options }) =>
    createDefaultFormat(sink, { zone: session.zone, escape: options.escape }),
  interpret: (parts) =>
    createInterpretFormat(parts.sink, {
      context: contextOf(parts),
      searchNamesUser: parts.searchNamesUser,
      note: (line) => parts.note(`${line}\n`),
    }),
  csv: (parts) => {
    const { keys, labels, obj2, time } = parts.options.extras
    const extras = { extraKeys: keys, extraLabels: labels, extraObj2: obj2, extraTime: time }
    return createCsvFormat(parts.sink, {
      ...extras,
      ...clockOf(parts),
      context: contextOf(parts),
      headed: parts.headed,
      note: (line) => parts.note(`${line}\n`),
    })
  },
  text: (parts) =>
    createTextFormat(parts.sink, {
      ...clockOf(parts),
      context: contextOf(parts),
      debug: parts.options.debug,
    }),
}

/** The writer of the format that the options ask for. */
export function createFormat(parts: FormatParts): EventFormat {
  return formats[parts.options.format](parts)
}

/** How values are interpreted in this run; each context has a memory of its own. */
export function contextOf({ options, session }: Pick<FormatParts, 'options' | 'session'>): InterpretContext {
  return createInterpretContext({
    escape: options.escape,
    accounts: session.accounts,
    hostMachine: session.host,
    formatTime: dateTimeFormatter(session),
    interfaceName: session.interfaceName,
  })
}

function clockOf({ session }: FormatParts): Pick<Session, 'zone' | 'locale'> {
  return { zone: session.zone, locale: session.locale }
}
