#!/usr/bin/env bash
# The script a careful engineer writes: ten hosts at a time, one connection per host for its nine steps.
# usage: rolling-release.sh HOSTS_FILE SSH_CONFIG CONTROL_DIR STEP...
set -euo pipefail
hosts_file=$1 ssh_config=$2 control_dir=$3
shift 3
batch_size=10

release() {
  local host=$1 step
  shift
  local control=(-F "$ssh_config" -o ControlMaster=auto -o ControlPersist=60 -o "ControlPath=$control_dir/%h")
  for step in "$@"; do
    ssh "${control[@]}" "$host" "echo $step >> ~/steps" </dev/null || return 1
  done
  ssh "${control[@]}" -O exit "$host" 2>/dev/null
}

mapfile -t hosts <"$hosts_file"
for ((first = 0; first < ${#hosts[@]}; first += batch_size)); do
  pids=()
  for host in "${hosts[@]:first:batch_size}"; do
    release "$host" "$@" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid"; done
done
