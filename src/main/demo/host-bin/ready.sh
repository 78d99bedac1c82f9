#!/bin/sh
# Can this host take a release? ready HOST VERSION
set -u
. "${0%/*}/fleet.sh"
fault_for precheck "$1" "$2"
test -w "$HOME/srv/shop/releases"
