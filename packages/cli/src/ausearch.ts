/** What the command ts-ausearch is made of, and nothing that only ts-aureport needs. */
export { ausearchTable } from './ausearch/table.ts'
export { runCommand } from './main.ts'
export { serveFormatThread } from './parallel/format-thread.ts'
export { runAusearch } from './run-ausearch/run-ausearch.ts'
