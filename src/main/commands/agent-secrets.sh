# How the agent takes secrets in; sent with the commands that bring some. They are files of their own in LM_z, beside the
# run directories, which are kept. `.run` says whose they are, for lm_sweep.

# lm_hide PATH: the path of the attempt, or "-" for a query.
lm_hide() {
  [ "$(command -v printf)" = printf ] || {
    lm_fail "printf is no builtin of /bin/sh there, so every user could see a secret in the list of processes"
    return 1
  }
  lm_store "$1" 2>/dev/null || { lm_fail "$(lm_store "$1" 2>&1)"; lm_shred "$LM_z"; return 1; }
}
lm_store() { mkdir -p "$LM_z" && echo "$LM_boot $$ $1 ." >"$LM_z/.run" && lm_secrets; }
