/** Programs that use BPF by design, as the text of a known-tools file. */

/**
 * The built-in list. A line is `NAME: WORDS` or `/PATH: WORDS`; a path that ends with `/` stands for all below it. The
 * words say what the tool is known for, see `KNOWN_WORDS`.
 */
export const DEFAULT_KNOWN_TOOLS = `# systemd's own programs are known by where they are, and need no line.
# Tools for people
bpftool: walks
bpftrace: walks loads
bpftop: walks
perf: walks loads
# Observability and security agents
falco: walks loads
tracee: walks loads
tetragon: walks loads pins stays detaches
kubearmor: walks loads pins stays
sysdig: walks loads
dragent: walks loads
/opt/draios/: walks loads
system-probe: walks loads pins
security-agent: walks loads pins
/opt/datadog-agent/: walks loads pins
falcon-sensor: walks loads pins
falcon-sensor-bpf: walks loads pins
/opt/CrowdStrike/: walks loads pins
/opt/sentinelone/: walks loads pins
/opt/microsoft/mdatp/: walks loads pins
/opt/microsoft/sysmon/: walks loads pins
sysmon: walks loads pins
/opt/traps/: walks loads pins
/opt/ds_agent/: walks loads filters
/opt/carbonblack/: walks loads pins
/opt/newrelic/: walks loads
/opt/Elastic/: walks loads filters
/usr/share/elastic-agent/: walks loads filters
elastic-agent: walks loads
elastic-endpoint: walks loads pins
auditbeat: walks loads filters
packetbeat: loads filters
osqueryd: walks loads
uptycs: walks loads
parca-agent: walks loads
beyla: walks loads pins
ebpf-profiler: walks loads
coroot-node-agent: walks loads
deepflow-agent: walks loads filters
ebpf.plugin: walks loads
ig: walks loads pins
gadgettracermanager: walks loads pins
stirling: walks loads
bpfman: walks loads pins stays detaches
bpfman-rpc: walks loads pins stays detaches
bpfd: walks loads pins stays detaches
pmdabpf: walks loads
pmdabcc: walks loads
node_exporter: walks
ebpf_exporter: walks loads
# Networks
cilium-agent: walks loads pins stays detaches filters
cilium-operator: walks
cilium: walks pins
cilium-cni: walks loads pins stays detaches
calico-node: walks loads pins stays detaches
felix: walks loads pins stays detaches
xdpd: loads pins stays
suricata: loads pins filters
# Containers and virtual machines, whose programs belong to what they start
runc: loads stays detaches copies
crun: loads stays detaches copies
youki: loads stays detaches copies
lxc: loads stays pins detaches copies
lxd: loads stays pins detaches
lxcfs: loads
incusd: loads stays pins detaches
containerd: loads stays pins detaches copies
containerd-shim: loads stays detaches copies
containerd-shim-runc-v2: loads stays detaches copies
dockerd: loads stays pins detaches copies
podman: loads stays pins detaches copies
conmon: loads stays copies
buildah: loads stays copies
crio: loads stays pins detaches copies
kubelet: walks loads copies
libvirtd: loads stays detaches copies
virtqemud: loads stays detaches copies
snapd: loads pins stays copies
snap-confine: loads pins stays
snap-device-helper: loads pins stays
# Daemons that run on after their package is upgraded
NetworkManager: loads stays filters copies
sshd: copies
cron: copies
crond: copies
rsyslogd: copies
polkitd: copies
dbus-daemon: copies
dbus-broker: copies
firewalld: copies
keepalived: filters copies
# Sockets that see packets
dhclient: filters
dhcpcd: filters
udhcpc: filters
dhcpd: filters
wpa_supplicant: filters
hostapd: filters
lldpd: filters
tcpdump: filters
dumpcap: filters
tshark: filters
wireshark: filters
zeek: filters
snort: filters
nmap: filters
arping: filters
avahi-daemon: filters
`
