#!/bin/sh
# What comes next depends on the exit code: whether the demon can cool at this temperature.
#
#   branch.sh TC E4
set -u

answer=$(ndemon eval --tc "$1" --e4 "$2" --format csv --columns cop 2> /dev/null)
case $? in
    0) echo "cools with COP $(echo "$answer" | tail -n 1)" ;;
    1) echo "cannot cool: the demon is unphysical" ;;
    2) echo "no refrigerator" ;;
    *) exit 3 ;;
esac
