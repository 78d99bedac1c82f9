# The lock of a cluster, see lock-script.ts. Given: lm_root lm_lock lm_id lm_broken lm_expiry lm_about.
# Files in the directory: owner.<id>, beat.<id> (its last sign of life, in seconds), seen.<id> (when others saw one from a time
# to come), and what is on its way to become one.

lm_now=$(date +%s)

lm_answer() {
  printf 'lock=%s\n' "$1"
  exit 0
}

lm_failed() {
  printf 'why=%s\n' "${1:-it cannot be written}"
  lm_answer failed
}

# Who owns it: lm_mine when it is us, lm_other when it is somebody else.
lm_look() {
  lm_mine= lm_other=
  for lm_file in "$lm_lock"/owner.*; do
    [ -f "$lm_file" ] || continue
    if [ "${lm_file##*/owner.}" = "$lm_id" ]; then lm_mine=yes; else lm_other=${lm_file##*/owner.}; fi
  done
}

# When the other one gave its last sign of life, and whether that is too long ago.
lm_age() {
  lm_beat= lm_its_expiry= lm_stale=no
  while IFS='=' read -r lm_key lm_value; do
    case $lm_key in
      expiry) lm_its_expiry=$lm_value ;;
      since) lm_beat=$lm_value ;;
    esac
  done <"$lm_lock/owner.$lm_other"
  [ ! -f "$lm_lock/beat.$lm_other" ] || read -r lm_beat <"$lm_lock/beat.$lm_other"
  case $lm_beat in '' | *[!0-9]*) lm_beat=0 ;; esac
  case $lm_its_expiry in '' | *[!0-9]*) lm_its_expiry=$lm_expiry ;; esac
  [ "$lm_beat" -le "$lm_now" ] || lm_seen
  [ $((lm_now - lm_beat)) -lt "$lm_its_expiry" ] || lm_stale=yes
}

# A sign of life from a time to come: the clock of this host was set back. It counts from when it was first seen to stay, or
# nobody could break the lock before that time has come.
lm_seen() {
  lm_seen_beat= lm_since_seen=
  [ ! -f "$lm_lock/seen.$lm_other" ] || read -r lm_seen_beat lm_since_seen <"$lm_lock/seen.$lm_other"
  case $lm_since_seen in '' | *[!0-9]*) lm_seen_beat= lm_since_seen=0 ;; esac
  if [ "$lm_seen_beat" != "$lm_beat" ] || [ "$lm_since_seen" -gt "$lm_now" ]; then
    lm_since_seen=$lm_now
    lm_write "seen.$lm_other" "$lm_beat $lm_now" || true
  fi
  lm_beat=$lm_since_seen
}

lm_held() {
  { lm_age; } 2>/dev/null
  cat "$lm_lock/owner.$lm_other" 2>/dev/null
  printf 'owner=%s\nnow=%s\nbeat=%s\nstale=%s\n' "$lm_other" "$lm_now" "$lm_beat" "$lm_stale"
  lm_answer held
}

# Written beside and renamed, so that nobody reads half of it. One console may do so twice at a time: it takes up its own
# lock while a sign of life is under way. Hence the process in the name.
lm_write() {
  lm_new=$lm_lock/new.$lm_id.$$
  lm_why=$({ printf '%s\n' "$2" >"$lm_new" && mv -f "$lm_new" "$lm_lock/$1"; } 2>&1)
}

lm_sign_of_life() { lm_write "beat.$lm_id" "$lm_now"; }

# Become the owner. Only for the one who made the directory, or who renamed the owner before: nobody else writes one then.
# Should another one be there nevertheless, neither has it.
lm_own() {
  lm_sign_of_life && lm_write "owner.$lm_id" "$lm_about
since=$lm_now
expiry=$lm_expiry" || lm_failed "$lm_why"
  lm_look
  [ -n "$lm_other" ] || lm_answer ours
  rm -f "$lm_lock/owner.$lm_id"
  lm_held
}

# What somebody left who ended between making the directory and becoming its owner, a minute ago or longer.
lm_clear() {
  [ -n "$(find "$lm_lock" -prune -mmin +1 2>/dev/null)" ] || return
  lm_remove
}

# An owner that came meanwhile keeps the directory: then it is not empty.
lm_remove() {
  rm -f "$lm_lock"/new.* "$lm_lock"/beat.* "$lm_lock"/seen.* "$lm_lock"/broken.* "$lm_lock"/released.*
  rmdir "$lm_lock" 2>/dev/null
}

lm_take() {
  lm_why=$(mkdir -p "$lm_root" 2>&1) || lm_failed "$lm_why"
  if lm_why=$(mkdir "$lm_lock" 2>&1); then lm_own; fi
  [ -d "$lm_lock" ] || lm_failed "$lm_why"
  lm_look
  [ -z "$lm_other" ] || lm_held
  [ -z "$lm_mine" ] || lm_own
  if lm_clear && mkdir "$lm_lock" 2>/dev/null; then lm_own; fi
  lm_answer taking
}

lm_break() {
  lm_look
  [ -n "$lm_other" ] || lm_take
  [ "$lm_other" = "$lm_broken" ] || lm_held
  { lm_age; } 2>/dev/null
  [ "$lm_stale" = yes ] || lm_held
  if mv "$lm_lock/owner.$lm_broken" "$lm_lock/broken.$lm_broken" 2>/dev/null; then lm_own; fi
  lm_look
  [ -z "$lm_other" ] || lm_held
  lm_take
}

lm_renew() {
  lm_look
  [ -z "$lm_other" ] || lm_held
  [ -n "$lm_mine" ] || lm_answer free
  lm_sign_of_life || lm_failed "$lm_why"
  # broken in the meantime?
  lm_look
  [ -z "$lm_other" ] || lm_held
  [ -z "$lm_mine" ] || lm_answer ours
  lm_answer free
}

# Nobody may become the owner before the directory is gone.
lm_release() {
  if mv "$lm_lock/owner.$lm_id" "$lm_lock/released.$lm_id" 2>/dev/null; then lm_remove; fi
  lm_answer free
}
