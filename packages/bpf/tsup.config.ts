import { library } from '../../tsup.shared.ts'

export default library(['index', 'fields', 'programs', 'search'])
