# The agent: functions given once to a /bin/sh, then called with a few lines per exchange. POSIX sh, builtins where it can
# be: every program that is started costs a host about 1 ms. Names beginning with LM_ and lm_ are its own.
# It answers with marks on stdout, "<nonce> name fields"; what stands between marks is output.

LM_sh=${LASTMILE_SH:-/bin/sh}
LM_u=$(umask)
umask 077
[ -n "$HOME" ] || HOME=/
export HOME
cd "$HOME" 2>/dev/null || cd /
LM_root=$HOME/.lastmile/runs
LM_f= LM_kind= LM_nap= LM_boot=- LM_z= LM_last= LM_nl='
'
[ ! -r /proc/sys/kernel/random/boot_id ] || read -r LM_boot </proc/sys/kernel/random/boot_id
# Machines may share a home directory, but not what is running on them.
if [ -r /proc/sys/kernel/hostname ]; then read -r LM_node </proc/sys/kernel/hostname; else LM_node=$(uname -n); fi
case $LM_node in '' | .* | *[!A-Za-z0-9._-]*) LM_node=node ;; esac
LM_vault=$HOME/.lastmile/secrets/$LM_node
if command -v setsid >/dev/null 2>&1; then LM_own=setsid
elif command -v perl >/dev/null 2>&1; then LM_own=perl
else LM_own=monitor
fi

lm_say() { printf '%s %s\n' "$LM_n" "$*"; }

lm_fail() {
  set -f
  set -- $1
  lm_say fail "$*"
  LM_said=1
}

# Stream the log. Called by a signal from the console once a step lasts longer than a moment: short steps need no tail.
lm_tail() {
  [ -z "$LM_over$LM_tail" ] || return
  LM_tail=0
  lm_say tail
  tail -c "+$((LM_o + 1))" -f "$LM_d/log" </dev/null 2>/dev/null &
  LM_tail=$!
}

# KILL, because a TERM that meets the child between fork and exec is taken by the trap it still has from us, and lost.
lm_hush() {
  case $LM_tail in '' | 0) ;; *) kill -KILL "$LM_tail"; wait "$LM_tail" ;; esac 2>/dev/null
}

# Wait for the end of an attempt that is not a child of this shell.
lm_poll() {
  LM_i=0
  until lm_exited; do
    if lm_started; then
      lm_alive || lm_group || break
    elif [ "$LM_i" -ge 15 ]; then
      break
    fi
    LM_i=$((LM_i + 1))
    lm_nap "$LM_i"
  done
  lm_exited || { lm_nap 1; lm_exited; } || LM_c=-
}

lm_join() {
  # A claim that is being written this instant tells no time yet: it would seem to be as old as the machine, and overdue.
  if lm_started; then lm_now; else LM_now=0; fi
  lm_say start "$LM_by" "$LM_t" "$LM_now"
  lm_exited || { lm_tail; lm_poll; }
}

# The wrapper's own session lets it outlive this shell and gives its process group the number that is in `started`.
lm_detach() {
  case $LM_own in
    setsid) setsid "$@" </dev/null >>"$LM_d/log" 2>&1 & ;;
    perl) perl -e 'use POSIX; POSIX::setsid(); exec @ARGV' -- "$@" </dev/null >>"$LM_d/log" 2>&1 & ;;
    *) set -m; "$@" </dev/null >>"$LM_d/log" 2>&1 & set +m ;;
  esac
  LM_w=$!
}

# Make the directory of the attempt, and those of LM_next beside it: they come next, and each mkdir is a process.
lm_mkdir() {
  [ -d "$LM_d" ] && return
  set -- "$LM_d"
  for LM_y in $LM_next; do set -- "$@" "$LM_d/../$LM_y"; done
  LM_x=$(mkdir -p "$@" 2>&1) || [ -d "$LM_d" ] || { lm_fail "$LM_x"; return 1; }
}

# lm_shred DIRECTORY: away with the secrets of an exchange.
lm_shred() { [ ! -d "$1" ] || rm -rf "$1"; }

# Remove the secrets that were left by a host that restarted, or by a shell that was killed.
lm_sweep() {
  for LM_j in "$LM_vault"/*; do
    LM_x=
    [ -e "$LM_j/.run" ] && { read -r LM_v LM_i LM_r LM_x <"$LM_j/.run"; } 2>/dev/null
    [ "$LM_x" = . ] || continue
    LM_d=$LM_root/$LM_r
    if [ "$LM_r" != - ] && lm_started; then
      [ "$LM_by" = "${LM_j##*/}" ] && ! lm_exited && { lm_alive || lm_group; } && continue
    else
      [ "$LM_v" = "$LM_boot" ] && kill -0 "$LM_i" 2>/dev/null && continue
    fi
    lm_shred "$LM_j"
  done
}

lm_write() { lm_script >"$LM_d/script.$LM_k" && printf '' >>"$LM_d/log"; }

# The same once more through cat, which names the cause where a shell's own printf says "I/O error" of a full disk.
lm_blame() { lm_script | cat >"$LM_d/script.$LM_k" && lm_write; }

lm_start() {
  lm_mkdir || return
  # The log too is created here: a tail that comes before the wrapper would find nothing to follow.
  lm_write 2>/dev/null || { lm_fail "$(lm_blame 2>&1)"; return 1; }
  [ -z "$LM_z" ] || lm_hide "$1" || return
  lm_detach $LM_sh -c "$LM_wrapper" lastmile "$LM_d" "$LM_k" "$LM_u" "$LM_boot" "$LM_z"
  lm_say start "$LM_k" 0 0
  while :; do
    wait "$LM_w"
    LM_v=$?
    [ "$LM_v" -gt 128 ] && kill -0 "$LM_w" 2>/dev/null || break
  done
  if [ ! -e "$LM_d/started" ]; then
    lm_shred "$LM_z"
    [ -d "$LM_d" ] && { lm_fail "the wrapper ended with $LM_v before it could claim the attempt"; return 1; }
    # Somebody removed the directory under the running step. How our own wrapper ended is known all the same.
    LM_by=$LM_k LM_t=0 LM_e=0
    if [ "$LM_v" -le 128 ]; then LM_c=$LM_v; else LM_c=-; fi
    return
  fi
  lm_started
  if [ "$LM_p" != "$LM_w" ]; then lm_tail; lm_poll; return; fi
  lm_exited && return
  # Our own wrapper ended without leaving its exit: the disk is full, or it was killed.
  if [ "$LM_v" -le 128 ]; then LM_c=$LM_v; else lm_poll; fi
}

# Print a file without starting a program, which would cost more than all the rest; false when it is not short, or when
# `read` has dropped NUL bytes from it: then the position in the file is not the length of what was read.
lm_short() {
  LM_y= LM_i=
  {
    while IFS= read -r LM_x <&3; do
      LM_y=$LM_y$LM_x$LM_nl
      [ "${#LM_y}" -lt 1000 ] || return
    done
    read -r LM_i LM_i </proc/self/fdinfo/3
  } 3<"$1" 2>/dev/null
  LM_y=$LM_y$LM_x
  [ "${#LM_y}" = "$LM_i" ] && printf %s "$LM_y"
}

# The last 4 KiB of the log, of which the wrapper knows how long it was: a line without end must not be read byte by byte.
lm_last() {
  lm_say last
  case $LM_size in [1-9] | [1-9][0-9] | [1-9][0-9][0-9]) lm_short "$LM_d/log" && return ;; esac
  tail -c 4096 "$LM_d/log"
}

lm_result() {
  lm_say result
  lm_short "$LM_d/result" || dd if="$LM_d/result" bs=4096 count=1 2>/dev/null
}

lm_finish() {
  # Lengths are bytes.
  LC_ALL=C
  LM_over=1
  trap '' USR1
  lm_hush
  [ ! -s "$LM_d/log" ] || lm_last
  [ ! -s "$LM_d/result" ] || lm_result
  [ "$LM_by" != - ] || lm_started
  # The wrapper has removed them, unless it was killed.
  lm_shred "$LM_vault/$LM_by"
  lm_say end "$LM_c" "$LM_by" "$LM_t" "$LM_e"
  LM_said=1
}

# lm_step PATH OFFSET KEY start|join [NEXT], in a subshell of its own so that this shell notices when the console goes away.
lm_step() {
  LM_d=$LM_root/$1 LM_o=$2 LM_k=$3 LM_next=$5 LM_tail= LM_over= LM_said=
  trap lm_tail USR1
  trap 'LM_over=1 LM_said=1; lm_hush; exit 0' TERM HUP PIPE
  trap '[ -n "$LM_said" ] || lm_say lost' EXIT
  if [ -e "$LM_d/started" ]; then lm_join
  elif [ "$4" = join ]; then LM_c=- LM_by=- LM_t=0 LM_e=0
  else lm_start "$1" || { [ -n "$LM_said" ] && return; }
  fi
  lm_finish
}

# lm_rest PATH FROM: what the tail had not delivered.
lm_rest() {
  LM_d=$LM_root/$1
  LM_x=$(wc -c <"$LM_d/log")
  LM_x=$((LM_x))
  lm_say size "$LM_x"
  [ "$LM_x" -le "$2" ] || tail -c "+$(($2 + 1))" "$LM_d/log" | head -c "$((LM_x - $2))"
  lm_say end
}

# The script is in LM_q, never in an argument list. stderr gets a mark too, so that both are known to be complete.
lm_query() {
  [ -z "$LM_z" ] || lm_hide - || return
  lm_say begin >&2
  (
    umask "$LM_u"
    eval "$LM_q"
  ) </dev/null
  LM_v=$?
  lm_shred "$LM_z"
  lm_say end "$LM_v"
  lm_say end >&2
}

# lm_claimed PATH: was the attempt started, or kept from ever starting?
lm_claimed() {
  if [ -e "$LM_root/$1/started" ]; then lm_say end 1; else lm_say end 0; fi
}

# lm_abort PATH GRACE_MS KEY. An attempt that nobody has claimed is claimed here, so that no late command can start it.
lm_abort() {
  LM_d=$LM_root/$1 LM_i=0 LM_next=
  lm_mkdir || return
  lm_now
  set -C
  if { echo "0 - $LM_boot $LM_now $3 ." >"$LM_d/started"; } 2>/dev/null; then
    set +C
    echo "- $LM_now - ." >"$LM_d/exit"
    lm_say end 0
    return
  fi
  set +C
  until lm_started || [ "$LM_i" -ge 15 ]; do LM_i=$((LM_i + 1)); lm_nap "$LM_i"; done
  if lm_exited || { ! lm_alive && ! lm_group; }; then lm_say end 0; return; fi
  lm_end TERM "$2" || lm_end KILL 5000 || { lm_say end stuck; return; }
  lm_shred "$LM_vault/$LM_by"
  lm_say end 1
}

# lm_end SIGNAL MS: true when the process group is gone within that time.
lm_end() {
  kill "-$1" "-$LM_p" 2>/dev/null
  LM_left=$2
  while lm_group; do
    [ "$LM_left" -gt 0 ] || return 1
    lm_nap 1
    LM_left=$((LM_left - LM_ms))
  done
}

# lm_prune KEEP DAYS: remove rollouts that are neither among the newest KEEP nor touched in DAYS, and in which nothing runs.
lm_prune() {
  LM_i=0 LM_v=0
  cd "$LM_root" 2>/dev/null && command -v find >/dev/null 2>&1 || { lm_say end 0; return; }
  # Where there are few, nothing needs to be started.
  set -- "$1" "$2" *
  [ "$(($# - 2))" -gt "$1" ] || { lm_say end 0; return; }
  for LM_r in $(ls -1t); do
    LM_i=$((LM_i + 1))
    [ "$LM_i" -gt "$1" ] || continue
    case $LM_r in *[!A-Za-z0-9._%-]*) continue ;; esac
    LM_y=$(find "./$LM_r" -mtime "-$2") && [ -z "$LM_y" ] && ! lm_busy "$LM_r" || continue
    rm -rf "./$LM_r" && LM_v=$((LM_v + 1))
  done
  lm_say end "$LM_v"
}

lm_busy() {
  for LM_j in $(find "./$1" -name started); do
    LM_d=${LM_j%/started}
    lm_exited && continue
    lm_started || return 0
    if lm_alive || lm_group; then return 0; fi
  done
  return 1
}

# Signal the exchange that is under way, unless its number belongs to another process by now.
lm_signal() {
  if lm_stat "$LM_f"; then [ "$LM_pp" = "$$" ] || return; fi
  kill "-$1" "$LM_f" 2>/dev/null
}

# The console is gone: end what only it wanted. Of a step that is the following, never the step.
lm_quit() {
  trap - EXIT
  [ -n "$LM_f" ] && lm_stat "$LM_f" && [ "$LM_pp" = "$$" ] || exit 0
  if [ "$LM_kind" = query ]; then
    lm_shred "$LM_last"
    lm_tree "$LM_f"
    kill -KILL $LM_set 2>/dev/null
  else
    kill "$LM_f" 2>/dev/null
  fi
  exit 0
}
[ ! -d "$LM_vault" ] || (lm_sweep)
trap lm_quit EXIT
trap 'exit 0' HUP TERM PIPE
