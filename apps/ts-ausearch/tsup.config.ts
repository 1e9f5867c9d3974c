import { application } from '../../tsup.shared.ts'

export default application('ts-ausearch', { scripts: ['thread'], isStandalone: true })
