import { application } from '../../tsup.shared.ts'

export default application('ts-ausearch', { scripts: ['format-thread'], isStandalone: true })
