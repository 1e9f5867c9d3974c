import { library } from '../../tsup.shared.ts'

export default library(['index', 'ausearch', 'aureport', 'aubpfd', 'start', 'search-options'])
