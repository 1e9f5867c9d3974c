# Runs in the guest, as root: the plugin under auditd through a workload of the lab.
# PARAMS: WORKLOAD=bpf.sh (in FILES)  JIT=--jit (instead of --jitless)  and what the workload takes
output=/var/log/ts-aubpfd/programs.ndjson
hangup() { kill -HUP "$(pidof auditd)"; }

# Under systemd the lab leaves the mounts to its script.
. /share/env
n=0
for folder in $MOUNTS; do
  mountpoint -q "$folder" || { mkdir -p "$folder" && mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144,ro,cache=loose "m$n" "$folder"; }
  n=$((n + 1))
done
command -v ts-aubpfd || exit 1
ts-aubpfd check
mkdir -p "$(dirname $output)" /etc/audit/plugins.d
if [ -n "${JIT:-}" ] && systemctl is-active -q auditd 2>/dev/null; then
  mkdir -p /run/systemd/system/auditd.service.d
  printf '[Service]\nMemoryDenyWriteExecute=no\n' >/run/systemd/system/auditd.service.d/jit.conf
  systemctl daemon-reload
  kill "$(pidof auditd)" # systemctl is refused to stop it
  sleep 2
  systemctl start auditd
fi
ts-aubpfd install ${JIT:-} && hangup
cat /etc/audit/plugins.d/ts-aubpfd.conf
for _ in $(seq 300); do grep -q '"event":"start"' $output 2>/dev/null && break; sleep 0.1; done
head -c 600 $output

# How full auditd's queue to its plugins is, once a second.
(while sleep 1; do
  kill -CONT "$(pidof auditd)"
  { date +@%s.%3N; cat /var/run/auditd.state 2>/dev/null || cat /run/audit/auditd.state; } >>/share/out/auditd-state.txt 2>/dev/null
done) &
sampler=$!

bash "/share/in/${WORKLOAD:-bpf.sh}" >/share/out/workload.txt 2>&1
echo "workload: status $?"
sleep 5
kill $sampler
auditctl -s
# The plugin says what it has counted when auditd takes it down.
sed -i 's/^active = yes/active = no/' /etc/audit/plugins.d/ts-aubpfd.conf && hangup
for _ in $(seq 100); do grep -q '"event":"stop"' $output && break; sleep 0.1; done
cp $output /share/out/programs.ndjson
