/** The search by program alone, without the views or the page. */
export { createProgramTest, type ProgramSearch } from './search/program-test.ts'
