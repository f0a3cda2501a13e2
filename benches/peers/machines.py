#!/usr/bin/env python3
"""Particle currents of two-terminal machines: ndemon beside SciPy's quad, NumPy's trapezoidal rule and Arb.

    python3 benches/peers/machines.py target/release/ndemon

Machines and proven values are those of fixtures/machine/general.json. ndemon computes all flows and the entropy
production with proven bounds; the others the particle current alone. Digits are those of the particle current
that are right, 16 at most for doubles. Needs numpy, scipy and python-flint.
"""
import json
import math
import os
import subprocess
import sys
import tempfile
import time
import warnings

import flint
import numpy as np
from scipy import integrate

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "..", "..", "fixtures", "machine", "general.json")
ROWS = 1001


def shape_formula(s, cut):
    kind, height = s["type"], s.get("height", 1)
    if kind == "lorentzian":
        return f"({height})*lorentzian(at={s['center']!r}, fwhm=2*{s['hwhm']!r})"
    if kind == "boxcar":
        return f"({height})*boxcar(at={s['center']!r}, width={s['width']!r})"
    if kind == "qpc":
        return f"({height})*qpc(at={s['center']!r}, width={s['width']!r})"
    if kind == "constant":
        low, high = s.get("from", cut[0]), s.get("to", cut[1])
        text = f"({s['value']})"
        text += "" if low is None else f"*step(E-({low!r}))"
        return text + ("" if high is None else f"*step(({high!r})-E)")
    if kind == "chain2":
        a, b = f"(E-({s['e1']!r}))", f"(E-({s['e2']!r}))"
        gl, gr, t = repr(s["gl"]), repr(s["gr"]), repr(s["t"])
        return f"{gl}*{gr}*{t}^2/(({a}*{b}-{gl}*{gr}/4-{t}^2)^2+({a}*{gr}/2+{b}*{gl}/2)^2)"
    return None


def shape_value(s, e, cut):
    kind, height = s["type"], s.get("height", 1)
    if kind == "lorentzian":
        return height * s["hwhm"] ** 2 / ((e - s["center"]) ** 2 + s["hwhm"] ** 2)
    if kind == "boxcar":
        return height * (np.abs(e - s["center"]) < s["width"] / 2)
    if kind == "qpc":
        return height / (1 + np.exp(-np.clip((e - s["center"]) / s["width"], -700, 700)))
    if kind == "constant":
        low, high = s.get("from", cut[0]), s.get("to", cut[1])
        inside = (e > (-math.inf if low is None else low)) & (e < (math.inf if high is None else high))
        return s["value"] * inside
    gl, gr, t = s["gl"], s["gr"], s["t"]
    inner = (e - s["e1"] + 0.5j * gl) * (e - s["e2"] + 0.5j * gr) - t * t
    return gl * gr * t * t / np.abs(inner) ** 2


def occupation(r):
    parts = r.get("mixture", [dict(w=1.0, T=r.get("T"), mu=r.get("mu"))])
    return lambda e: sum(p["w"] / (1 + np.exp(np.clip((e - p["mu"]) / p["T"], -700, 700))) for p in parts)


def machine_text(case, cut):
    m = case["machine"]
    lines = ["format = 1", "[environment]", "T0 = 1", "mu0 = 0"]
    for r in m["reservoirs"]:
        lines.append(f"[reservoirs.{r['name']}]")
        if "mixture" in r:
            parts = " + ".join(f"{p['w']!r}*fermi(mu={p['mu']!r}, T={p['T']!r})" for p in r["mixture"])
            lines.append(f'f = "{parts}"')
        else:
            lines += [f"T = {r['T']!r}", f"mu = {r['mu']!r}"]
    t = m["transmissions"][0]
    formula = " + ".join(shape_formula(s, cut) for s in t["shape"])
    lines += ["[[transmission]]", f"between = {json.dumps(t['to_from'])}", f'T = "{formula}"']
    return "\n".join(lines) + "\n"


def digits(found, exact):
    if not math.isfinite(found):
        return 0.0
    return min(16.0, max(0.0, -math.log10(max(abs(found / exact - 1), 1e-17))))


def timed(run, least=0.05):
    count, start = 0, time.process_time()
    while True:
        value = run()
        count += 1
        spent = time.process_time() - start
        if spent > least:
            return value, 1e6 * spent / count


def ndemon(binary, text, name):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "m.toml")
        with open(path, "w") as file:
            file.write(text)

        def run(rows):
            before = os.times()
            out = subprocess.run(
                [binary, "sweep", path, "--set", "T0=1" if rows == 1 else f"T0=1:2:{rows}", "--jobs", "1", "--columns", f"+n_{name}_error"],
                check=True, capture_output=True, text=True).stdout
            after = os.times()
            return out, (after.children_user - before.children_user) * 1e6

        (few, short), (out, long) = run(1), run(ROWS)
    header, row = (line.split(",") for line in out.splitlines()[:2])
    cells = dict(zip(header, row))
    return float(cells[f"n_{name}"]), cells["status"], (long - short) / (ROWS - 1)


def arb(case, cut, range_):
    m, t = case["machine"], case["machine"]["transmissions"][0]
    a, b = (next(r for r in m["reservoirs"] if r["name"] == n) for n in t["to_from"])
    flint.ctx.prec = 90

    def fermi(r, z):
        parts = r.get("mixture", [dict(w=1.0, T=r.get("T"), mu=r.get("mu"))])
        return sum((p["w"] / (1 + ((z - p["mu"]) / p["T"]).exp()) for p in parts), flint.acb(0))

    def transmission(z):
        total = flint.acb(0)
        for s in t["shape"]:
            kind, height = s["type"], s.get("height", 1)
            if kind == "lorentzian":
                total += height * s["hwhm"] ** 2 / ((z - s["center"]) ** 2 + flint.acb(s["hwhm"]) ** 2)
            elif kind == "qpc":
                total += height / (1 + (-(z - s["center"]) / s["width"]).exp())
            elif kind == "chain2":
                gl, gr, h = flint.acb(s["gl"]), flint.acb(s["gr"]), flint.acb(s["t"])
                re = (z - s["e1"]) * (z - s["e2"]) - gl * gr / 4 - h * h
                im = (z - s["e1"]) * gr / 2 + (z - s["e2"]) * gl / 2
                total += gl * gr * h * h / (re * re + im * im)
            elif kind == "boxcar":
                total += height
            else:
                total += s["value"]
        return total

    low, high = range_
    s = t["shape"][0]
    if s["type"] == "boxcar":
        low, high = s["center"] - s["width"] / 2, s["center"] + s["width"] / 2
    elif s["type"] == "constant":
        low, high = s.get("from") or low, s.get("to") or high
    value = flint.acb.integral(lambda z, _: transmission(z) * (fermi(b, z) - fermi(a, z)), low, high)
    return float(value.real)


def main():
    binary = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "target/release/ndemon")
    with open(CASES) as file:
        cases = json.load(file)["cases"]
    print("| machine | ndemon µs a row | status | quad µs | digits | trapezoid 2001 µs | digits | Arb µs |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for case in cases:
        m = case.get("machine", {})
        if case["kind"] != "machine" or m.get("statistics") == "boson" or len(m["transmissions"]) != 1:
            continue
        cut = m["range"] if m["tail"] is None else (None, None)
        shapes = m["transmissions"][0]["shape"]
        plain = all("dips" not in r and "constant" not in r for r in m["reservoirs"])
        if not plain or any(shape_formula(s, cut) is None for s in shapes):
            continue
        to = m["transmissions"][0]["to_from"][0]
        exact = float(case["reservoirs"][to]["particle"]["value"])
        if exact == 0:
            continue
        a, b = (occupation(next(r for r in m["reservoirs"] if r["name"] == n)) for n in m["transmissions"][0]["to_from"])
        j = lambda e: sum(shape_value(s, e, cut) for s in shapes) * (b(e) - a(e))
        found, status, own = ndemon(binary, machine_text(case, cut), to)
        assert found == exact or status != "ok", (case["id"], found, exact)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            quad, quad_time = timed(lambda: integrate.quad(j, -np.inf, np.inf)[0])
        warned = " (warns)" if caught else ""
        grid = np.linspace(-20, 20, 2001)
        trapezoid, trapezoid_time = timed(lambda: float(np.trapezoid(j(grid), grid)))
        _, arb_time = timed(lambda: arb(case, cut, m["range"]))
        print(f"| {case['id']} | {own:.0f} | {status} | {quad_time:.0f} | {digits(quad, exact):.0f}{warned} "
              f"| {trapezoid_time:.0f} | {digits(trapezoid, exact):.0f} | {arb_time:.0f} |", flush=True)


if __name__ == "__main__":
    main()
