#!/usr/bin/env python3
"""Writes kwant.csv: transmissions of three terminals at two levels, in the columns of a Kwant script.

A site with energy 0.9 is joined to h and l, one with energy 0.2 to c and l, and a hopping joins the two.
T_ab = Gamma_a Gamma_b |G_ij|^2 with G = 1/(E - H + i sum Gamma/2), in the wide-band limit; no program but
this formula makes the numbers. Run: python3 examples/machines/kwant.py > examples/machines/kwant.csv
"""

LEVELS = (0.9, 0.2)
HOPPING = 0.05
GAMMA_H, GAMMA_C, GAMMA_L1, GAMMA_L2 = 0.3, 0.1, 0.25, 0.1


def transmissions(energy):
    """T_hl, T_cl, T_hc at an energy."""
    a = energy - LEVELS[0] + 0.5j * (GAMMA_H + GAMMA_L1)
    b = energy - LEVELS[1] + 0.5j * (GAMMA_C + GAMMA_L2)
    determinant = a * b - HOPPING * HOPPING
    g11, g22, g12 = b / determinant, a / determinant, HOPPING / determinant
    t_hl = GAMMA_H * (GAMMA_L1 * abs(g11) ** 2 + GAMMA_L2 * abs(g12) ** 2)
    t_cl = GAMMA_C * (GAMMA_L2 * abs(g22) ** 2 + GAMMA_L1 * abs(g12) ** 2)
    t_hc = GAMMA_H * GAMMA_C * abs(g12) ** 2
    return t_hl, t_cl, t_hc


print("E,T_hl,T_cl,T_hc")
for k in range(-64, 97):
    energy = k / 32
    print(f"{energy},{','.join(f'{t:.10f}' for t in transmissions(energy))}")
