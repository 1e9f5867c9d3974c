/** The report as one HTML file: no network, nothing runs but one known script, everything escaped. */
import type { JoinedReport } from '../bpftool.ts'
import type { Coverage } from '../coverage.ts'
import type { Program } from '../fields/program.ts'
import { loadedPrograms } from '../report/loaded.ts'
import { listOf } from '../report/program-list.ts'
import type { BpfReport } from '../report/report.ts'
import { isShortLived } from '../report/short-lived.ts'
import { DEFAULT_THRESHOLDS } from '../thresholds.ts'
import { chartData } from './chart-data.ts'
import { activityChart, intervalLength, lifetimeChart, loadedChart, timelineChart } from './charts.ts'
import { escapeHtml } from './escape.ts'
import { SCRIPT_HASH, STYLE_HASH } from './hashes.ts'
import { showShare, showTime } from './numbers.ts'
import { PAGE_SCRIPT } from './script.ts'
import { PAGE_STYLE } from './style.ts'
import { ROW_LIMIT } from './table.ts'
import {
  commandsTable,
  findingsTable,
  liveOnlyTable,
  loadedTable,
  loadersTable,
  programsTable,
} from './tables.ts'

const POLICY = `default-src 'none'; script-src '${SCRIPT_HASH}'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`
/** More facts about the log than this are left out. */
const FACT_LIMIT = 200

/** What the page shows: a report, with the kernel's account where it was asked for. */
export type PageReport = BpfReport & Partial<Pick<JoinedReport, 'liveOnly' | 'logOnly'>>

/**
 * The report as one self-contained HTML page, a Unicode string to be written as UTF-8. Times are shown in UTC. Charts are
 * SVG and need no script; without it the tables are complete, but do not sort or filter.
 */
export function renderBpfHtml(report: PageReport): string {
  const { coverage } = report
  const nodes =
    coverage.nodes.length > 0 ? `, nodes: ${escapeHtml(coverage.nodes.slice(0, FACT_LIMIT).join(', '))}` : ''
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
<p>${showTime(coverage.from)} to ${showTime(coverage.to)} UTC${nodes}</p>
${trustBox(coverage)}
${numbersBox(report)}
<h2>What this log can tell</h2>
${coverageBox(coverage)}
<h2>Findings</h2>
${findingsTable(report.findings)}
${charts(report)}
<h2>Loaders</h2>
${loadersTable(report.loaders)}
<h2>Still loaded, oldest first</h2>
${loadedTable(loadedPrograms(report), coverage.to)}
${kernelsAccount(report)}
<h2>Programs, latest first</h2>
${latestPrograms(report)}
<h2>bpf() commands</h2>
${commandsTable(report.commands)}
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`
}

function charts(report: BpfReport): string {
  if (report.programs.length === 0) return '<p>No BPF program was loaded or unloaded in this log.</p>'
  const data = chartData(report)
  return `<h2>Lifetimes by loader <small>the stronger, the more of its programs at a time</small></h2>
${timelineChart(data)}
<h2>Programs loaded over time</h2>
${loadedChart(data)}
<h2>Loads and unloads <small>every ${intervalLength(data)}</small></h2>
${activityChart(data)}
<h2>Lifetimes of unloaded programs</h2>
${lifetimeChart(data)}`
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

/** What a reader must know before anything else. */
function trustBox({ confidence, reasons }: Coverage): string {
  if (confidence === 'high') return ''
  const items = reasons.slice(0, FACT_LIMIT).map((reason) => `<li>${escapeHtml(reason)}</li>`)
  return `<div class="box" id="confidence"><b>Confidence: ${confidence}</b><ul>${items.join('')}</ul></div>`
}

function coverageBox(coverage: Coverage): string {
  const facts = [
    `${coverage.loadsWithSyscall} of ${coverage.loads} loads name their loader.`,
    `${coverage.lastReferenceUnloads} unloads came inside a call that can drop a program, ${coverage.bystanderUnloads} inside one that cannot.`,
    `${coverage.unknownTimeUnloads} unloads have no known time, ${coverage.unidentifiedUnloads} no program id, ${coverage.unloadsWithoutLoad} no load in this log.`,
    `${coverage.serials.missing} of ${coverage.serials.expected} serial numbers are not in the log; ${coverage.lostMessages} messages were reported lost; auditd stopped ${coverage.auditStops === 1 ? 'once' : `${coverage.auditStops} times`}.`,
    ...coverage.boots.map(
      (boot) =>
        `Boot ${boot.boot}${boot.node === undefined ? '' : ` of ${boot.node}`} from ${showTime(boot.firstTime)}, by: ${boot.signs.join(', ')}.`,
    ),
    ...coverage.notes,
  ].slice(0, FACT_LIMIT)
  const rules = coverage.rulesToAdd.map((rule) => `<li>Rule to add: <code>${escapeHtml(rule)}</code></li>`)
  return `<div class="box" id="coverage"><ul>${facts.map((fact) => `<li>${escapeHtml(fact)}</li>`).join('')}${rules.join('')}</ul></div>`
}

/** What bpftool reported, if it was given. */
function kernelsAccount({ liveOnly, logOnly, coverage }: PageReport): string {
  if (liveOnly === undefined) return ''
  return `<h2>In the kernel, but not loaded by this log</h2>
${liveOnlyTable(liveOnly)}
<h2>Loaded by this log, but not in the kernel</h2>
${loadedTable(logOnly ?? [], coverage.to, 'log-only')}`
}

/** The programs at the end of the list, without those that are only counted. */
function latestPrograms({ programs, coverage }: BpfReport): string {
  const shown: Program[] = []
  let counted = 0
  for (let place = programs.length - 1; place >= 0 && shown.length < ROW_LIMIT; place--) {
    const program = programs.at(place)
    if (program === undefined) continue
    if (isShortLived(program, DEFAULT_THRESHOLDS.shortLivedMs)) counted++
    else shown.push(program)
  }
  const severalBoots = coverage.boots.some(({ boot }) => boot > 1)
  const note =
    counted === 0
      ? ''
      : `<p>${counted} short-lived programs of systemd are counted above, not listed here.</p>`
  return (
    note +
    programsTable(
      listOf(programs.length - counted, (place) => shown[place]),
      severalBoots,
    )
  )
}
