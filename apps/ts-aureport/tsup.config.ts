import { application } from '../../tsup.shared.ts'

export default application('ts-aureport', {
  isStandalone: true,
  // What `--serve` serves.
  files: ['../viewer/dist/ts-audit.html'],
})
