# One detached step: claims the attempt, runs its script, leaves the exit behind. Started in a session of its own with
# the arguments: directory, key, umask, boot id, the directory of its secrets. stdin is empty, stdout and stderr are the log.
# `started` is created exclusively: whoever fails to create it runs nothing. Both files end in " ." to show that they are whole.
LM_d=$1 LM_k=$2 LM_u=$3 LM_b=$4 LM_z=$5 LM_s=- LM_t=0 LM_hit=0 LM_size=-
trap : INT
trap LM_hit=129 HUP
trap LM_hit=143 TERM
if [ -r "/proc/$$/stat" ]; then
  read -r LM_x <"/proc/$$/stat"
  set -- ${LM_x##*) }
  LM_s=${20}
fi
set --
lm_time() {
  if [ -r /proc/uptime ]; then read -r LM_t LM_x </proc/uptime; else LM_t=$(date +%s); fi
}
lm_time
set -C
{ echo "$$ $LM_s $LM_b $LM_t $LM_k ." >"$LM_d/started"; } 2>/dev/null || {
  [ -z "$LM_z" ] || rm -rf "$LM_z"
  exit 97
}
set +C
umask "$LM_u"
LASTMILE_RESULT=$LM_d/result
export LASTMILE_RESULT
# A copy of this shell reads the script, because that costs a host a third of starting another /bin/sh. Its exit, traps
# and variables stay its own. Signals that it sends to "$$" come here: they make its success a failure.
(. "$LM_d/script.$LM_k")
LM_c=$?
[ "$LM_c" -ne 0 ] || LM_c=$LM_hit
umask 077
[ -z "$LM_z" ] || rm -rf "$LM_z"
lm_time
# Whoever writes to a log that is opened for appending stands at its end.
[ ! -r /proc/self/fdinfo/1 ] || read -r LM_x LM_size </proc/self/fdinfo/1
echo "$LM_c $LM_t $LM_size ." >"$LM_d/exit"
exit "$LM_c"
