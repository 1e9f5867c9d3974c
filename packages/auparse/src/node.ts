/** What interpretation takes from the machine it runs on: accounts, machine type, network interfaces. */
export type { UpcomingIds } from './node/directory-accounts.ts'
export { createInterfaceNames, hostMachine } from './node/host.ts'
export { accountsFromFiles, systemAccounts } from './node/system-accounts.ts'
