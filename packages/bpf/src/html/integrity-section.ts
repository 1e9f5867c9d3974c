/** The state of the log as a section of the page: the judgement, the boots, and what was seen. */
import { SEVERITIES } from '../fields/finding.ts'
import type { Observation } from '../integrity/observation.ts'
import type { IntegrityBoot, IntegrityReport } from '../integrity/report.ts'
import { placeText } from '../views/integrity.ts'
import { fullIds } from '../views/search-command.ts'
import { escapeHtml } from './escape.ts'
import { showPageTime } from './numbers.ts'
import { type Column, table } from './table.ts'

const bootColumns: readonly Column<IntegrityBoot>[] = [
  { title: 'Node', text: ({ node }) => node ?? '' },
  { title: 'Boot', text: ({ boot }) => String(boot), sort: ({ boot }) => boot, look: 'number' },
  {
    title: 'From',
    text: (boot) => showPageTime(boot.firstTime),
    sort: (boot) => boot.firstTime,
    look: 'time',
  },
  { title: 'To', text: (boot) => showPageTime(boot.lastTime), sort: (boot) => boot.lastTime, look: 'time' },
  number('First serial', ({ firstSerial }) => firstSerial),
  number('Last serial', ({ lastSerial }) => lastSerial),
  number('Events', ({ events }) => events),
  number('Missing', ({ missing }) => missing),
]

/** @param search the command that prints events, given their ids with their node */
export function integritySection(
  { judgement, boots, observations, unlisted }: IntegrityReport,
  search: (ids: readonly string[]) => string,
): string {
  const columns: readonly Column<Observation>[] = [
    {
      title: 'Time',
      text: ({ time }) => (time === undefined || time === 0 ? '' : showPageTime(time)),
      sort: ({ time }) => time,
      look: 'time',
    },
    {
      title: 'Severity',
      text: ({ severity }) => severity,
      sort: ({ severity }) => SEVERITIES.indexOf(severity),
      mark: ({ severity }) => `badge ${severity}`,
    },
    { title: 'Seen', text: ({ kind }) => kind },
    { title: 'What', text: ({ sentence }) => sentence, look: 'name' },
    { title: 'Could be', text: ({ causes }) => causes.join('; or '), look: 'name' },
    { title: 'Where', text: (observation) => placeText(observation) ?? '' },
    { title: 'Node', text: ({ node }) => node ?? '' },
    number('Count', ({ count }) => count),
    {
      title: 'Events',
      text: ({ events, node, severity }) =>
        events.length === 0 || severity === 'info' ? '' : search(fullIds(events, node)),
      look: 'name',
    },
  ]
  const more = unlisted === 0 ? '' : `<p>${unlisted} more are not listed.</p>`
  return `<p id="judgement"><strong>${escapeHtml(judgement.sentence)}</strong></p>
${table('integrity-boots', bootColumns, boots, { caption: 'Boots and their serial numbers' })}
${table('integrity', columns, observations, { caption: 'What was seen of the log itself' })}${more}`
}

function number<Row>(title: string, value: (row: Row) => number): Column<Row> {
  return { title, text: (row) => String(value(row)), sort: value, look: 'number' }
}
