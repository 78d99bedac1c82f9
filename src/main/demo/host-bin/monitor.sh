#!/bin/sh
# Ask the monitoring: monitor silence|listen HOST VERSION, is-silent|is-loud HOST
set -u
. "${0%/*}/fleet.sh"
monitor=$FLEET_DIR/monitor

case ${1:-} in
  silence)
    fault_for mute "$2" "$3"
    : >"$monitor/silenced/$2"
    ;;
  listen)
    fault_for unmute "$2" "$3"
    rm -f "$monitor/silenced/$2"
    ;;
  is-silent) grep -Fxq -e "$2 silent" "$monitor/state" ;;
  is-loud) grep -Fxq -e "$2 loud" "$monitor/state" ;;
  *)
    echo "usage: monitor silence|listen|is-silent|is-loud HOST [VERSION]" >&2
    exit 2
    ;;
esac
