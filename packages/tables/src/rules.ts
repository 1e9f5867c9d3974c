// The vocabulary of audit rules: fields, operators, lists, actions, permissions, file systems.
export {
  ruleActions,
  ruleFields,
  ruleFilesystems,
  ruleOperators,
  rulePermissions,
} from './generated/rules.ts'
export { ruleLists } from './generated/usual.ts'
export {
  lookupName,
  lookupNumber,
  type NameRow,
  type NameTable,
  namesOfBits,
  tableRows,
} from './name-table.ts'
