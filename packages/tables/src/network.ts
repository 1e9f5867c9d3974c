// Sockets and packets: families, types, option levels and names, protocols, netfilter.
export {
  arpHooks,
  icmpTypes,
  inetHooks,
  ip6Options,
  ipOptions,
  netfilterActions,
  netfilterProtocols,
  packetOptions,
  protocols,
  socketLevels,
  socketOptions,
  socketTypes,
  tcpOptions,
} from './generated/network.ts'
export { addressFamilies } from './generated/usual.ts'
export {
  lookupName,
  lookupNumber,
  type NameRow,
  type NameTable,
  namesOfBits,
  tableRows,
} from './name-table.ts'
