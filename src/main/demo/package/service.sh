#!/bin/sh
# Controls the shop on this host: start | stop | status | version. Every verb may be repeated without harm.
set -u
release=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
root=$(cd "$release/../.." && pwd -P) || exit 1
run=$root/shared/run
PID_FILE=$run/service.pid
. "$root/shared/service.env"
export HOST_NAME PORT LIFELINE_PORT FAULT_DIR PID_FILE
# the console may run inside Electron, whose binary is a Node only when told so
export ELECTRON_RUN_AS_NODE=1

# More than the service takes to finish its requests.
grace_polls=100

command_of() {
  if [ -d /proc/self ]; then
    tr '\0' ' ' <"/proc/$1/cmdline"
  else
    ps -o command= -p "$1"
  fi 2>/dev/null
}

# Is the recorded process alive and ours? Another program may have got the number; a zombie has no command.
is_running() {
  pid='' running=''
  # a service that ends removes the file itself, perhaps between a look and this
  { read -r pid running <"$PID_FILE"; } 2>/dev/null
  [ -n "$pid" ] || return 1
  case $(command_of "$pid") in *"$root/releases/"*) ;; *) return 1 ;; esac
}

stop() {
  is_running || return 0
  kill -TERM "$pid" 2>/dev/null
  polls=0
  while is_running; do
    polls=$((polls + 1))
    if [ "$polls" -gt "$grace_polls" ]; then
      kill -KILL "$pid" 2>/dev/null
    fi
    sleep 0.05 2>/dev/null || sleep 1
  done
  rm -f "$PID_FILE"
}

# In a session of its own, so that nothing that happens to the step that starts it reaches it.
launch() {
  set -- "$NODE" --max-old-space-size=32 --max-semi-space-size=1 --v8-pool-size=0 "$release/service.cjs"
  if command -v setsid >/dev/null 2>&1; then
    setsid "$@" &
  else
    detach='const [c, ...a] = process.argv.slice(1); require("child_process").spawn(c, a, { detached: true, stdio: "inherit" }).unref()'
    "$NODE" -e "$detach" "$@" &
  fi
}

start() {
  version=$(cat "$release/VERSION") || exit 1
  if is_running; then
    [ "$running" = "$version" ] && return 0
    stop
  fi
  if [ "$(cat "$FAULT_DIR/$HOST_NAME.restart" 2>/dev/null)" = "$version" ]; then
    echo "shop $version on $HOST_NAME: cannot start: the licence file is missing" >&2
    return 1
  fi
  mkdir -p "$run"
  # ends when the service closes its output (it listens) or ends itself (it does not): no polling
  [ "$(launch </dev/null 2>>"$run/service.log")" = ready ] && return 0
  tail -n 3 "$run/service.log" >&2
  return 1
}

case ${1:-} in
  start) start ;;
  stop) stop ;;
  status) is_running && echo "running $running as process $pid" ;;
  version) is_running && echo "$running" ;;
  *)
    echo "usage: service start|stop|status|version" >&2
    exit 2
    ;;
esac
