"""What a user would write instead: a sweep of Eqs. C4, C6 and C8 in plain doubles.

    python3 naive.py python|pandas|polars STEPS > table.csv
"""

import sys

HEADER = "th,tc,mu0,e1,e2,e3,e4,lambda,fl1,fl2,fl3,fl4,power,entropy_current,cop,cop_carnot,headroom"


def row(exp, log, least, tc, e4, th=1.0, mu0=1.0, e1=1.0, e2=2.0, e3=1.5, lam=1.0):
    f1, f2, f3, f4 = (1 / (exp((e - mu0) / t) + 1) for e, t in ((e1, th), (e2, th), (e3, tc), (e4, tc)))
    d = f3 - f4
    rho = (e3 - e4) / (e1 - e2)
    u = (-rho * d, rho * d, d, -d)
    f = (f1, f2, f3, f4)
    fl = [a + lam * b for a, b in zip(f, u)]
    power = -(e3 - e4) * lam * d
    entropy = sum((a - b) * log(1 / b - 1) for a, b in zip(f, fl))
    headroom = least(f1 / u[0], f2 / u[1], f3 / u[2], f4 / u[3], (1 - f1) / u[0], (1 - f2) / u[1], (1 - f3) / u[2], (1 - f4) / u[3])
    return [th, tc, mu0, e1, e2, e3, e4, lam, *fl, power, entropy, power / (th * entropy), tc / (th - tc), headroom]


def axes(steps):
    return ([low + (high - low) * i / (steps - 1) for i in range(steps)] for low, high in ((1.0, 1.4), (0.05, 0.95)))


def python(steps):
    import math

    def log(x):
        return math.log(x) if x > 0 else math.nan

    def least(*bounds):
        lower = [-b for b in bounds[:4] if b < 0]
        return min(lower + [b for b in bounds[4:] if b > 0])

    e4s, tcs = axes(steps)
    print(HEADER)
    for e4 in e4s:
        for tc in tcs:
            print(",".join(map(repr, row(math.exp, log, least, tc, e4))))


def frame(steps):
    import numpy as np

    def least(*bounds):
        lower = [np.where(b < 0, -b, np.inf) for b in bounds[:4]]
        return np.minimum.reduce(lower + [np.where(b > 0, b, np.inf) for b in bounds[4:]])

    np.seterr(all="ignore")
    e4, tc = (axis.ravel() for axis in np.meshgrid(*map(np.array, axes(steps)), indexing="ij"))
    columns = row(np.exp, np.log, least, tc, e4)
    return {name: np.broadcast_to(column, tc.shape) for name, column in zip(HEADER.split(","), columns)}


def pandas(steps):
    import pandas

    pandas.DataFrame(frame(steps)).to_csv(sys.stdout, index=False)


def polars(steps):
    import polars

    polars.DataFrame({name: column.copy() for name, column in frame(steps).items()}).write_csv(sys.stdout.buffer)


globals()[sys.argv[1]](int(sys.argv[2]))
