import { application } from '../../tsup.shared.ts'

export default application('ts-aureport', { isStandalone: true })
