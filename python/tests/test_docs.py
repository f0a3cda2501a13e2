"""What the pages show is what comes back."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def test_page() -> None:
    pytest.importorskip("pandas")
    failed, tried = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False)
    assert tried > 8 and failed == 0


def test_readme() -> None:
    pytest.importorskip("pandas")
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(example, names)
    assert names["t"].grid("cop").shape == (4, 181)


def test_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    notebook = json.loads((ROOT / "examples" / "lab.ipynb").read_text(encoding="utf-8"))
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    # Where 0.4 aW flow at the lowest temperature, no more do; the command proves it to nine digits.
    assert abs(names["coldest"].power_aW / 0.4 - 1) < 1e-8
    assert names["coldest"].tc_mK < 30
