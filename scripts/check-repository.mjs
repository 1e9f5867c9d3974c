// `npm run check:repository`: fails when a file holds a path of this machine, a download address
// or a record type number that has a name, or a package.json does not say what it must.
import { findManifestProblems } from './manifest-rules.mjs'
import { root } from './project.mjs'
import { findRecordTypeProblems } from './record-type-rules.mjs'
import { reportProblems } from './report-problems.mjs'
import { findRepositoryProblems } from './repository-rules.mjs'

reportProblems('repository', [
  ...findRepositoryProblems(root),
  ...findRecordTypeProblems(root),
  ...findManifestProblems(root),
])
