// The record type numbers by name: `import * as RecordType from '@ts-audit/tables/record-type'`, `RecordType.BPF`.
// Constants rather than one object or enum: esbuild writes the numbers where they are used, across files, and a bundle
// holds those alone that are asked for.
export * from './generated/record-type.ts'
