"""Fig. 2(b) by pandas and matplotlib.

    python3 fig2.py [FILE.png]
"""

import subprocess
import sys

import matplotlib
import pandas

matplotlib.use("agg")
from matplotlib import pyplot  # noqa: E402

command = "ndemon sweep --e4 1.45,1.4,1.3,1.2 --tc 0.05:0.95:181".split()
with subprocess.Popen(command, stdout=subprocess.PIPE) as sweep:
    points = pandas.read_csv(sweep.stdout)

figure, axes = pyplot.subplots(figsize=(8, 5), layout="constrained")
for e4, curve in points.groupby("e4", sort=False):
    axes.plot(curve.tc, curve.cop, label=f"$\\varepsilon_4 = {e4}$")
bound = points.drop_duplicates("tc")
axes.plot(bound.tc, bound.cop_carnot, color="black", label="Carnot bound")
axes.set(xlabel="$T_c$ (E)", ylabel="COP", xlim=(0, 1), ylim=(0, 0.5))
axes.legend()
figure.savefig(sys.argv[1] if len(sys.argv) > 1 else "fig2.png", dpi=150)

print(points.groupby("status").size().to_dict())
print({e4: cop for e4, cop in points.groupby("e4").cop.max().items()})
