/** Programs that load BPF programs and end at once: what they have loaded and is still there has outlived them. */
import { withoutDeleted } from './untrusted-place.ts'

/** By the last part of their path; a version may follow. */
const ONE_SHOT =
  /^(?:tc|ip|bpftool|xdp-loader|xdpload|iptables|ip6tables|xtables-\w+|nft|runc|crun|youki|snap-confine|snap-device-helper|cilium-cni)[-_.\d]*$/

/** Whether an executable is one of them. */
export function isOneShot(exe: string): boolean {
  const file = withoutDeleted(exe)
  return ONE_SHOT.test(file.slice(file.lastIndexOf('/') + 1))
}
