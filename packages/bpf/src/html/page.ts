/** The report as one HTML file: no network, nothing runs but one known script, everything escaped. */
import type { Coverage } from '../coverage.ts'
import type { Program } from '../program.ts'
import type { BpfReport } from '../report/report.ts'
import { chartData } from './chart-data.ts'
import { activityChart, lifetimeChart, loadedChart, timelineChart } from './charts.ts'
import { escapeHtml } from './escape.ts'
import { SCRIPT_HASH, STYLE_HASH } from './hashes.ts'
import { showShare, showTime } from './numbers.ts'
import { PAGE_SCRIPT } from './script.ts'
import { PAGE_STYLE } from './style.ts'
import { commandsTable, findingsTable, loadedTable, loadersTable } from './tables.ts'

/** The table of loaded programs ends here; the numbers above it do not. */
const LOADED_ROWS = 1000

const POLICY = `default-src 'none'; script-src '${SCRIPT_HASH}'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`

/**
 * The report as one self-contained HTML page, a Unicode string to be written as UTF-8. Times are shown in UTC. Charts are
 * SVG and need no script; without it the tables are complete, but do not sort or filter.
 */
export function renderBpfHtml(report: BpfReport): string {
  const { coverage } = report
  const charts = chartData(report)
  const loaded = oldestLoaded(report)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>BPF programs over time</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<h1>BPF programs over time</h1>
<p>${showTime(coverage.from)} to ${showTime(coverage.to)} UTC${coverage.nodes.length > 0 ? `, nodes: ${escapeHtml(coverage.nodes.join(', '))}` : ''}</p>
${numbersBox(report)}
<h2>What this log can tell</h2>
${coverageBox(coverage)}
<h2>Findings</h2>
${findingsTable(report.findings)}
<h2>Lifetimes by loader</h2>
${timelineChart(charts)}
<h2>Programs loaded over time</h2>
${loadedChart(charts)}
<h2>Loads and unloads per interval</h2>
${activityChart(charts)}
<h2>Lifetimes of unloaded programs</h2>
${lifetimeChart(charts)}
<h2>Loaders</h2>
${loadersTable(report.loaders)}
<h2>Still loaded, oldest first</h2>
${coverage.stillLoaded > LOADED_ROWS ? `<p>The oldest ${LOADED_ROWS} of ${coverage.stillLoaded}.</p>` : ''}
${loadedTable(loaded)}
<h2>bpf() commands</h2>
${commandsTable(report.commands)}
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`
}

function numbersBox({ coverage, programs, findings }: BpfReport): string {
  const numbers: readonly (readonly [id: string, name: string, value: string | number])[] = [
    ['programs', 'programs', programs.length],
    ['loads', 'loads', coverage.loads],
    ['unloads', 'unloads', coverage.unloads],
    ['still-loaded', 'still loaded', coverage.stillLoaded],
    ['gone-at-boot', 'gone at boot', coverage.goneAtBoot],
    ['failed-loads', 'failed loads', coverage.failedLoads],
    ['known-loaders', 'loads with a known loader', showShare(coverage.syscallShare)],
    ['findings-count', 'findings', findings.length],
  ]
  const boxes = numbers.map(
    ([id, name, value]) => `<div><b id="n-${id}">${value}</b><span>${name}</span></div>`,
  )
  return `<div class="numbers">${boxes.join('')}</div>`
}

function coverageBox(coverage: Coverage): string {
  const facts = [
    `${coverage.loadsWithSyscall} of ${coverage.loads} loads name their loader.`,
    `${coverage.lastReferenceUnloads} unloads came inside a call that can drop a program, ${coverage.bystanderUnloads} inside one that cannot.`,
    `${coverage.unknownTimeUnloads} unloads have no known time, ${coverage.unidentifiedUnloads} no program id, ${coverage.unloadsWithoutLoad} no load in this log.`,
    `${coverage.serials.missing} of ${coverage.serials.expected} serial numbers are not in the log; ${coverage.lostMessages} messages were reported lost; auditd stopped ${coverage.auditStops} times.`,
    ...coverage.boots.map(
      (boot) =>
        `Boot ${boot.boot}${boot.node === undefined ? '' : ` of ${boot.node}`} from ${showTime(boot.firstTime)}, by: ${boot.signs.join(', ')}.`,
    ),
    ...coverage.notes,
  ].slice(0, 200)
  const rules = coverage.rulesToAdd.map((rule) => `<li>Rule to add: <code>${escapeHtml(rule)}</code></li>`)
  return `<div class="box" id="coverage"><ul>${facts.map((fact) => `<li>${escapeHtml(fact)}</li>`).join('')}${rules.join('')}</ul></div>`
}

function oldestLoaded({ programs }: BpfReport): Program[] {
  const found: Program[] = []
  for (const program of programs) if (program.state === 'loaded') found.push(program)
  return found.sort((a, b) => (a.load?.time ?? 0) - (b.load?.time ?? 0)).slice(0, LOADED_ROWS)
}
