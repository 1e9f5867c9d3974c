/** Events: over time, by what they have in common, in a list, and one in all detail. */
import { chosen, detail } from '../state.ts'
import { Detail } from './detail.tsx'
import { EventList } from './event-list.tsx'
import { Facets } from './facets.tsx'
import { TimelineChart } from './timeline-chart.tsx'

export function EventsView() {
  return (
    <div class="events">
      <Facets />
      <div class="middle">
        <TimelineChart />
        <EventList />
      </div>
      {chosen.value !== undefined && detail.value !== undefined && <Detail event={detail.value} />}
    </div>
  )
}
