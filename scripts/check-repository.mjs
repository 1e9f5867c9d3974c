// `npm run check:repository`: fails when a file holds a path of this machine or a download address.
import { root } from './project.mjs'
import { reportProblems } from './report-problems.mjs'
import { findRepositoryProblems } from './repository-rules.mjs'

reportProblems('repository', findRepositoryProblems(root))
