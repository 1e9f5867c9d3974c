/** The report as one HTML file: no network, nothing runs but one known script, everything escaped. */
import type { JoinedReport } from '../bpftool.ts'
import type { Coverage } from '../coverage.ts'
import type { Program } from '../fields/program.ts'
import { loadedPrograms } from '../report/loaded.ts'
import { listOf } from '../report/program-list.ts'
import type { BpfReport } from '../report/report.ts'
import { isShortLived } from '../report/short-lived.ts'
import { DEFAULT_THRESHOLDS } from '../thresholds.ts'
import { Anchors } from './anchors.ts'
import { type ChartData, chartData } from './chart-data.ts'
import { activityChart, intervalLength, lifetimeChart, loadedChart, timelineChart } from './charts.ts'
import { escapeHtml } from './escape.ts'
import { type Exhibit, exhibitBox } from './exhibit.ts'
import { SCRIPT_HASH, STYLE_HASH } from './hashes.ts'
import { integritySection } from './integrity-section.ts'
import { LivesChoice, livesChart } from './lives-chart.ts'
import { showPageTime, showShare } from './numbers.ts'
import { PAGE_SCRIPT } from './script.ts'
import { storiesSection } from './stories.ts'
import { PAGE_STYLE } from './style.ts'
import { ROW_LIMIT } from './table.ts'
import {
  commandsTable,
  findingsTable,
  listedLoaders,
  liveOnlyTable,
  loadedTable,
  loadersTable,
  type PageContext,
  plainSearch,
  programsTable,
} from './tables.ts'
import { UserNames } from './user-names.ts'

const POLICY = `default-src 'none'; script-src '${SCRIPT_HASH}'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`
/** More facts about the log than this are left out. */
const FACT_LIMIT = 200

/** What the page shows: a report, with the kernel's account where it was asked for. */
export type PageReport = BpfReport & Partial<Pick<JoinedReport, 'liveOnly' | 'logOnly'>>

/** What else the page says. */
export interface PageOptions {
  /** Where the page comes from: its files, when it was made, and by what. */
  readonly exhibit?: Exhibit | undefined
  /** The name (latin1) of a user whom the log does not name; without it such a user is a number. */
  readonly userName?: ((id: number) => string | undefined) | undefined
  /** The command that prints events, given their ids; default `ts-ausearch -a` with these. */
  readonly searchCommand?: ((ids: readonly string[]) => string) | undefined
}

interface Section {
  /** Also its name in links. */
  readonly id: string
  readonly title: string
  /** What stands beside the heading. */
  readonly aside?: string
  readonly content: string
}

/**
 * The report as one self-contained HTML page, a Unicode string to be written as UTF-8. Times are in UTC and say so. Charts
 * are SVG and need no script; without it the tables are complete, but do not sort or filter.
 */
export function renderBpfHtml(report: PageReport, options: PageOptions = {}): string {
  const { coverage } = report
  const nodes =
    coverage.nodes.length > 0 ? `, nodes: ${escapeHtml(coverage.nodes.slice(0, FACT_LIMIT).join(', '))}` : ''
  const sections = sectionsOf(report, options)
  const contents = sections.map(({ id, title }) => `<li><a href="#${id}-part">${title}</a></li>`)
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
<header>
<h1>BPF programs over time</h1>
<p>${showPageTime(coverage.from)} to ${showPageTime(coverage.to)}${nodes}</p>
${trustBox(coverage)}
</header>
<nav aria-label="Contents"><ul>${contents.join('')}</ul></nav>
<main>
${sections.map(sectionHtml).join('\n')}
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`
}

function sectionHtml({ id, title, aside, content }: Section): string {
  const small = aside === undefined ? '' : ` <small>${aside}</small>`
  return `<section aria-labelledby="${id}-part">
<h2 id="${id}-part">${title}${small}</h2>
${content}
</section>`
}

function sectionsOf(report: PageReport, options: PageOptions): readonly Section[] {
  const { coverage, stories = [] } = report
  const names = new UserNames(options.userName)
  const lives = new LivesChoice()
  const data = chartData(report, (program) => {
    names.learn(program)
    lives.consider(program)
  })
  names.learnStories(stories)
  const loaders = listedLoaders(report.loaders)
  const context: PageContext = {
    names,
    anchors: new Anchors(loaders.slice(0, ROW_LIMIT)),
    searchCommand: options.searchCommand ?? plainSearch,
  }
  // The rows of programs come first: findings lead to them.
  const programs = latestPrograms(report, context)
  const loaded = loadedTable(loadedPrograms(report), coverage.to, {
    id: 'loaded',
    caption: 'Programs that are still loaded, oldest first',
    context,
  })
  const told = storiesSection(stories, context.searchCommand)
  return [
    ...(options.exhibit === undefined
      ? []
      : [{ id: 'exhibit', title: 'This page', content: exhibitBox(options.exhibit) }]),
    { id: 'numbers', title: 'In numbers', content: numbersBox(report) },
    { id: 'coverage', title: 'What this log can tell', content: coverageBox(coverage) },
    ...(report.integrity === undefined
      ? []
      : [
          {
            id: 'log',
            title: 'The log as evidence',
            content: integritySection(report.integrity, context.searchCommand),
          },
        ]),
    { id: 'findings', title: 'Findings', content: findingsTable(report.findings, context) },
    ...(told === ''
      ? []
      : [{ id: 'stories', title: 'Stories', aside: 'who did what, in order', content: told }]),
    ...chartSections(report, data, lives),
    { id: 'loaders', title: 'Loaders', content: loadersTable(loaders, context) },
    { id: 'loaded', title: 'Still loaded, oldest first', content: loaded },
    ...kernelsAccount(report, context),
    { id: 'programs', title: 'Programs, latest first', content: programs },
    { id: 'commands', title: 'bpf() commands', content: commandsTable(report.commands, context) },
  ]
}

function chartSections(report: BpfReport, data: ChartData, lives: LivesChoice): readonly Section[] {
  if (report.programs.length === 0) return []
  return [
    {
      id: 'lanes',
      title: 'Lifetimes by loader',
      aside: `the stronger, the more of its programs at a time; one column is ${intervalLength(data)}; times in UTC`,
      content: timelineChart(data),
    },
    {
      id: 'lives',
      title: 'Lives of single programs',
      aside: 'those with findings, then those still loaded, then the longest; times in UTC',
      content: livesChart(data, lives.programs(), data.bootEnds),
    },
    {
      id: 'count',
      title: 'Programs loaded over time',
      aside: 'times in UTC',
      content: loadedChart(data),
    },
    {
      id: 'activity',
      title: 'Loads and unloads',
      aside: `every ${intervalLength(data)}; times in UTC`,
      content: activityChart(data),
    },
    { id: 'lifetimes', title: 'Lifetimes of unloaded programs', content: lifetimeChart(data) },
  ]
}

function numbersBox({ coverage, programs, findings }: BpfReport): string {
  const nothing =
    coverage.loads + coverage.unloads + programs.length === 0
      ? `<p id="nothing"><strong>No BPF program was loaded or unloaded in this log.</strong></p>`
      : ''
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
  return `${nothing}<div class="numbers">${boxes.join('')}</div>`
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
        `Boot ${boot.boot}${boot.node === undefined ? '' : ` of ${boot.node}`} from ${showPageTime(boot.firstTime)}, by: ${boot.signs.join(', ')}.`,
    ),
    ...coverage.notes,
  ].slice(0, FACT_LIMIT)
  const rules = coverage.rulesToAdd.map((rule) => `<li>Rule to add: <code>${escapeHtml(rule)}</code></li>`)
  return `<div class="box" id="coverage"><ul>${facts.map((fact) => `<li>${escapeHtml(fact)}</li>`).join('')}${rules.join('')}</ul></div>`
}

/** What bpftool reported, if it was given. */
function kernelsAccount(
  { liveOnly, logOnly, coverage }: PageReport,
  context: PageContext,
): readonly Section[] {
  if (liveOnly === undefined) return []
  const missing = loadedTable(logOnly ?? [], coverage.to, {
    id: 'log-only',
    caption: 'Programs that this log loaded and the kernel does not have',
    context,
  })
  return [
    {
      id: 'live-only',
      title: 'In the kernel, but not loaded by this log',
      content: liveOnlyTable(liveOnly),
    },
    { id: 'log-only', title: 'Loaded by this log, but not in the kernel', content: missing },
  ]
}

/** The programs at the end of the list, without those that are only counted. */
function latestPrograms({ programs, coverage }: BpfReport, context: PageContext): string {
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
  const list = listOf(programs.length - counted, (place) => shown[place])
  return note + programsTable(list, severalBoots, context)
}
