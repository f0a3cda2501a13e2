#!/bin/sh
# A sweep in shards, as many at a time as there are processors, joined to one CSV with the bytes of
# the sweep in one piece. Whatever ended it, the same command goes on.
#
#   parallel.sh FILE SHARDS <flags of ndemon sweep>
#
# The shards are in FILE.shards until FILE is whole. Options for GNU parallel, such as --bar or
# --sshloginfile, go into the variable PARALLEL.
set -eu

refuse() {
    echo "parallel.sh: $*" >&2
    exit 2
}

[ $# -ge 3 ] || refuse "usage: parallel.sh FILE SHARDS <flags of ndemon sweep>"
file=$1 folder=$1.shards shards=$2
shift 2
case $shards in
    '' | 0* | *[!0-9]*) refuse "SHARDS is $shards, not a number from 1" ;;
esac
[ ! -e "$file" ] || refuse "$file exists; remove it, or choose another name"
parallel --version 2> /dev/null | grep -q GNU || refuse "GNU parallel is missing"
# A shard without rows: a wrong request is refused here, and once.
ndemon sweep "$@" --format csv --shard 1/18446744073709551615 -o /dev/null

# A shard that is whole does not say of what request.
mkdir -p "$folder"
request=$(printf '%s\n' "$(ndemon -V)" "$shards shards" "$@")
if [ ! -e "$folder/request" ]; then
    printf '%s\n' "$request" > "$folder/request.new"
    mv "$folder/request.new" "$folder/request"
fi
[ "$(cat "$folder/request")" = "$request" ] ||
    refuse "$folder has shards of another request; remove it, or choose another name"

# shellcheck disable=SC2016 # The shell of the shard expands.
seq "$shards" | parallel --retries 3 --joblog "+$folder/joblog" --quote sh -c '
    i=$1 shards=$2 part=$3/part-$1.csv
    shift 3
    [ "$i" = 1 ] || set -- "$@" --no-header
    [ -e "$part" ] ||
        exec ndemon sweep "$@" --format csv --jobs 1 --shard "$i/$shards" -o "$part" --resume
' shard {} "$shards" "$folder" "$@" || {
    echo "parallel.sh: not all shards are whole; the same command goes on" >&2
    exit 3
}

for i in $(seq "$shards"); do
    cat "$folder/part-$i.csv"
done > "$folder/whole"
sync "$folder/whole"
mv "$folder/whole" "$file"
rm -r "$folder"
