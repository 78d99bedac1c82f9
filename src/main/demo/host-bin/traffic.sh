#!/bin/sh
# Ask the traffic switch: traffic out|in HOST VERSION, is-out|is-in HOST, in-flight HOST VERSION, serving
set -u
. "${0%/*}/fleet.sh"
switch=$FLEET_DIR/switch

case ${1:-} in
  out)
    fault_for drain "$2" "$3"
    rm -f "$switch/in/$2"
    ;;
  in)
    fault_for admit "$2" "$3"
    : >"$switch/in/$2"
    ;;
  # a switch that says nothing has not shown anything
  is-out) [ -r "$switch/serving" ] && ! grep -Fxq -e "$2" "$switch/serving" ;;
  is-in) grep -Fxq -e "$2" "$switch/serving" ;;
  in-flight)
    fault_for quiet "$2" "$3"
    cat "$switch/inflight/$2"
    ;;
  serving) cat "$switch/serving" ;;
  *)
    echo "usage: traffic out|in|is-out|is-in|in-flight|serving [HOST] [VERSION]" >&2
    exit 2
    ;;
esac
