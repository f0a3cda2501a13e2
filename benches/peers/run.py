"""Times a sweep of 1000 × 1000 points to CSV against what a user would write instead.

    python3 benches/peers/run.py        (makes its own virtual environment; needs PyPI once)

CPU seconds of whole processes, on one core, all of them in turn, with a run of ndemon before each of
the others: a ratio is the median of those of neighbours, because a shared machine is as fast as its
other users let it be.
"""

import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time
import venv

ROOT = pathlib.Path(__file__).parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
VENV = TARGET / "peers-venv"
STEPS = 1000
ROUNDS = 5
PACKAGES = ["numpy", "pandas", "polars", "duckdb", "numba", "jax"]
QUICK = 5  # Runs in a round of what takes a second.


def build():
    subprocess.run(["cargo", "build", "--release", "--examples", "--bins"], cwd=ROOT, check=True)
    if not VENV.exists():
        venv.create(VENV, with_pip=True)
    subprocess.run([VENV / "bin/pip", "install", "-q", *PACKAGES], check=True)
    if not shutil.which("g++"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "g++"], check=True)
    source = ROOT / "benches/peers/to_chars.cpp"
    compiler = ["g++", "-std=c++17", "-O3", "-march=native", "-o", TARGET / "release/to_chars"]
    subprocess.run([*compiler, source], check=True)


def seconds(command, cores):
    """CPU and wall seconds of a run on so many cores, and the most memory it had, in MiB."""
    started = time.perf_counter()
    with open(os.devnull, "w") as sink:
        process = subprocess.Popen(command, stdout=sink, preexec_fn=lambda: os.sched_setaffinity(0, cores))
        _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / 1024


def measure(commands):
    """The runs of each command, and their ratios to those of the first one just before them."""
    first = next(iter(commands))
    runs, ratios = {name: [] for name in commands}, {name: [] for name in commands}
    for command, cores, _ in commands.values():
        seconds(command, cores)  # Fills caches.
    for _ in range(ROUNDS):
        for name, (command, cores, times) in commands.items():
            for _ in range(times):
                base, result = seconds(*commands[first][:2]), seconds(command, cores)
                runs[name].append(result)
                ratios[name].append([mine / other for mine, other in zip(result, base)])
    return runs, ratios


def main():
    build()
    python = [VENV / "bin/python3", ROOT / "benches/peers/naive.py"]
    release, steps = TARGET / "release", str(STEPS)
    ours = [release / "ndemon", "sweep", "--e4", f"1:1.4:{steps}", "--tc", f"0.05:0.95:{steps}"]
    all_cores = sorted(os.sched_getaffinity(0))
    one, two = set(all_cores[-1:]), set(all_cores[:2])
    runs, ratios = measure({
        "ndemon": (ours, one, QUICK),
        "ndemon, 2 cores": (ours, two, QUICK),
        "limit: solve and format": ([release / "examples/limit", steps], one, QUICK),
        "Rust, csv and serde": ([release / "examples/csv_serde", steps], one, QUICK),
        "C++, to_chars": ([release / "to_chars", steps], one, QUICK),
        "NumPy and polars": ([*python, "polars", steps], one, QUICK),
        "numba and polars": ([*python, "numba", steps], one, 1),
        "JAX and polars": ([*python, "jax", steps], one, 1),
        "duckdb": ([*python, "duckdb", steps], one, 1),
        "NumPy and pandas": ([*python, "pandas", steps], one, 1),
        "plain Python": ([*python, "python", steps], one, 1),
    })
    print(f"{STEPS * STEPS} rows of 17 or 18 columns; {platform.machine()}, Python {platform.python_version()}")
    print("| | runs | CPU s | wall s | MiB | CPU, times ndemon's |\n| --- | --- | --- | --- | --- | --- |")
    for name, results in runs.items():
        cpu, wall, memory = map(statistics.median, zip(*results))
        times = statistics.median(cpu for cpu, _, _ in ratios[name])
        print(f"| {name} | {len(results)} | {cpu:.3f} | {wall:.3f} | {memory:.0f} | {times:.2f} |")
    faster = 1 / statistics.median(wall for _, wall, _ in ratios["ndemon, 2 cores"])
    print(f"\nTwo cores: {faster:.2f} times as fast as one.")


if sys.platform != "linux":
    sys.exit("needs Linux: the cores of a process are chosen with sched_setaffinity")
main()
