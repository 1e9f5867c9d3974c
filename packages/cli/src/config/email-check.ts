/** The check of action_mail_acct, an account or an address (spec 01 §B.2). */
import type { Check } from './check.ts'

/** Judged only while verify_email is yes; a host that is not found is no failure. */
export const mailAccount: Check = ({ value }, { settings, machine, say }) => {
  if (!settings.verifyEmail) return true
  const at = value.indexOf('@')
  const domain = at < 0 ? '' : value.slice(at + 1)
  const problem = addressProblem(value, at)
  if (problem !== undefined) {
    say(`email: ${value} ${problem}`)
    return false
  }
  const reason = domain === '' ? undefined : machine.hostProblem(domain)
  if (reason !== undefined) say(`validate_email: failed looking up host for ${domain} (${reason})`)
  return true
}

function addressProblem(address: string, at: number): string | undefined {
  if (address.length < 2) return 'is too short, expecting at least 2 characters'
  if (/[^A-Za-z0-9@._+-]/.test(address)) return 'has illegal character'
  return at < 0 || address.indexOf('.', at) >= 0 ? undefined : 'should have . after @'
}
