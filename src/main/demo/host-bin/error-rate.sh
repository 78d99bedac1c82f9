#!/bin/sh
# Is the error rate that the load generator sees below N percent? error-rate below N
set -u
. "${0%/*}/fleet.sh"
percent=$(cat "$FLEET_DIR/load/error-percent" 2>/dev/null) || {
  echo "the error rate is not known" >&2
  exit 1
}
echo "error rate $percent %"
[ "$percent" -lt "$2" ]
