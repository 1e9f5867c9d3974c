/** The search by program: nothing of the views or the page comes with it. */
export { createProgramTest, type ProgramSearch } from './search/program-test.ts'
