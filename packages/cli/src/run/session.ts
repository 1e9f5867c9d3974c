/** What a run of a command knows about the machine it runs on: accounts, clock, zone, locale. */
import { readFileSync } from 'node:fs'
import type { AccountResolver } from '@ts-audit/auparse'
import { accountsFromFiles, createInterfaceNames, systemAccounts } from '@ts-audit/auparse/node'
import { type TimeLocale, type TimeZone, timeLocale } from '@ts-audit/auparse/time'
import type { TimeContext } from '@ts-audit/ausearch'
import { type MachineNumber, machineFromName } from '@ts-audit/tables/machines'
import { fileName, systemErrorText } from '../output/system-text.ts'
import type { CommandEnvironment } from './environment.ts'
import { IdsAhead } from './ids-ahead.ts'
import { localZone } from './local-zone.ts'
import { systemLocaleId } from './system-locale.ts'

/** One value for a whole run; nothing in it changes. */
export interface Session {
  readonly accounts: AccountResolver
  /** To be told what part of the log is being looked at, so that names missing in it are asked for together. */
  readonly idsAhead: IdsAhead
  readonly zone: TimeZone
  readonly locale: TimeLocale
  /** What time arguments are relative to. */
  readonly time: TimeContext
  /** The machine the command runs on; undefined when it is none the audit system knows. */
  readonly host: MachineNumber | undefined
  /** The name of a network interface by its index. */
  readonly interfaceName: (index: number) => string | undefined
  /** How many characters a line of the output has, where it is a terminal. */
  readonly terminalWidth?: number | undefined
}

/** Takes the clock, zone and locale at this moment; accounts are looked up when they are first asked for. */
export function createSession(
  environment: Pick<CommandEnvironment, 'variables' | 'machine' | 'terminalWidth'>,
): Session {
  const zone = localZone(environment.variables)
  const locale = timeLocale(systemLocaleId(environment.variables))
  const idsAhead = new IdsAhead()
  return {
    accounts: systemAccounts(idsAhead),
    idsAhead,
    zone,
    locale,
    time: { now: Math.floor(Date.now() / 1000), zone, locale, uptime: readUptime },
    // The table of machines is decoded only where a question about it comes up.
    get host() {
      return machineFromName(environment.machine)
    },
    interfaceName: createInterfaceNames(),
    // Few outputs depend on it.
    get terminalWidth() {
      return environment.terminalWidth?.()
    },
  }
}

/** The session with the accounts of another machine, where such files are given (as latin1 paths). */
export function withAccountFiles(
  session: Session,
  { passwdFile, groupFile }: { readonly passwdFile?: string; readonly groupFile?: string },
): Session {
  if (passwdFile === undefined && groupFile === undefined) return session
  const path = (bytes: string | undefined): string | undefined =>
    bytes === undefined ? undefined : fileName(bytes)
  return { ...session, accounts: accountsFromFiles(path(passwdFile), path(groupFile), session.idsAhead) }
}

/** Seconds since boot, rounded; or why they are not known. */
function readUptime(): number | { readonly reason: string } {
  try {
    return Math.round(Number.parseFloat(readFileSync('/proc/uptime', 'latin1')))
  } catch (error) {
    return { reason: systemErrorText((error as NodeJS.ErrnoException).code ?? 'EIO') }
  }
}
