# Runs in the guest under systemd (INIT=systemd), as root: ts-aubpfd.service, as it is, through a workload of the lab.
# PARAMS: FOLLOW=yes (it follows the log, instead of auditd's socket)  WORKLOAD=systemd.sh (in FILES)
# FILES must hold ts-aubpfd.service.
output=/var/log/ts-aubpfd/programs.ndjson
unit=/etc/systemd/system/ts-aubpfd.service
. /share/env
n=0
for folder in $MOUNTS; do
  mountpoint -q "$folder" || { mkdir -p "$folder" && mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144,ro,cache=loose "m$n" "$folder"; }
  n=$((n + 1))
done
command -v ts-aubpfd || exit 1
cp /share/in/ts-aubpfd.service $unit
mkdir -p $unit.d
printf '[Service]\nEnvironment=PATH=%s\n' "$PATH" >$unit.d/path.conf
if [ -n "${FOLLOW:-}" ]; then
  printf '[Service]\nExecStart=\nExecStart=/usr/bin/env ts-aubpfd run --follow\n' >$unit.d/follow.conf
else
  for conf in /etc/audit/plugins.d/af_unix.conf /etc/audisp/plugins.d/af_unix.conf; do
    [ -e $conf ] && sed -i 's/^active = no/active = yes/' $conf
  done
  kill -HUP "$(pidof auditd)"
fi
systemctl daemon-reload
systemctl start ts-aubpfd
for _ in $(seq 300); do grep -q '"event":"start"' $output 2>/dev/null && break; sleep 0.1; done
systemctl status --no-pager ts-aubpfd
head -c 900 $output
bash "/share/in/${WORKLOAD:-systemd.sh}" >/share/out/workload.txt 2>&1
echo "workload: status $?"
sleep 5
systemd-analyze security --no-pager ts-aubpfd | tail -1
systemctl kill --signal=HUP ts-aubpfd # its files are opened anew
sleep 1
time systemctl stop ts-aubpfd
systemctl show ts-aubpfd -p Result -p ExecMainStatus -p ExecMainCode -p NRestarts
journalctl --no-pager -u ts-aubpfd | tail -20
cp $output /share/out/programs.ndjson
