import { library } from '../../tsup.shared.ts'

export default library([
  'index',
  'name-table',
  'record-type',
  'record-type-ranges',
  'record-types',
  'syscalls',
  'errno',
  'machines',
  'field-types',
  'bpf',
  'flags',
  'values',
  'network',
  'rules',
  'normaliser',
  'event-schemas',
  'tty-keys',
  'usual',
])
