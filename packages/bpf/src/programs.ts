/** The tracker alone: who loaded what, for how long, what is still loaded; without findings, known tools and views. */
export { type BpfTracker, createProgramTracker, type ProgramTrackerOptions } from './program-tracker.ts'
