/** Fields of netfilter and network records (spec 03 §4.20 to §4.22, §4.30 to §4.32, §4.36). */
import {
  arpHooks,
  icmpTypes,
  inetHooks,
  lookupName,
  netfilterActions,
  netfilterProtocols,
  protocols,
} from '@ts-audit/tables/network'
import { unsigned64 } from './integers.ts'
import { type Interpreter, named, ofNumber } from './interpreter.ts'

/** NFPROTO_ARP of linux/netfilter.h. */
const ARP_FAMILY = 3

/** EtherTypes of linux/if_ether.h. */
const ETHER_TYPES: ReadonlyMap<number, string> = new Map([
  [0x0800, 'IP'],
  [0x0806, 'ARP'],
])

/** `family`. */
export const netfilterFamily: Interpreter = named(
  10,
  netfilterProtocols,
  (value) => `unknown-netfilter-protocol(${value})`,
)

/** `icmptype`. */
export const icmpType: Interpreter = named(10, icmpTypes, (value) => `unknown-icmp-type(${value})`)

/** `proto`. */
export const protocol: Interpreter = named(10, protocols, () => 'undefined protocol')

/** `hook`: its name depends on the family of the record. */
export const hook: Interpreter = ofNumber(16, ({ low }, value, { hookFamily }) => {
  const family = hookFamily === undefined ? undefined : unsigned64(hookFamily, 10)
  const table = family !== undefined && (family.low | 0) === ARP_FAMILY ? arpHooks : inetHooks
  return lookupName(table, low | 0) ?? `unknown-hook(${value})`
})

/** `action`. */
export const netfilterAction: Interpreter = named(16, netfilterActions, (value) => `unknown-action(${value})`)

/** `macproto`. */
export const macProtocol: Interpreter = ofNumber(16, ({ low }) => ETHER_TYPES.get(low) ?? 'UNKNOWN')

/** `nl-mcgrp`. */
export const netlinkGroup: Interpreter = ofNumber(16, ({ high, low }) =>
  high === 0 && low === 1 ? 'audit-netlink-multicast' : 'audit-none',
)
