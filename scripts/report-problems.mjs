// How the checks end: the problems one a line, or a line that says there are none.

/**
 * Prints the outcome of a check; the process ends with status 1 when there are problems.
 * @param {string} subject what was checked
 * @param {readonly string[]} problems
 */
export function reportProblems(subject, problems) {
  for (const problem of problems) console.error(problem)
  console.log(problems.length === 0 ? `${subject}: in order` : `${subject}: ${problems.length} problems`)
  process.exitCode = problems.length === 0 ? 0 : 1
}
