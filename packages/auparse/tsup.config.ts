import { library } from '../../tsup.shared.ts'

export default library(['index', 'search', 'normalise', 'expression', 'time', 'node', 'internal', 'usual'])
