#!/bin/sh
# A task of a Slurm job array: one shard of a sweep, FOLDER/part-I.csv.
#
#   sbatch --array=1-1000 slurm.sh FOLDER <flags of ndemon sweep>
#
# The array's size is the number of shards. To run some of them again, give it as SHARDS:
#
#   SHARDS=1000 sbatch --array=7,12 slurm.sh FOLDER <the same flags>
#
# A task that is whole is left as it is; one that was cut off goes on.
#SBATCH --job-name=ndemon
#SBATCH --array=1-100
#SBATCH --cpus-per-task=1
#SBATCH --mem=256M
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=B:USR1@60
set -eu

refuse() {
    echo "slurm.sh: $*" >&2
    exit 2
}

[ $# -ge 2 ] || refuse "usage: sbatch --array=1-N slurm.sh FOLDER <flags of ndemon sweep>"
folder=$1 i=$SLURM_ARRAY_TASK_ID shards=${SHARDS:-$SLURM_ARRAY_TASK_COUNT}
shift

# A shard that is whole does not say of what request.
mkdir -p "$folder"
request=$(printf '%s\n' "$(ndemon -V)" "$shards shards" "$@")
if [ ! -e "$folder/request" ]; then
    printf '%s\n' "$request" > "$folder/request.$i"
    mv "$folder/request.$i" "$folder/request"
fi
[ "$(cat "$folder/request")" = "$request" ] ||
    refuse "$folder has shards of another request (see $folder/request)"

part=$folder/part-$i.csv
[ ! -e "$part" ] || exit 0
[ "$i" = 1 ] || set -- "$@" --no-header
ndemon sweep "$@" --format csv --jobs "${SLURM_CPUS_PER_TASK:-1}" --shard "$i/$shards" \
    -o "$part" --resume &
ndemon=$!

# A minute before the time limit: leave whole rows, and line up again for the rest.
line_up_again() {
    kill -TERM "$ndemon" 2> /dev/null || true
    wait "$ndemon" || true
    scontrol requeue "$SLURM_JOB_ID"
    exit 0
}
trap line_up_again USR1
wait "$ndemon"
