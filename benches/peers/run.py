"""Times a sweep of 1000 × 1000 points to CSV against what a user would write instead.

    python3 benches/peers/run.py        (makes its own virtual environment; needs PyPI once)

CPU seconds of whole processes, on one core, all of them in turn; medians of five runs.
"""

import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time
import venv

ROOT = pathlib.Path(__file__).parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
VENV = TARGET / "peers-venv"
RUNS, STEPS = 5, 1000


def build():
    subprocess.run(["cargo", "build", "--release", "--examples", "--bins"], cwd=ROOT, check=True)
    if not VENV.exists():
        venv.create(VENV, with_pip=True)
        subprocess.run([VENV / "bin/pip", "install", "-q", "numpy", "pandas", "polars"], check=True)


def seconds(command, cores):
    """CPU and wall seconds of a run on so many cores, and the most memory it had, in MiB."""
    started = time.perf_counter()
    with open(os.devnull, "w") as sink:
        process = subprocess.Popen(command, stdout=sink, preexec_fn=lambda: os.sched_setaffinity(0, cores))
        _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / 1024


def main():
    build()
    python = [VENV / "bin/python3", ROOT / "benches/peers/naive.py"]
    release = TARGET / "release"
    ours = [release / "ndemon", "sweep", "--e4", f"1:1.4:{STEPS}", "--tc", f"0.05:0.95:{STEPS}"]
    all_cores = sorted(os.sched_getaffinity(0))
    one, two = set(all_cores[-1:]), set(all_cores[:2])
    commands = {
        "ndemon": (ours, one),
        "ndemon, 2 cores": (ours, two),
        "limit: solve and format": ([release / "examples/limit", str(STEPS)], one),
        "Rust, csv and serde": ([release / "examples/csv_serde", str(STEPS)], one),
        "NumPy and polars": ([*python, "polars", str(STEPS)], one),
        "NumPy and pandas": ([*python, "pandas", str(STEPS)], one),
        "plain Python": ([*python, "python", str(STEPS)], one),
    }
    results = {name: [] for name in commands}
    for run in range(RUNS + 1):
        for name, (command, cores) in commands.items():
            result = seconds(list(map(str, command)), cores)
            if run > 0:  # The first one fills caches.
                results[name].append(result)
    medians = {name: [statistics.median(column) for column in zip(*runs)] for name, runs in results.items()}
    base_cpu, base_wall, _ = medians["ndemon"]
    print(f"{STEPS * STEPS} rows of 17 or 18 columns; {platform.machine()}, Python {platform.python_version()}")
    print("| | CPU s | wall s | MiB | CPU, times ndemon's |\n| --- | --- | --- | --- | --- |")
    for name, (cpu, wall, memory) in medians.items():
        print(f"| {name} | {cpu:.3f} | {wall:.3f} | {memory:.0f} | {cpu / base_cpu:.2f} |")
    print(f"\nTwo cores: {base_wall / medians['ndemon, 2 cores'][1]:.2f} times as fast as one.")


if sys.platform != "linux":
    sys.exit("needs Linux: the cores of a process are chosen with sched_setaffinity")
main()
