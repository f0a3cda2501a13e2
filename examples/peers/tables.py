#!/usr/bin/env python3
"""Writes the tables of this folder, each in the form that another program or an experiment gives it.

Every number is from a formula: no program but this one makes them.

- dot.TBT.AVTRANS_Left-Right: the transmission of one level at 0.12 eV, FWHM 0.05 eV, as TBtrans writes it.
- dot.TBT.AVTEIG_Left-Right: the same level, and one at 0.2 eV, FWHM 0.2 eV, in a channel of its own, as eigenvalues.
- dot.csv: the amplitudes of the same level between two leads of one channel, as a Kwant script dumps S-matrices.
- wire.csv: occupations in a wire near one of its ends, which have 40 mK and are 120 µV apart, with error bars.

Run: python3 examples/peers/tables.py examples/peers
"""

import math
import sys
from pathlib import Path

folder = Path(sys.argv[1])
LEVEL, WIDTH = 0.12, 0.05


def green(energy):
    return 1 / (energy - LEVEL + 0.5j * WIDTH)


rows = [f"  {energy:8.5f}   {(WIDTH / 2 * abs(green(energy))) ** 2:.8E}" for energy in (k / 200 - 0.4975 for k in range(200))]
head = ["# Transmission, k-averaged", "# Date: 2026-01-01", "#   E [eV]                T"]
(folder / "dot.TBT.AVTRANS_Left-Right").write_text("\n".join(head + rows) + "\n")


def height(energy, level, width):
    return 1 / (1 + ((energy - level) / (width / 2)) ** 2)


def fortran(value):
    """As e16.8 prints it, with a zero before the point."""
    digits, exponent = f"{value:.7E}".split("E")
    return f"0.{digits.replace('.', '')}E{int(exponent) + 1:+03d}".rjust(16)


rows = []
for k in range(200):
    energy = k / 200 - 0.4975
    eigenvalues = sorted((height(energy, LEVEL, WIDTH), height(energy, 0.2, 0.2)), reverse=True)
    rows.append(f"{energy:10.5f} " + "".join(map(fortran, eigenvalues)))
head = ["# Transmission eigenvalues, k-averaged", "# Date: 2026-01-01", "#   E [eV]             Teig"]
(folder / "dot.TBT.AVTEIG_Left-Right").write_text("\n".join(head + rows) + "\n")

rows = ["E,to,from,re,im"]
for k in range(-100, 101):
    energy = k / 200
    for to in range(2):
        for source in range(2):
            s = (to == source) - 0.5j * WIDTH * green(energy)
            rows.append(f"{energy},{to},{source},{s.real!r},{s.imag!r}")
(folder / "dot.csv").write_text("\n".join(rows) + "\n")

rows = ["E_ueV,f,df"]
for k in range(-30, 31):
    energy, kt = 2.5 * k, 86.17333 * 0.04
    half = lambda mu: 1 / (math.exp((energy - mu) / kt) + 1)
    f = 0.98 * half(-60) + 0.02 * half(60)
    rows.append(f"{energy},{f:.5f},{0.01 * math.sqrt(f * (1 - f)) + 1e-4:.5f}")
(folder / "wire.csv").write_text("\n".join(rows) + "\n")
