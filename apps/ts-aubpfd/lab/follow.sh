# Runs in the guest, as root: a log is followed while it is rotated every 200 KB under a workload of the lab.
# PARAMS: as plugin.sh.  AUDITD_SET must keep the files (num_logs=99) and rotate at a signal (max_log_file_action=rotate).
log=/var/log/audit/audit.log
date +%s.%3N >/share/out/followed-from.txt
ts-ausearch --follow --raw -l -if $log >/share/out/followed.raw 2>/share/out/follow-errors.txt &
follower=$!
sleep 8
(while sleep 0.3; do
  [ "$(stat -c %s $log 2>/dev/null || echo 0)" -lt 200000 ] || kill -USR1 "$(pidof auditd)"
done) &
rotator=$!
/lab/bin/ts_bpf # the first that must be found
bash "/share/in/${WORKLOAD:-bpf.sh}" >/share/out/workload.txt 2>&1
echo "workload: status $?"
kill $rotator
sleep 8
kill -TERM $follower
wait $follower
echo "follower: status $?"
ls -l /var/log/audit
