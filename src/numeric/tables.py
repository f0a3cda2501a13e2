"""Writes tables.rs: the tables of light.rs, from 60 digits.

    python3 src/numeric/tables.py > src/numeric/tables.rs        (needs mpmath)
"""

from fractions import Fraction

from mpmath import log, mp, mpf, power

mp.dps = 60
SIZE = 256


def pair(value):
    """The two doubles whose sum is nearest to the value."""
    high = float(value)
    return high, float(value - mpf(high))


def table(name, doc, width, rows):
    print(f"\n/// {doc}")
    print(f"pub(super) static {name}: [[f64; {width}]; SIZE] = [")
    for row in rows:
        print(f"    [{', '.join(map(repr, row))}],")
    print("];")


print("//! Written by tables.py; do not edit.")
print("// 2^(1/2) and ln 2 are two of many here.")
print("#![allow(clippy::approx_constant)]")
print("\n/// Steps of a factor of two, and entries of each table.")
print(f"pub(super) const SIZE: usize = {SIZE};")
table("POWERS", "2^(j/SIZE), as the sum of two doubles.", 2, (pair(power(2, mpf(j) / SIZE)) for j in range(SIZE)))


def reciprocal(j):
    # Twelve bits are enough for |c·m − 1| < 2^-9 + 2^-12, for any m within 2^-9 of 1 + j/SIZE.
    c = Fraction(round(Fraction(SIZE, SIZE + j) * 4096), 4096)
    return float(c)


table(
    "LOGARITHMS",
    "c_j, a short double near 1/(1 + j/SIZE), and −ln c_j as the sum of two doubles.",
    3,
    ((c, *pair(-log(mpf(c)) + 0)) for c in map(reciprocal, range(SIZE))),
)


def split(value, bits):
    """The value as a double of so many bits, and two doubles for the rest."""
    scale = mpf(2) ** bits
    first = mp.nint(value * scale) / scale
    return float(first), *pair(value - first)


print("\n/// ln 2 / SIZE: 32 bits, so that small multiples are exact, and two doubles for the rest.")
step = split(log(2) / SIZE, 41)
print(f"pub(super) const STEP: [f64; 3] = [{', '.join(map(repr, step))}];")
print("\n/// ln 2: 32 bits and two doubles for the rest.")
whole = split(log(2), 33)
print(f"pub(super) const LN_2: [f64; 3] = [{', '.join(map(repr, whole))}];")
print("\n/// SIZE / ln 2.")
print(f"pub(super) const STEPS: f64 = {float(SIZE / log(2))!r};")

def nodes(count):
    """Gauss's nodes and weights on [0, 1], each as the sum of two doubles."""
    roots = mp.polyroots(mp.taylor(lambda x: mp.legendre(count, x), 0, count)[::-1], maxsteps=500, extraprec=500)
    for x in sorted(roots):
        slope = count * (x * mp.legendre(count, x) - mp.legendre(count - 1, x)) / (x * x - 1)
        yield [*pair((1 + x) / 2), *pair(1 / ((1 - x * x) * slope**2))]


for count in (10, 16):
    print(f"\n/// Gauss's {count} nodes and weights on [0, 1], each as the sum of two doubles.")
    print(f"pub(super) const NODES_{count}: [[f64; 4]; {count}] = [")
    for row in nodes(count):
        print(f"    [{', '.join(map(repr, row))}],")
    print("];")
print("\n/// 1/3, as the sum of two doubles.")
print(f"pub(super) const THIRD: [f64; 2] = [{', '.join(map(repr, pair(mpf(1) / 3)))}];")


def rule(count):
    """The nodes x >= 0 on [-1, 1], from 1 downwards, and their weights, each as the sum of two doubles."""

    def legendre(x):
        before, last = mpf(1), x
        for n in range(1, count):
            before, last = last, ((2 * n + 1) * x * last - n * before) / (n + 1)
        return last, count * (before - x * last) / (1 - x * x)

    for k in range((count + 1) // 2):
        x = mp.cos(mp.pi * (k + mpf(3) / 4) / (count + mpf(1) / 2))
        for _ in range(8):
            value, slope = legendre(x)
            x -= value / slope
        _, slope = legendre(x)
        yield [*pair(x), *pair(2 / ((1 - x * x) * slope**2))]


counts = (4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48)
print("\n/// The nodes x > 0 of Gauss's rules on [-1, 1] and their weights, each as the sum of two doubles; by the numbers")
print("/// of all nodes, which are even.")
print(f"pub(super) const RULES: [(usize, &[[f64; 4]]); {len(counts)}] = [")
for count in counts:
    print(f"    ({count}, &[")
    for row in rule(count):
        print(f"        [{', '.join(map(repr, row))}],")
    print("    ]),")
print("];")
