"""Tables of points as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any, Dict, Iterable, List

import numpy as np


def points_csv(points: Any) -> bytes:
    """A table as the command reads it: a mapping of columns, a DataFrame, an Arrow table, an array with named
    fields. Floats are the shortest texts that read back; a missing cell is empty."""
    columns: Dict[str, List[str]] = {}
    for name in _names(points):
        values = np.asarray(points[name])
        if values.ndim != 1:
            rule = "a column has one, and a value is a keyword"
            raise ValueError(f"points: `{name}` has {values.ndim} dimensions; {rule}")
        columns[str(name)] = _cells(values)
    lengths = {name: len(cells) for name, cells in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"points: columns differ in length: {lengths}")
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values()))
    return text.getvalue().encode()


def _names(points: Any) -> Iterable[Any]:
    for names in ("keys", "column_names", "columns"):
        found = getattr(points, names, None)
        if found is not None:
            return list(found() if callable(found) else found)
    fields = getattr(getattr(points, "dtype", None), "names", None)
    if fields is None:
        raise TypeError("points: a table is a mapping of columns, a DataFrame, or the name of a file")
    return list(fields)


def _cells(values: Any) -> List[str]:
    if values.dtype.kind == "f":
        return [repr(number) for number in values.astype(np.float64).tolist()]
    return [_cell(value) for value in values.tolist()]


def _cell(value: Any) -> str:
    if value is None or type(value).__name__ == "NAType":
        return ""
    return repr(float(value)) if isinstance(value, (float, np.floating)) else str(value)
