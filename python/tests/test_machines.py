"""Machine files and pictures, against the command."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from conftest import asked, assert_same, printed

import ndemon


def test_names_are_those_of_the_file(wire: Path) -> None:
    expected = printed("sweep", str(wire), "--set=T_c=45:60:4", "--set=w=0.1,0.5", "--columns=T_c,w,heat_c,kind")
    table = ndemon.sweep(wire, T_c="45:60:4", w=[0.1, 0.5], columns="T_c,w,heat_c,kind")
    assert_same(table, expected)
    assert table.shape == (4, 2) and table["kind"].dtype == object
    assert ndemon.eval(str(wire), w=0.1, T_c="45mK").heat_c_W == table["heat_c_W"][0]


def test_machine_as_text(wire: Path) -> None:
    machine = ndemon.Machine.example("wire")
    assert machine.text == wire.read_text() == str(ndemon.Machine.read(wire))
    assert "wire" in machine.examples() and "lines" in repr(machine)
    assert ndemon.eval(machine, w=0.1) == ndemon.eval(wire, w=0.1) == ndemon.eval(machine.set(w=0.1))
    by_points = ndemon.sweep(machine, points={"T_c_mK": [45.0, 60.0]}, w=0.1)
    assert list(by_points["T_c_K"]) == [0.045, 0.06]


def test_flags_and_numbers_of_the_same_name() -> None:
    # `tc` is a flag of the refrigerator alone, `columns` one of every table.
    text = ndemon.Machine.example("wire").text
    machine = ndemon.Machine(re.sub(r"\bw\b", "tc", re.sub(r"\bV\b", "columns", text)))
    row = ndemon.eval(machine, tc=0.1, set={"columns": "100ueV"}, columns=["tc", "columns", "heat_c"])
    assert row.tc == 0.1 and row.columns_eV == 1e-4
    assert row.heat_c_W == ndemon.eval(ndemon.Machine(text), w=0.1, V="100ueV").heat_c_W


def test_saving_keeps_what_is_there(tmp_path: Path) -> None:
    machine = ndemon.Machine("format = 1\n")
    machine.save(tmp_path / "a.toml")
    assert (tmp_path / "a.toml").read_text() == machine.text
    with pytest.raises(FileExistsError):
        machine.save(tmp_path / "a.toml")


def test_check(wire: Path) -> None:
    assert "ok: 3 reservoirs" in ndemon.check(wire)
    machine = ndemon.Machine(wire.read_text().replace("fwhm=1", "fwm=1"))
    with pytest.raises(ndemon.RequestError, match="standard input:25:24") as raised:
        machine.check()
    found = asked("machine", "check", "-", stdin=machine.text.encode())
    assert "error: " + str(raised.value) == (found.stdout or found.stderr).decode().strip()


def test_spectra(wire: Path) -> None:
    table = ndemon.spectra(wire, np.linspace(0, 60, 7), w=0.1)
    assert_same(table, printed("machine", "spectra", str(wire), "--energies=0:60:7", "--set=w=0.1"))
    assert_same(ndemon.Machine.read(wire).spectra("0:60:7", w=0.1), {name: list(table[name]) for name in table})


def test_figure(tmp_path: Path) -> None:
    flags = ["--x=power", "--y=cop", "--curves=tc", "--tc=0.25,0.5", "--e4=1.3"]
    figure = ndemon.figure(x="power", y="cop", curves="tc", tc=[0.25, 0.5], e4=1.3)
    assert figure._repr_svg_() == figure.svg == asked("figure", *flags).stdout.decode()
    figure.save(tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text() == figure.svg
    with pytest.raises(ndemon.RequestError, match="--force"):
        figure.save(tmp_path / "a.svg")
    figure.save(tmp_path / "a.svg", force=True)
    figure.save(tmp_path / "a.gp")
    data = tmp_path / "data.csv"
    asked("figure", *flags, f"--output={tmp_path / 'b.svg'}", f"--data={data}")
    assert data.read_text().split("\n")[0] == ",".join(figure.data())
    assert figure.data().rows == data.read_text().count("\n") - 1


def test_figure_with_measured_points(tmp_path: Path) -> None:
    names = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for name in names:
        name.write_text("tc,cop,cop_sd\n0.5,0.2,0.01\n")
    several = ndemon.figure(overlay=names, e4=1.3).svg
    assert several == asked("figure", *(f"--overlay={name}" for name in names), "--e4=1.3").stdout.decode()
    assert ndemon.figure(overlay=str(names[0]), e4=1.3).svg != several


def test_figure_of_a_machine(wire: Path) -> None:
    assert ndemon.figure(wire, w=0.1).svg == asked("figure", str(wire), "--set=w=0.1").stdout.decode()
