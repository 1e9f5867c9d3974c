/** Programs that run programs written in their language (spec 04 §3.5). */

const directory = '/usr/bin/'
const interpreters = ['python', 'sh', 'bash', 'perl'] as const

/** A plain prefix test, as in the reference: `/usr/bin/sha256sum` counts as a shell. */
export function isInterpreter(program: string | undefined): boolean {
  if (program === undefined || !program.startsWith(directory)) return false
  return interpreters.some((name) => program.startsWith(name, directory.length))
}
