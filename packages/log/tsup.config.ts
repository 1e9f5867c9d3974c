import { library } from '../../tsup.shared.ts'

export default library(['index', 'node', 'internal', 'parts'])
