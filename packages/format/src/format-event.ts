/** Events as text, in one call each: the output formats with a default for everything they depend on. */
import type { InterpretOptions } from '@ts-audit/auparse'
import { ByteSink } from '@ts-audit/auparse/internal'
import { C_LOCALE, dateTimeFormat, UTC } from '@ts-audit/auparse/time'
import type { LogEvent } from '@ts-audit/log'
import type { OutputFormatName } from './format-facts.ts'
import type { FormatContext } from './format-maker.ts'
import { utf8Text } from './json/utf8.ts'
import { outputFormat } from './output-formats.ts'

/** What may be told to {@link formatContext}; nothing has to be. */
export interface FormatSettings
  extends Partial<Omit<FormatContext, 'interpret'>>,
    Omit<InterpretOptions, 'escape' | 'formatTime'> {}

/**
 * What formats are made from, for `create` of an {@link outputFormat}. Nothing is taken from the machine it runs on.
 * Defaults: times in UTC and as the C locale writes them, escape mode `tty`, no account name but `root`, host machine
 * x86_64, no names of network interfaces, no additional columns.
 */
export function formatContext(settings: FormatSettings = {}): FormatContext {
  const { zone = UTC, locale = C_LOCALE, escape: mode = 'tty' } = settings
  return {
    ...settings,
    zone,
    locale,
    escape: mode,
    interpret: () => ({ ...settings, escape: mode, formatTime: dateTimeFormat(zone, locale) }),
  }
}

/**
 * Prints events one after the other as `ausearch --format NAME` does: each call gives the text of one event, as
 * {@link formatEvent} does. Make one for a log. It costs a fraction of as many calls of formatEvent, and what ausearch
 * remembers from one event to the next (spec 02 §5.7) counts.
 *
 * @throws RangeError for a name that no format has
 */
export function createFormatter(
  name: OutputFormatName,
  settings: FormatSettings = {},
): (event: LogEvent) => string {
  const sink = new ByteSink()
  // A document is for a whole log; one event of it is a line of its own.
  const { create, isUtf8 } = outputFormat(name === 'json' ? 'ndjson' : name)
  const format = create(sink, formatContext({ headed: false, ...settings }))
  return (event) => {
    sink.length = 0
    format.write(event)
    format.flush()
    return isUtf8 ? utf8Text(sink.bytes, 0, sink.length) : sink.text()
  }
}

/**
 * An event as `ausearch --format NAME` prints it, line feed included: latin1 text, one character per byte, of JSON the text
 * itself. Of csv it is the row alone; `headed: true` puts the header before it; json is ndjson. Empty where the format prints nothing, as csv and text do for a
 * lone EOE. Each call starts anew: for a whole log see {@link createFormatter}.
 *
 * @throws RangeError for a name that no format has
 */
export function formatEvent(event: LogEvent, name: OutputFormatName, settings?: FormatSettings): string {
  return createFormatter(name, settings)(event)
}
