import { application } from '../../tsup.shared.ts'

// koffi holds a library for each machine, and stays a package of its own.
export default application('ts-aubpfd', {
  scripts: ['asking-thread'],
  external: ['koffi'],
  noExternal: [/^(?!koffi$)/],
})
