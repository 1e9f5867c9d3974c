/** The words of the csv output as an object. */
import type { InterpretContext } from '@ts-audit/auparse'
import { createEventViewer, createNormaliser } from '@ts-audit/auparse/internal'
import type { LogEvent } from '@ts-audit/log'
import { csvColumns } from '../csv-columns.ts'
import type { NormalisedJson } from './event-json.ts'
import { textOfLatin1 } from './utf8.ts'

/** Gives what an event is in words; undefined where it cannot be put into any. */
export function createNormalisedJson(
  context: InterpretContext,
): (event: LogEvent) => NormalisedJson | undefined {
  const forEachView = createEventViewer(context)
  const normalise = createNormaliser(false)
  const columns = new Map(
    csvColumns({ extraObj2: true, extraKeys: true }).normalised.map(({ title, text }) => [title, text]),
  )
  return (event) => {
    let found: NormalisedJson | undefined
    forEachView(event, (view) => {
      const slots = found === undefined ? normalise(view) : undefined
      if (slots === undefined) return
      const row = { event: view, slots, time: NO_TIME }
      found = words((title) => {
        const text = columns.get(title)?.(row)
        return text === undefined || text === '' ? undefined : textOfLatin1(text)
      })
    })
    return found
  }
}

/** No column of the words shows the time. */
const NO_TIME = { date: '', time: '', year: '', month: '', day: '', weekday: '', hour: '', offset: '' }

function words(column: (title: string) => string | undefined): NormalisedJson {
  return defined({
    kind: column('EVENT_KIND'),
    session: column('SESSION'),
    subject: actor(column('SUBJ_PRIME'), column('SUBJ_SEC'), column('SUBJ_KIND')),
    action: column('ACTION'),
    result: outcome(column('RESULT')),
    object: actor(column('OBJ_PRIME'), column('OBJ_SEC'), column('OBJ_KIND')),
    object2: column('OBJ2'),
    how: column('HOW'),
    key: column('KEY'),
  })
}

function actor(primary: string | undefined, secondary: string | undefined, kind: string | undefined) {
  const known = defined({ primary, secondary, kind })
  return Object.keys(known).length === 0 ? undefined : known
}

function outcome(text: string | undefined): 'success' | 'failed' | undefined {
  return text === 'success' || text === 'failed' ? text : undefined
}

/** The object without the members that are undefined. */
function defined<Members extends object>(
  members: Members,
): { [Name in keyof Members]?: Exclude<Members[Name], undefined> } {
  const known = Object.entries(members).filter(([, value]) => value !== undefined)
  return Object.fromEntries(known) as { [Name in keyof Members]?: Exclude<Members[Name], undefined> }
}
