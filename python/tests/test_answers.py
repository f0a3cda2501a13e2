"""Points, grids and tables of points, against the command."""

from __future__ import annotations

import json
import math
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import asked, assert_same, bits, printed

import ndemon
from ndemon import _command, _table

FIG2 = ("sweep", "--e4=1.45,1.4,1.3,1.2", "--tc=0.05:0.95:181")
#: Doubles of all sizes, by their bits.
DOUBLES = np.random.default_rng(20200612).integers(0, 2**63, 120_000).view(np.float64)
DOUBLES = DOUBLES[np.isfinite(DOUBLES)][:100_000]


@pytest.fixture(params=["pyarrow", "polars", "csv"])
def route(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every way in which a table comes back."""
    if request.param != "csv":
        pytest.importorskip(request.param)
    reader = getattr(_table, f"_read_by_{request.param}", None)
    monkeypatch.setattr(_table, "parquet_reader", lambda: reader)
    return str(request.param)


def test_point() -> None:
    row = ndemon.eval(tc=0.5, e4=1.3)
    expected = printed("eval", "--tc=0.5", "--e4=1.3", "--format=csv")
    assert {name: [value] for name, value in row.items()} == expected
    assert row.cop == row["cop"] == expected["cop"][0]
    assert row.status == "ok" and len(row) == len(expected) and type(row.cop) is float
    assert "cop" in dir(row) and "cop" in repr(row) and pickle.loads(pickle.dumps(row)) == row


def test_unphysical_point_has_an_answer() -> None:
    row = ndemon.eval(tc=0.2, e4=1.2)
    assert row.status == "fl3<0" and math.isnan(row.cop) and row.fl3 < 0


def test_infinite_result() -> None:
    # The room is not used up where e3 = e4 (README, `headroom`).
    assert ndemon.eval(tc=0.5, e4=1.5).headroom == math.inf


def test_keywords() -> None:
    half = ndemon.eval(tc=0.5, e4=1.3, lambda_=0.5)
    assert half == ndemon.eval(set={"lambda": 0.5}, tc=0.5, e4=1.3)
    assert half.cop != ndemon.eval(tc=0.5, e4=1.3, t0=None).cop
    assert list(ndemon.eval(tc=0.5, e4=1.3, columns=["cop", "status"])) == ["cop", "status"]
    assert ndemon.eval(tc=Decimal("0.5"), e4=np.float64(1.3), lambda_="0.3max").lambda_over_max == 0.3


def test_units_are_in_the_names() -> None:
    levels = {"mu0": "0eV", "e1": "0eV", "e2": "8.617ueV", "e3": "4.309ueV", "e4": "1.723ueV", "gamma": "0.5ueV"}
    row = ndemon.eval(th="100mK", tc="80mK", **levels)
    assert row.tc_K == 0.08 and row.power_W > 0
    with pytest.raises(KeyError, match="'power_W' is meant"):
        row["power"]
    with pytest.raises(AttributeError, match="'power_W' is meant"):
        row.power


def test_grid(route: str) -> None:
    table = ndemon.sweep(e4=[1.45, 1.4, 1.3, 1.2], tc="0.05:0.95:181")
    assert_same(table, printed(*FIG2))
    assert table.shape == (4, 181) and table.rows == 724 and len(table) == 18
    assert table.grid("e4")[2, 7] == 1.3 and table.grid("cop").shape == (4, 181)
    table["cop"][0] = 1.0  # may be written to


def test_infinite_and_missing_numbers(route: str) -> None:
    table = ndemon.sweep(e4=[1.3, 1.5], tc="0:1:5")
    assert_same(table, printed("sweep", "--e4=1.3,1.5", "--tc=0:1:5"))
    assert np.isinf(table.headroom).any() and np.isnan(table.cop).any()


def test_no_rows(route: str) -> None:
    table = ndemon.sweep(points={"tc": [], "e4": []})
    assert table.rows == 0 and table["cop"].dtype == np.float64 and table["status"].dtype == object


@pytest.mark.parametrize(
    "axis",
    [[0.3, 0.6], (0.3, 0.6), np.array([0.3, 0.6]), range(1, 3), ["0.3", 0.6], np.array([0.3, 0.6], np.float32),
     (number for number in [0.3, 0.6])],
)
def test_axes(axis: Any) -> None:
    axis = list(axis) if not isinstance(axis, np.ndarray) else axis
    table = ndemon.sweep(th=4, tc=axis, e4=1.3)
    assert bits(table["tc"]) == bits(np.array(axis, float)) and table.shape == (2,)


def test_axis_of_a_dataframe() -> None:
    for package in (pytest.importorskip("pandas"), pytest.importorskip("polars")):
        assert list(ndemon.sweep(tc=package.Series([0.3, 0.6]), e4=1.3)["tc"]) == [0.3, 0.6]


def test_values_that_are_none() -> None:
    class Quantity(float):
        unit = "mK"

    for value in (True, 1j, Quantity(80), [Quantity(80)], np.ones((2, 2)), {"a": 1}, [[0.3]]):
        with pytest.raises(TypeError, match="tc"):
            ndemon.sweep(tc=value, e4=1.3)


@pytest.mark.parametrize("first", [True, False])
def test_long_axis_bit_for_bit(first: bool) -> None:
    # Far more than a command line takes; nearly all of these are refused, so that there is little to compute.
    axes = {"tc": DOUBLES, "e4": [1.3, 1.4]} if first else {"e4": [1.3, 1.4], "tc": DOUBLES}
    table = ndemon.sweep(th=1e-300, columns=["tc", "e4", "fl1", "status"], **axes)
    grid = np.meshgrid(*axes.values(), indexing="ij")
    assert table.shape == tuple(map(len, axes.values()))
    for name, values in zip(axes, grid):
        assert bits(table.grid(name)) == bits(values)


def test_long_axis_is_one_table() -> None:
    # Points are another way to the same rows.
    tc = np.linspace(0.05, 0.95, 9_001)
    axes = {"mu0": [1, 2], "tc": tc, "e4": [1.2, 1.3, 1.4]}
    table = ndemon.sweep(**axes)
    grid = np.meshgrid(*axes.values(), indexing="ij")
    by_points = ndemon.sweep(points={name: values.ravel() for name, values in zip(axes, grid)})
    assert table.shape == (2, 9_001, 3)
    assert_same(table, {name: list(values) for name, values in by_points.items()})
    # A range as text is an axis, too.
    assert ndemon.sweep(mu0="1:2:2", tc=tc, e4="1.2,1.3,1.4").shape == table.shape


def test_points_bit_for_bit(route: str) -> None:
    table = ndemon.sweep(points={"tc": DOUBLES}, th=1e-300, e4=1.3, columns="tc,status")
    assert bits(table["tc"]) == bits(DOUBLES)


def test_points_of_every_kind(tmp_path: Path) -> None:
    pandas, polars, pyarrow = map(pytest.importorskip, ("pandas", "polars", "pyarrow"))
    columns = {"tc": [0.3, 0.6], "e4": [1.4, 1.2]}
    rows = np.array([(0.3, 1.4), (0.6, 1.2)], dtype=[("tc", float), ("e4", float)])
    file = tmp_path / "points.csv"
    pandas.DataFrame(columns).to_csv(file)
    pandas.DataFrame(columns).to_csv(file, index=False)
    expected = printed("sweep", f"--points={file}", "--lambda=0.5")
    for points in (columns, pandas.DataFrame(columns), polars.DataFrame(columns), pyarrow.table(columns), rows, file):
        table = ndemon.sweep(points=points, lambda_=0.5)
        assert_same(table, expected)
        assert table.shape == (2,)


def test_tables_are_points() -> None:
    table = ndemon.sweep(e4=[1.3, 1.4], tc="0.3:0.9:5", lambda_="0.3max")
    assert_same(ndemon.sweep(points=table), {name: list(values) for name, values in table.items()})


def test_extra_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("pyarrow", "polars"):
        pytest.importorskip(package)
    points = {"tc": [0.3, 0.6], "e4": [1.4, 1.2], "sample": ["A,7", 'B"2'], "run": [7, 8], "t0": [None, 2.0]}
    for reader in (_table._read_by_pyarrow, _table._read_by_polars):
        monkeypatch.setattr(_table, "parquet_reader", lambda reader=reader: reader)
        table = ndemon.sweep(points=points, keep_extra=True)
        assert list(table["sample"]) == ["A,7", 'B"2'] and list(table["run"]) == ["7", "8"]
        # Not given, it is th.
        assert list(table["t0"]) == [1.0, 2.0]
    monkeypatch.setattr(_table, "parquet_reader", lambda: None)
    with pytest.raises(ndemon.RequestError, match="pip install pyarrow"):
        ndemon.sweep(points=points, keep_extra=True)


def test_points_that_are_none() -> None:
    for points in ({"tc": 0.3}, {"tc": [0.3], "e4": [1.2, 1.3]}):
        with pytest.raises(ValueError, match="points"):
            ndemon.sweep(points=points)
    with pytest.raises(TypeError, match="points"):
        ndemon.sweep(points=np.ones(3))


def test_data_frames() -> None:
    pandas, polars = map(pytest.importorskip, ("pandas", "polars"))
    table = ndemon.sweep(e4=[1.3, 1.5], tc="0:1:5")
    for frame in (table.to_pandas(), table.to_polars()):
        assert list(frame.columns) == list(table)
        assert bits(frame["cop"]) == bits(table["cop"]) and list(frame["status"]) == list(table["status"])
    assert isinstance(table.to_pandas(), pandas.DataFrame) and isinstance(table.to_polars(), polars.DataFrame)


def test_optimum() -> None:
    flags = "--maximize=power --at-least=cop=0.2 --over=e4=1.1:1.5,lambda=0:9 --tc=0.5 --format=csv".split()
    best = ndemon.optimize(maximize="power", at_least={"cop": 0.2}, over={"e4": (1.1, 1.5), "lambda": "0:9"}, tc=0.5)
    assert {name: [value] for name, value in best.items()} == printed("optimize", *flags)
    assert best.remarks == asked("optimize", *flags).stderr.decode().strip() != ""


def test_solutions() -> None:
    flags = ["solve", "--for=tc=0.01:0.99", "--where=power=0.01", "--e4=1.3", "--format=csv"]
    if b"unrecognized subcommand" in asked("solve").stderr:
        pytest.skip("the command has no solve")
    table = ndemon.solve(for_={"tc": (0.01, 0.99)}, where={"power": 0.01}, e4=1.3)
    assert_same(table, printed(*flags))
    assert_same(ndemon.solve(for_="tc=0.01:0.99", where=["power=0.01"], e4=1.3), printed(*flags))


def test_spread() -> None:
    flags = ["spread", "--tc=0.5", "--e4=1.3+-0.01", "--samples=100", "--seed=3"]
    found = ndemon.spread(tc=0.5, e4="1.3+-0.01", samples=100, seed=3)
    assert found == json.loads(ndemon.run(*flags, format="json").output)
    assert found.devices.rows == 100 and np.ptp(found.devices["e4"]) > 0


def test_run() -> None:
    answer = ndemon.run("eval", tc=0.2, e4=1.2, format="csv")
    assert answer.output == asked("eval", "--tc=0.2", "--e4=1.2", "--format=csv").stdout
    assert answer.code == 1 and "cop" in ndemon.columns()


def test_a_notebook_wants_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    # As ipykernel does; the flags of a verb are read from its help.
    monkeypatch.setenv("CLICOLOR_FORCE", "1")
    _command.flags.cache_clear()
    assert "columns" in _command.flags("eval")
    assert ndemon.eval(tc=0.5, e4=1.3, columns="cop").cop == 0.18500176817128894  # README
