export { type Baseline, readBaseline, writeBaseline } from './baseline.ts'
export { type BpfEvent, readBpfEvent } from './bpf-event.ts'
export { type JoinedReport, type JoinOptions, joinBpftool, type LiveEntry, readBpftool } from './bpftool.ts'
export type { BootSummary, Coverage, SerialCount } from './coverage.ts'
export { type ComparedReport, comparedReport, differences, notCompared } from './diff/compare.ts'
export { diffJson, diffLines, diffTable, type ReportDiff } from './diff/report.ts'
export { isSavedReport, readSavedReport } from './diff/saved-report.ts'
export { type EnrichedReport, joinEnrichment } from './enrichment.ts'
export type { Difference } from './fields/difference.ts'
export type { Finding, Severity } from './fields/finding.ts'
export type { CommandSummary, LifetimeSummary, LoaderSummary } from './fields/loader.ts'
export {
  DEFAULT_LOADER_FIELDS,
  type Enrichment,
  LOADER_FIELDS,
  type Loader,
  type LoaderField,
  type LoaderIdentity,
} from './fields/process.ts'
export type {
  Confidence,
  Doubt,
  EventPoint,
  LastReference,
  LiveProgram,
  LoadPoint,
  Program,
  ProgramState,
  UnloadPoint,
} from './fields/program.ts'
export { STEP_KINDS, type StepKind, type Story, type StoryStep } from './fields/story.ts'
export type { Exhibit, ExhibitFile } from './html/exhibit.ts'
export { type PageOptions, renderBpfHtml } from './html/page.ts'
export {
  type LinePlace,
  OBSERVATION_KINDS,
  type Observation,
  type ObservationKind,
} from './integrity/observation.ts'
export { withPrograms } from './integrity/programs.ts'
export {
  createIntegrityRecorder,
  type IntegrityOptions,
  type IntegrityRecorder,
} from './integrity/recorder.ts'
export {
  INTEGRITY_SCHEMA,
  type IntegrityBoot,
  type IntegrityFile,
  type IntegrityReport,
  integrityJson,
  integrityLines,
  type Verdict,
} from './integrity/report.ts'
export { integrityTable } from './integrity/table.ts'
export { DEFAULT_KNOWN_TOOLS } from './known-tools/default-list.ts'
export { KNOWN_WORDS, type KnownTools, type KnownWord, readKnownTools } from './known-tools/known-tools.ts'
export { createLiveEventReader, type LiveEvent } from './live-event.ts'
export { neededRecords } from './order/event-store.ts'
export type { ProgramTrackerOptions } from './program-tracker.ts'
export { type BpfRecord, readBpfRecord, type UnloadTask } from './records/bpf-record.ts'
export { type CallResult, filterReport } from './report/filter.ts'
export { REPORT_PARTS, type ReportPart, reportJson, reportLines } from './report/json.ts'
export { loadedPrograms } from './report/loaded.ts'
export type { ProgramList } from './report/program-list.ts'
export { type BpfReport, REPORT_SCHEMA } from './report/report.ts'
export { reportSchema } from './report/schema.ts'
export { type ReportTable, reportTable, type TableCell, type TableOptions } from './report/table.ts'
export { createProgramTest, type ProgramSearch } from './search/program-test.ts'
export { chosenStories, notableStories, type StoryWish } from './story/choice.ts'
export { createStoryRecorder, type StoryRecorder } from './story/recorder.ts'
export { type BpfThresholds, DEFAULT_THRESHOLDS } from './thresholds.ts'
export type { BootSign, SerialGap } from './track/boot.ts'
export { type BpfTracker, type BpfTrackerOptions, createBpfTracker } from './tracker.ts'
export { alignedViewLines, viewText } from './views/aligned.ts'
export { coverageHead, coverageNote } from './views/coverage-note.ts'
export { differencesView } from './views/differences.ts'
export { integrityText, observationsView } from './views/integrity.ts'
export { loadedView, programsView } from './views/programs.ts'
export { searchCommand, shellWord } from './views/search-command.ts'
export { storyLines, storyView } from './views/stories.ts'
export { commandsView, findingsView, loadersView } from './views/summaries.ts'
export { type View, type ViewOptions, viewCsv, viewLines } from './views/view.ts'
