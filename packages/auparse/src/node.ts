export { accountsFromFiles, systemAccounts } from './node/system-accounts.ts'
