#!/usr/bin/env python3
"""Runs the same requests with two programs and compares every byte that they write.

    python3 benches/same_bytes.py BEFORE AFTER      compares two builds of ndemon
    python3 benches/same_bytes.py --list            prints the requests

A request is a line of shell. It runs with `ndemon` on the PATH, in a new folder that holds the files
of INPUTS. Standard output, standard error, the exit code of each command and all files in the folder
are compared. Each difference is a line of output. The exit code is 1 if there is any, 0 if there is none.

Only what two builds of different commits must write differently is masked: the version, the commit
and the target. The folder and the file that a name on the PATH leads to have the same names for both.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TIMEOUT = 120  # Seconds that a request may take.
# Writes the exit code of every command to standard error.
PRELUDE = 'ndemon() { command ndemon "$@"; echo "[$?]" >&2; }; '

INPUTS = {
    "points.csv": "tc,e4\n0.5,1.3\n0.3,1.45\n1.5,1.3\n0.2,1.2\n0.9,1.5\n",
    "named.csv": 'device,e4,tc,lambda,note\n"a, b",1.3,0.5,0.5,x\nc,1.4,0.4,2,"say ""no"""\n',
    "units.csv": "tc_K,e4_eV\n0.08,1.723e-6\n0.05,2.5e-6\n",
    "points.jsonl": '{"tc":0.5,"e4":1.3,"run":"a","k":null}\n{"tc":0.25,"e4":1.4,"run":"b","k":[1,2]}\n',
    "follows.csv": "tc,e4,t0,th\n0.5,1.3,2,1\n0.5,1.3,NaN,1\n0.6,1.3,,1.25\n",
    "wrong.csv": "tc,e4\n0.5,1.3\n0.5,abc\n",
    "ragged.csv": "tc,e4\n0.5,1.3\n0.5\n",
}

LAB = "--th 100mK --mu0 0eV --e1 0eV --e2 8.617ueV --e3 4.309ueV --gamma 0.5ueV"
KELVIN = f"{LAB} --tc 80mK --e4 1.723ueV"
BOXCAR = "--resonances boxcar --gamma 0.01"
DERIVED = "entropy_production,sigma1,sigma2,sigma3,sigma4,cop_fraction,power_max,beta12,beta34,tc_min"
SLOPES = "dpower_dtc,dpower_de4,dpower_dlambda,dpower_dth,dcop_dtc,dcop_de3,dcop_dt0,dcop_dlambda"

REQUESTS = [
    # One point: every format, what is unphysical, limits, multiples of the headroom.
    "ndemon eval --tc 0.5 --e4 1.3",
    "ndemon eval --tc 0.5 --e4 1.3 --format csv --columns +t0,+gamma",
    "ndemon eval --tc 0.2 --e4 1.2 --format json",
    "ndemon eval --tc 0.2 --e4 1.2",
    f"ndemon eval --tc 0.5 --e4 1.3 --gamma 0.01 --format jsonl --columns {DERIVED},narrow_error",
    f"ndemon eval --tc 0.5 --e4 1.3 --t0 0.7 --columns {SLOPES},beta_eff1,beta_eff2,beta_eff3,beta_eff4",
    "ndemon eval --tc 0.5 --e4 1.3 --lambda 0.3max",
    "ndemon eval --tc 0.5 --e4 1.3 --lambda 1max --format csv",
    "ndemon eval --tc 0.5 --e4 1.5; ndemon eval --tc 0.5 --e4 1.3 --lambda 0",
    "ndemon eval --e4 1.3 --columns tc_min; ndemon eval --tc 1e-3 --e4 1.45 --format json",
    f"ndemon eval {KELVIN}",
    f"ndemon eval {KELVIN} --format csv --columns +{DERIVED}",
    "ndemon eval --th 0.1K --tc 8e4uK --mu0 0eV --e1 0J --e2 2GHz --e3 1e-6eV --e4 0.4ueV --gamma 10neV",
    f"ndemon eval --tc 0.5 --e4 1.3 {BOXCAR}; ndemon eval --tc 0.2 --e4 1.2 {BOXCAR} --format json",
    f"ndemon eval --tc 0.5 --e4 1.3 {BOXCAR} --lambda 0.9max --format csv --columns +sigma1; ndemon eval --tc 0.5 --e4 1.3 {BOXCAR} --columns tc_min",
    f"ndemon eval {KELVIN} --resonances boxcar",
    # Sweeps: grids, axes, formats, columns, shards, threads.
    "ndemon sweep --e4 1.45,1.4,1.3,1.2 --tc 0.05:0.95:181",
    "ndemon sweep --tc 0.05:1.05:41 --e4 1:1.6:31 --lambda 1,0.5 --format jsonl --jobs 2",
    "ndemon sweep --e4 1.3,1.5 --tc 0.1:0.9:9 --format json --t0 0.5",
    "ndemon sweep --tc 0.5 --e4 1.3 --lambda log:0.01:20:40 --columns lambda,power,cop,status",
    "ndemon sweep --tc 0.5 --e4 1.2:1.4:3 --lambda 0max:1max:11 --no-header",
    f"ndemon sweep --tc 0.3:0.9:7 --e4 1.3,1.4 --columns e4,tc,{DERIVED}",
    f"ndemon sweep --tc 0.3:0.9:7 --e4 1.3,1.4 --columns {SLOPES} --format jsonl",
    "ndemon sweep --e4 1.2:1.4:3 --columns e4,tc_min",
    f"ndemon sweep {LAB} --tc 20mK:95mK:16 --e4 1ueV,1.7ueV,4.309ueV",
    f"ndemon sweep {LAB} --tc 0.02K:95mK:16 --e4 1000neV:4ueV:4 --format json --columns +tc_min",
    f"ndemon sweep --tc 0.2:0.9:8 --e4 1.3,1.4 {BOXCAR}",
    f"ndemon sweep --tc 0.2:0.9:8 --e4 1.3 {BOXCAR} --lambda 0max:1max:3 --format jsonl",
    f"ndemon sweep {LAB} --tc 20mK:95mK:4 --e4 1.7ueV --resonances boxcar --format json",
    "ndemon sweep --tc 0.3,0.5 --e4 1.3 --gamma log:1e-3:0.1:3 --columns gamma,narrow_error,power",
    "for i in 1 2 3; do ndemon sweep --e4 1.2:1.4:5 --tc 0.1:0.9:7 --shard $i/3 --jobs 1; done",
    "ndemon sweep --e4 1.2:1.45:26 --tc 0.05:0.95:91 -o a.parquet && ls; ndemon rerun a.parquet -o b.parquet",
    f"ndemon sweep {KELVIN} --lambda 0:1max:9 -o b.parquet; ndemon sweep {KELVIN} --lambda 0:2:9 -o a.parquet; ndemon sweep {KELVIN} --lambda 0max:1max:9 -o c.parquet",
    f"ndemon sweep --tc 0.3:0.9:4 --e4 1.3 {BOXCAR} --columns +power_max,+sigma2 --format parquet",
    # Files: metadata, making again, going on, refusing to overwrite.
    "ndemon sweep --e4 1.3 --tc 0.1:0.9:9 --provenance -o a.csv; ndemon rerun a.csv.meta.json -o b.csv",
    "ndemon sweep --e4 1.3 --tc 0.1:0.9:9 --provenance > a.csv; ndemon rerun a.csv",
    "ndemon sweep --e4 1.3 --tc 0.5 -o a.json; ndemon sweep --e4 1.3 --tc 0.5 -o a.json; ndemon sweep"
    " --e4 1.4 --tc 0.5 -o a.json --force",
    "(ulimit -f 60; trap '' XFSZ; ndemon sweep --e4 1.1:1.6:60 --tc 0.1:0.9:60 --jobs 1 -o a.jsonl);"
    " ndemon sweep --e4 1.1:1.6:60 --tc 0.1:0.9:60 --jobs 1 -o a.jsonl --resume",
    # Tables of points.
    "ndemon sweep --points points.csv; ndemon sweep --points points.csv --format jsonl --lambda 0.5max",
    "ndemon sweep --points named.csv --keep-extra; ndemon sweep --points named.csv --keep-extra --format json",
    f"ndemon sweep --points units.csv {LAB} -o a.jsonl",
    f"ndemon sweep --points points.jsonl --keep-extra {BOXCAR} --format jsonl",
    "ndemon sweep --e4 1.3,1.4 --tc 0.5 | ndemon sweep --points - --columns e4,tc,cop",
    "ndemon sweep --e4 1.3,1.4 --tc 0.2:0.8:7 -o a.parquet; ndemon sweep --points a.parquet --columns +tc_min"
    " --provenance -o b.csv; ndemon rerun b.csv.meta.json -o c.csv",
    "ndemon sweep --points points.csv --points-sha256 00; ndemon sweep --points wrong.csv --quiet",
    "ndemon sweep --points follows.csv; ndemon sweep --points follows.csv --columns t0,cop --format json",
    "ndemon sweep --points ragged.csv; ndemon sweep --points points.csv --columns tc,nothing",
    # Devices drawn at random.
    "ndemon spread --tc 0.3 --e4 1.3+-0.05 --e3 1.5+-0.02u --seed 1 --samples 2000",
    f"ndemon spread {LAB} --tc 80mK+-1mK --e4 1.723ueV+-10neVu --samples 500 --format json --rows a.csv",
    f"ndemon spread --tc 0.5 --e4 1.3+-0.01 --lambda 0.9max --samples 300 {BOXCAR} --columns power,cop --format csv",
    # Pictures.
    "ndemon figure -o a.svg --data a.csv; ndemon rerun a.svg -o b.svg; ndemon figure -o a.png",
    "ndemon figure --terminal; ndemon figure --x power --y cop --curves tc --tc 0.25,0.5 --e4 1.3 --terminal",
    "ndemon figure --x lambda --lambda log:0.01:10:2 --tc 0.5 --y power --inset cop -o a.gp; ndemon rerun a.gp"
    " --force",
    "ndemon figure --x power --y cop --curves tc --tc 0.25,0.5,0.75 --e4 1.3 -o a.svg --data a.csv",
    f"ndemon figure {LAB} --tc 20mK:95mK --e4 1ueV,1.7ueV --y entropy_current --inset tc_min -o a.svg",
    f"ndemon figure --tc 0.2:0.9 --e4 1.3,1.4 {BOXCAR} --inset none > a.svg; ndemon figure --y sigma1 > b.svg",
    # The best device.
    "ndemon optimize --maximize power --over e4=1.1:1.5,lambda=0max:1max --tc 0.5",
    "ndemon optimize --maximize cop --at-least power=0.01 --over e3=1:2,e4=1:2 --apart 0.1 --tc 0.5",
    "ndemon optimize --maximize power --at-least cop=0.2 --over e4=1.1:1.5,lambda=0:9 --tc 0.5 --format json",
    f"ndemon optimize --maximize power {LAB} --tc 80mK --over e4=1ueV:4ueV --format csv;"
    f" ndemon optimize --maximize power {LAB} --tc 80mK --over e4=1ueV:4ueV --columns +tc_min --boxes 50",
    "ndemon optimize --maximize cop --at-least power=9 --over e4=1.1:1.5 --tc 0.5;"
    f" ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5 {BOXCAR}",
    # What the program says of itself.
    "ndemon; ndemon --version; ndemon -h; ndemon --help; ndemon columns",
    "for v in eval sweep rerun figure spread; do ndemon $v --help; ndemon $v -h; done",
    "for v in optimize columns verify completions man; do ndemon help $v; done",
    "for s in bash zsh fish elvish powershell; do ndemon completions $s; done; ndemon man;"
    " mkdir pages; ndemon man pages; ndemon man none",
    "for w in '' --e ev; do env NDEMON_COMPLETE=bash _CLAP_COMPLETE_INDEX=2 ndemon -- ndemon eval \"$w\"; done;"
    " for w in --columns= --for --e; do env NDEMON_COMPLETE=fish ndemon -- ndemon sweep \"$w\"; done",
    "ndemon verify",
    # Requests that are wrong.
    "ndemon eval --tc 1.5 --e4 1.3; ndemon eval --e4 1.3; ndemon eval --tc 0.5 --e4 1; ndemon eval --tc x --e4 1.3",
    "ndemon eval --tc 0.5K --e4 1.3; ndemon eval --tc 0.5 --e4 1.3 --lambda -1; ndemon eval --tc 0.5 --e4 1.3max",
    "ndemon sweep --tc 0.1:0.9 --e4 1.3; ndemon sweep --tc 0.9:0.1:0 --e4 1.3; ndemon sweep --tc log:0:1:3 --e4 1.3",
    "ndemon sweep --tc 0.5 --e4 1.3 --columns pwer; ndemon sweep --tc 0.5 --e4 1.3 -o a.txt --format xml",
    "ndemon evil; ndemon sweep --shard 4/3 --tc 0.5 --e4 1.3; ndemon sweep --points none.csv; ndemon rerun none",
    "ndemon spread --tc 0.5 --e4 1.3+-; ndemon spread --tc 0.5 --e4 1.3; ndemon figure --x e9 -o a.svg;"
    " ndemon optimize --maximize power --over e4=2:1 --tc 0.5; ndemon figure --resonances boxcar",
    "ndemon sweep --tc 0.5 --e4 1.3 > /dev/full; ndemon sweep --tc 0.5 --e4 1.3 -o none/a.csv;"
    " ndemon sweep --e4 1.1:1.6:900 --tc 0.1:0.9:900 | head -3; ndemon eval --tc 0.5 --e4 1.3 >&-",
]

# What names the build. Each pattern is replaced by as many characters, so that offsets in files stay.
BUILD = [
    rb"(?<=ndemon )\d+\.\d+\.\d+(?: \([0-9a-f]{12}\))?",
    rb'(?<="version": ")\d+\.\d+\.\d+|(?<="commit": ")[0-9a-f]{12}',
    rb'(?<="version":")\d+\.\d+\.\d+|(?<="commit":")[0-9a-f]{12}',
    rb"(?<=^commit: )[0-9a-f]{12}$|(?<=^target: ).*$",
]


def masked(data):
    for pattern in BUILD:
        data = re.sub(pattern, lambda found: b"#" * len(found[0]), data, flags=re.MULTILINE)
    return data


def answer(program, request, scratch):
    """All that a request writes: what it is called, and its bytes."""
    folder, programs = scratch / "folder", scratch / "bin"
    for made in (folder, programs):
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
    (programs / "ndemon").symlink_to(program)
    for name, text in INPUTS.items():
        (folder / name).write_text(text)
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    run = subprocess.run(
        ["sh", "-c", PRELUDE + request],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TIMEOUT,
    )
    written = {"standard output": run.stdout, "standard error": run.stderr}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            written[str(path.relative_to(folder))] = path.read_bytes()
    return {name: masked(data) for name, data in written.items()}


def first_difference(before, after):
    """Where two texts begin to differ, and how they go on there."""
    at = next((i for i, (a, b) in enumerate(zip(before, after)) if a != b), min(len(before), len(after)))
    start = max(at - 20, 0)
    return f"byte {at}: {before[start:at + 40]!r} | {after[start:at + 40]!r}"


def differences(before, after, scratch):
    for request in REQUESTS:
        old, new = (answer(program, request, scratch) for program in (before, after))
        for name in sorted(old.keys() | new.keys()):
            if name not in old or name not in new:
                yield f"{request}: {name}: only {'before' if name in old else 'after'}"
            elif old[name] != new[name]:
                yield f"{request}: {name}: {first_difference(old[name], new[name])}"


def main():
    if sys.argv[1:] == ["--list"]:
        print("\n".join(REQUESTS))
        return 0
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    programs = [pathlib.Path(name).resolve(strict=True) for name in sys.argv[1:]]
    found = 0
    with tempfile.TemporaryDirectory() as scratch:
        for line in differences(*programs, pathlib.Path(scratch)):
            print(line, flush=True)
            found += 1
    print(f"{len(REQUESTS)} requests, {found} differences", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
