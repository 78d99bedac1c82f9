# One detached step: claims the attempt, runs its script, leaves the exit behind. Started in a session of its own with
# the arguments: directory, key, umask, boot id, interpreter. stdout and stderr are the log.
# `started` is created exclusively: whoever fails to create it runs nothing. Both files end in " ." to show that they are whole.
trap : HUP INT TERM
d=$1 k=$2 u=$3 b=$4 i=$5 s=- t=0
if [ -r "/proc/$$/stat" ]; then
  read -r x <"/proc/$$/stat"
  set -- ${x##*) }
  s=${20}
fi
now() {
  if [ -r /proc/uptime ]; then read -r t x </proc/uptime; else t=$(date +%s); fi
}
now
set -C
{ echo "$$ $s $b $t $k ." >"$d/started"; } 2>/dev/null || exit 97
set +C
umask "$u"
LASTMILE_RESULT=$d/result $i "$d/script.$k" </dev/null
c=$?
umask 077
now
echo "$c $t ." >"$d/exit"
exit "$c"
