"""What the pages show is what comes back."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

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
