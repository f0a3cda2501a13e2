#!/bin/sh
# What comes next depends on whether the demon can cool at this temperature. `sweep` gives a status
# for every point, also where there is no refrigerator; that the request itself is wrong ends with 2.
#
#   branch.sh TC E4
set -u

row=$(ndemon sweep --tc "$1" --e4 "$2" --no-header --columns cop,status) || exit
case $row in
    *,ok | *,limit | *'>max') echo "cools with COP ${row%,*}" ;;
    *'<0' | *'>1') echo "cannot cool: the demon is unphysical (${row#*,})" ;;
    *) echo "no refrigerator: ${row#*,}" ;;
esac
