# What the agent knows about processes and attempts on its machine; part of the same shell as agent.sh.
# An attempt is $LM_d. lm_started and lm_exited read its files, lm_alive and lm_group ask the kernel.

# LM_now: seconds since boot, or since the epoch where there is no /proc. Only differences are used.
lm_now() {
  if [ -r /proc/uptime ]; then read -r LM_now LM_x </proc/uptime; else LM_now=$(date +%s); fi
}

# What /proc says of one process. The name may hold blanks and brackets, so count from the last bracket.
lm_stat() {
  LM_run= LM_pp= LM_pg= LM_start=
  [ -r "/proc/$1/stat" ] && { read -r LM_x <"/proc/$1/stat"; } 2>/dev/null || return 1
  set -- ${LM_x##*) }
  LM_run=$1 LM_pp=$2 LM_pg=$3 LM_start=${20}
}

# True when the claim is there and whole.
lm_started() {
  LM_p=0 LM_s=- LM_b=- LM_t=0 LM_by=- LM_x=
  [ -e "$LM_d/started" ] && { read -r LM_p LM_s LM_b LM_t LM_by LM_x <"$LM_d/started"; } 2>/dev/null
  [ "$LM_x" = . ] || { LM_p=0 LM_s=- LM_b=- LM_t=0 LM_by=-; return 1; }
}

# True when the exit is there and whole; LM_c is the exit code and LM_size that of the log, "-" where there is none.
lm_exited() {
  LM_c=- LM_e=0 LM_size=- LM_x=
  [ -e "$LM_d/exit" ] && { read -r LM_c LM_e LM_size LM_x <"$LM_d/exit"; } 2>/dev/null
  [ "$LM_x" = . ] || { LM_c=- LM_e=0 LM_size=-; return 1; }
}

# Does the wrapper live? The start time guards against a process number that is used again, Z against hosts without a reaper.
lm_alive() {
  [ "$LM_p" != 0 ] && [ "$LM_b" = "$LM_boot" ] || return 1
  if [ ! -r /proc/self/stat ]; then kill -0 "$LM_p" 2>/dev/null; return; fi
  lm_stat "$LM_p" && [ "$LM_start" = "$LM_s" ] || return 1
  case $LM_run in [ZX]) return 1 ;; esac
}

# Does anything live in its process group? kill -0 would also count zombies and overlook what runs under sudo.
lm_group() {
  [ "$LM_p" != 0 ] && [ "$LM_b" = "$LM_boot" ] || return 1
  if [ ! -r /proc/self/stat ]; then kill -0 "-$LM_p" 2>/dev/null; return; fi
  if lm_stat "$LM_p" && [ "$LM_start" != "$LM_s" ]; then return 1; fi
  for LM_y in /proc/[0-9]*; do
    lm_stat "${LM_y#/proc/}" && [ "$LM_pg" = "$LM_p" ] || continue
    case $LM_run in [ZX]) ;; *) return 0 ;; esac
  done
  return 1
}

# LM_set: a process and all its descendants.
lm_tree() {
  LM_set=" $1 " LM_more=1
  while [ -n "$LM_more" ]; do
    LM_more=
    for LM_y in /proc/[0-9]*; do
      LM_y=${LM_y#/proc/}
      case $LM_set in *" $LM_y "*) continue ;; esac
      lm_stat "$LM_y" || continue
      case $LM_set in *" $LM_pp "*) LM_set="$LM_set$LM_y " LM_more=1 ;; esac
    done
  done
}

# A tenth of a second where sleep can, else a second; always a second from the eleventh nap on. LM_ms: what it was.
lm_nap() {
  if [ -z "$LM_nap" ]; then
    LM_nap=0.1 LM_ms=100
    sleep 0.1 2>/dev/null && return
    LM_nap=1
  fi
  if [ "$1" -gt 10 ] || [ "$LM_nap" = 1 ]; then LM_ms=1000; sleep 1; else LM_ms=100; sleep "$LM_nap"; fi
}
