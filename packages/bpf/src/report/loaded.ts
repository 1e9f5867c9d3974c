/** What is still loaded when the log ends. */
import { listOf, type ProgramList } from './program-list.ts'
import type { BpfReport } from './report.ts'

/** The programs that are loaded at the end of the log, oldest first; only their places are kept. */
export function loadedPrograms({ programs }: Pick<BpfReport, 'programs'>): ProgramList {
  const places: number[] = []
  const times: number[] = []
  let place = 0
  for (const { state, load } of programs) {
    if (state === 'loaded') {
      places.push(place)
      times.push(load?.time ?? 0)
    }
    place++
  }
  const order = Uint32Array.from(places, (_, at) => at)
  order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b)
  return listOf(places.length, (at) => {
    const found = places[order[at] ?? -1]
    return found === undefined ? undefined : programs.at(found)
  })
}
