/** Policy and configuration changes: the SIMPLE group and CONFIG_CHANGE (spec 01 §5.5). */
import { toAuid, toSession, toSubject, toSuccess } from '../assign.ts'
import { numberOrEnd } from '../number-steps.ts'
import { always, type Procedure, sequence, when } from '../step.ts'
import { wordOrEnd } from '../text-steps.ts'
import { keys } from './keys.ts'
import { watchedPath } from './path.ts'

const afterLogin: readonly Procedure[] = [
  when('session', numberOrEnd('ses=', { range: 3 }, toSession)),
  when('subject', wordOrEnd('subj=', toSubject)),
  when('key', keys({ unterminated: 6, undecodable: 8 })),
]
const result = when('success', numberOrEnd('res=', { range: 7 }, toSuccess))

export const simple = sequence(
  when('auid', numberOrEnd('auid=', { missing: 1, range: 2 }, toAuid)),
  ...afterLogin,
  result,
)

const changed = sequence(
  when('auid', numberOrEnd('auid=', { range: 2 }, toAuid)),
  ...afterLogin,
  always((_text, attributes) => {
    attributes.success = 1
    return 0
  }),
  result,
)

/** The path is read even if the rest failed. */
export const configChange: Procedure = (active) => {
  const change = changed(active)
  const path = watchedPath(active)
  if (change === undefined || path === undefined) return change ?? path
  return (text, attributes) => {
    const code = change(text, attributes)
    path(text, attributes)
    return code
  }
}
