/** What the sibling packages need beyond the public entry. No promise is made for it: it changes with any release. */
export { csvForm } from './rows/csv.ts'
export { decodeRow } from './rows/decode-row.ts'
export { emitReport } from './rows/emit-report.ts'
