/** Makers of the formats that give records as they stand in the log. */
import { createDefaultFormat } from './default.ts'
import type { FormatMaker } from './format-maker.ts'
import { createRawFormat } from './raw.ts'

export const makeDefault: FormatMaker = (sink, { zone, escape: mode }) =>
  createDefaultFormat(sink, { zone, escape: mode })

export const makeRaw: FormatMaker = (sink) => createRawFormat(sink)
