// `npm run check:citations`: fails when a citation of the specification or a link of a document leads nowhere.
import { findCitationProblems } from './citations.mjs'
import { findLinkProblems } from './document-links.mjs'
import { root } from './project.mjs'
import { reportProblems } from './report-problems.mjs'

reportProblems('citations', [...findCitationProblems(root), ...findLinkProblems(root)])
