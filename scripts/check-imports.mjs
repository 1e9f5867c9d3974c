// `npm run check:imports`: fails when an import or a dependency breaks the rules of the house.
import { findImportProblems } from './import-rules.mjs'
import { root } from './project.mjs'
import { reportProblems } from './report-problems.mjs'

reportProblems('imports', findImportProblems(root))
