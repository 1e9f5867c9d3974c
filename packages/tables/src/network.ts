// Sockets and packets: families, types, option levels and names, protocols, netfilter.
export {
  addressFamilies,
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
export {
  lookupName,
  lookupNumber,
  type NameRow,
  type NameTable,
  namesOfBits,
  tableRows,
} from './name-table.ts'
