# Read by the commands beside it. FLEET_DIR is where the parts of the demo fleet meet.
. "${0%/*}/fleet.env"

# Fail when the fault of a step is switched on for this host and version.
fault_for() {
  if [ "$(cat "$FLEET_DIR/faults/$2.$1" 2>/dev/null)" = "$3" ]; then
    echo "$1 of $3 on $2: broken on purpose by --fail $2:$1" >&2
    exit 1
  fi
}
