"""What a user would write instead: a sweep of Eqs. C4, C6 and C8 in plain doubles.

    python3 naive.py python|pandas|polars|numba|jax|duckdb STEPS > table.csv
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


def numba(steps):
    """The loop over rows compiled by numba, without its cache, the text by polars."""
    import math

    import numba
    import numpy as np
    import polars

    @numba.njit
    def fill(table, e4s, tcs):
        th, mu0, e1, e2, e3, lam = 1.0, 1.0, 1.0, 2.0, 1.5, 1.0
        f, u, fl = np.empty(4), np.empty(4), np.empty(4)
        for i, e4 in enumerate(e4s):
            for j, tc in enumerate(tcs):
                at = i * len(tcs) + j
                f[0], f[1] = 1 / (math.exp((e1 - mu0) / th) + 1), 1 / (math.exp((e2 - mu0) / th) + 1)
                f[2], f[3] = 1 / (math.exp((e3 - mu0) / tc) + 1), 1 / (math.exp((e4 - mu0) / tc) + 1)
                d = f[2] - f[3]
                rho = (e3 - e4) / (e1 - e2)
                u[0], u[1], u[2], u[3] = -rho * d, rho * d, d, -d
                entropy, headroom = 0.0, math.inf
                for level in range(4):
                    fl[level] = f[level] + lam * u[level]
                    odds = 1 / fl[level] - 1
                    entropy += (f[level] - fl[level]) * (math.log(odds) if odds > 0 else math.nan)
                    room = 1 - f[level] if u[level] > 0 else -f[level]
                    headroom = min(headroom, room / u[level])
                power = -(e3 - e4) * lam * d
                table[0, at], table[1, at], table[2, at], table[3, at] = th, tc, mu0, e1
                table[4, at], table[5, at], table[6, at], table[7, at] = e2, e3, e4, lam
                table[8, at], table[9, at], table[10, at], table[11, at] = fl[0], fl[1], fl[2], fl[3]
                table[12, at], table[13, at], table[14, at] = power, entropy, power / (th * entropy)
                table[15, at], table[16, at] = tc / (th - tc), headroom

    table = np.empty((17, steps * steps))
    fill(table, *map(np.array, axes(steps)))
    polars.DataFrame(dict(zip(HEADER.split(","), table))).write_csv(sys.stdout.buffer)


def jax(steps):
    """The columns compiled by XLA for the processor, the text by polars."""
    import jax
    import jax.numpy as np
    import numpy
    import polars

    jax.config.update("jax_enable_x64", True)

    def least(*bounds):
        lower = [np.where(b < 0, -b, np.inf) for b in bounds[:4]]
        return np.min(np.stack(lower + [np.where(b > 0, b, np.inf) for b in bounds[4:]]), axis=0)

    e4, tc = (axis.ravel() for axis in numpy.meshgrid(*map(numpy.array, axes(steps)), indexing="ij"))
    columns = jax.jit(lambda tc, e4: row(np.exp, np.log, least, tc, e4))(tc, e4)
    table = {name: numpy.broadcast_to(column, tc.shape).copy() for name, column in zip(HEADER.split(","), columns)}
    polars.DataFrame(table).write_csv(sys.stdout.buffer)


def duckdb(steps):
    """Steps of SQL, each naming what the next one uses."""
    import duckdb

    fermi = [f"1 / (exp(({e} - mu0) / {t}) + 1) AS f{i + 1}" for i, (e, t) in enumerate(zip(("e1", "e2", "e3", "e4"), ("th", "th", "tc", "tc")))]
    bounds = [f"CASE WHEN u{i} > 0 THEN (1 - f{i}) / u{i} ELSE -f{i} / u{i} END" for i in range(1, 5)]
    odds = [f"(f{i} - fl{i}) * CASE WHEN 1 / fl{i} - 1 > 0 THEN ln(1 / fl{i} - 1) ELSE 'nan'::DOUBLE END" for i in range(1, 5)]
    duckdb.sql(
        f"""
        COPY (
            WITH point AS (
                SELECT 1.0::DOUBLE AS th, 0.05 + (0.95 - 0.05) * t / {steps - 1}::DOUBLE AS tc, 1.0::DOUBLE AS mu0,
                    1.0::DOUBLE AS e1, 2.0::DOUBLE AS e2, 1.5::DOUBLE AS e3,
                    1.0 + (1.4 - 1.0) * e / {steps - 1}::DOUBLE AS e4, 1.0::DOUBLE AS "lambda"
                FROM range({steps}) AS levels(e), range({steps}) AS temperatures(t)
            ),
            occupied AS (SELECT *, {", ".join(fermi)} FROM point),
            moved AS (SELECT *, f3 - f4 AS d, (e3 - e4) / (e1 - e2) AS rho FROM occupied),
            directed AS (SELECT *, -rho * d AS u1, rho * d AS u2, d AS u3, -d AS u4 FROM moved),
            demon AS (
                SELECT *, {", ".join(f'f{i} + "lambda" * u{i} AS fl{i}' for i in range(1, 5))}, -(e3 - e4) * "lambda" * d AS power
                FROM directed
            ),
            paid AS (SELECT *, {" + ".join(odds)} AS entropy_current FROM demon)
            SELECT th, tc, mu0, e1, e2, e3, e4, "lambda", fl1, fl2, fl3, fl4, power, entropy_current,
                power / (th * entropy_current) AS cop, tc / (th - tc) AS cop_carnot, least({", ".join(bounds)}) AS headroom
            FROM paid
        ) TO '/dev/stdout' (FORMAT csv, HEADER)
        """
    )


globals()[sys.argv[1]](int(sys.argv[2]))
