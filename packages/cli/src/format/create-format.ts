/** From the options of a search to the writer of its output. */
import type { EscapeMode, InterpretOptions } from '@ts-audit/auparse'
import type { ByteSink } from '@ts-audit/auparse/internal'
import { dateTimeFormat } from '@ts-audit/auparse/time'
import type { EventFormat, FormatMaker, OutputFormatName } from '@ts-audit/format'
import type { Session } from '../run/session.ts'

/** What decides how events are printed: plain values, which a thread can be given. */
export interface FormatChoice {
  readonly options: FormatOptions
  /** A user was asked for by name. */
  readonly searchNamesUser: boolean
}

/** The options among them. */
export interface FormatOptions {
  readonly format: OutputFormatName
  readonly escape: EscapeMode
  /** Additional csv columns. */
  readonly extras: {
    readonly keys: boolean
    readonly labels: boolean
    readonly obj2: boolean
    readonly time: boolean
  }
  /** `--no-raw`, `--argv`, `--normalise`: what JSON output has beside the fields. */
  readonly json: { readonly raw: boolean; readonly argv: boolean; readonly normalise: boolean }
  /** `--rfc4180`: csv for programs. */
  readonly rfc4180: boolean
  readonly debug: boolean
  /** `--passwd` and `--group`, as latin1 paths. */
  readonly passwdFile?: string
  readonly groupFile?: string
}

/** What the format is made from. */
export interface FormatParts extends FormatChoice {
  readonly session: Session
  readonly sink: ByteSink
  /** False for output that goes on where other output has begun: it has no header. */
  readonly headed?: boolean
  /** Takes a text for stderr, newline included. */
  readonly note: (text: string) => void
}

/** The writer of the format that the options ask for; `make` is what `loadFormat` gives for it. */
export function createFormat(make: FormatMaker, parts: FormatParts): EventFormat {
  const { options, session, sink, headed, searchNamesUser, note } = parts
  const { keys, labels, obj2, time } = options.extras
  return make(sink, {
    interpret: () => interpretOptions(parts),
    escape: options.escape,
    zone: session.zone,
    locale: session.locale,
    searchNamesUser,
    debug: options.debug,
    json: options.json,
    rfc4180: options.rfc4180,
    headed,
    extraKeys: keys,
    extraLabels: labels,
    extraObj2: obj2,
    extraTime: time,
    note: (line) => note(`${line}\n`),
  })
}

/** How values are interpreted in this run. */
export function interpretOptions({
  options,
  session,
}: {
  readonly options: Pick<FormatOptions, 'escape'>
  readonly session: Session
}): InterpretOptions {
  return {
    escape: options.escape,
    accounts: session.accounts,
    hostMachine: session.host,
    formatTime: dateTimeFormat(session.zone, session.locale),
    interfaceName: session.interfaceName,
  }
}
