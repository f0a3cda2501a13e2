"""The tests hold the module against the command: what it answers is what the command prints, to the last bit."""

from __future__ import annotations

import csv
import io
import stat
import subprocess
from pathlib import Path
from typing import Any, Callable, Dict, List

import numpy as np
import pytest

import ndemon


def asked(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """What the command prints."""
    return subprocess.run([str(ndemon.command()), *words], input=stdin, capture_output=True)


def printed(*words: str, stdin: bytes = b"") -> Dict[str, List[Any]]:
    """The columns of the CSV that the command prints, read by Python's own means."""
    rows = list(csv.reader(io.StringIO(asked(*words, stdin=stdin).stdout.decode())))
    return {name: [_number(cell) for cell in cells] for name, *cells in zip(*rows)}


def _number(cell: str) -> Any:
    try:
        return float(cell)
    except ValueError:
        return cell


def assert_same(table: ndemon.Table, columns: Dict[str, List[Any]]) -> None:
    """That a table has these columns, in this order, with these bits."""
    assert list(table) == list(columns)
    for name, cells in columns.items():
        assert len(table[name]) == len(cells) == table.rows
        if table[name].dtype == object:
            assert list(table[name]) == cells, name
        else:
            assert table[name].dtype == np.float64
            assert bits(table[name]) == bits(np.array(cells, float)), name


def bits(values: Any) -> bytes:
    """Doubles as bytes; all NaN are the same."""
    values = np.array(values, float)
    values[np.isnan(values)] = np.nan
    return values.tobytes()


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    """A machine file."""
    path = tmp_path / "wire.toml"
    path.write_bytes(asked("machine", "example", "wire").stdout)
    return path


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a shell script in place of the command; it has `sweep` with `--progress`."""

    def put(script: str) -> None:
        path = tmp_path / "fake"
        path.write_text(f"#!/bin/sh\n[ $1 = help ] && echo '  --progress' && exit\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("NDEMON", str(path))
        ndemon._command.flags.cache_clear()

    yield put
    ndemon._command.flags.cache_clear()
