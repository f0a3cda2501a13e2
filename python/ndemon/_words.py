"""Values of Python as words of a command line, every number to the last bit."""

from __future__ import annotations

import os
from decimal import Decimal
from numbers import Integral
from typing import Any, Iterable, List, Mapping, Optional, Union

import numpy as np

#: A value with an optional unit: a number, or text such as ``"80mK"``, ``"0.5max"``, ``"1.4+-0.01"``.
Scalar = Union[float, str, Decimal]
#: What a parameter takes: a value, an axis of values (anything with one dimension), or a range as text,
#: ``"first:last:count"``.
Value = Union[Scalar, Iterable[Any]]


def scalar(name: str, value: Any) -> str:
    """One value as the command reads it. The shortest text of a float reads back as the same float."""
    if isinstance(value, str):
        return str(value)
    if hasattr(value, "unit") or hasattr(value, "units"):
        raise TypeError(f"{name}: a quantity with a unit is given as text, such as '80mK'")
    if isinstance(value, (bool, np.bool_)) or value is None:
        raise TypeError(f"{name}: {value} is no number")
    if isinstance(value, (Integral, Decimal)):
        return str(value)
    try:
        return repr(float(value))
    except TypeError:
        raise TypeError(f"{name}: {value!r} is no number") from None


def texts(name: str, value: Any) -> Optional[List[str]]:
    """The values of an axis; none where it is no axis but one value or a text."""
    if isinstance(value, (str, bytes)) or not hasattr(value, "__iter__") or getattr(value, "ndim", 1) == 0:
        return None
    if isinstance(value, Mapping) or getattr(value, "ndim", 1) > 1:
        raise TypeError(f"{name}: an axis has one dimension; a table of rows is given as `points`")
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return [repr(number) for number in value.astype(np.float64).tolist()]
    if hasattr(value, "unit") or hasattr(value, "units"):
        raise TypeError(f"{name}: quantities with a unit are given as texts, such as ['80mK', '90mK']")
    return [scalar(name, each) for each in value]


def parameter(name: str, value: Any) -> str:
    """A value or an axis as the one word that the command reads."""
    axis = texts(name, value)
    return scalar(name, value) if axis is None else ",".join(axis)


def text(name: str, value: Any) -> str:
    """Whatever a flag takes, as one word: of a mapping ``name=value,…``, where ranges may be pairs."""
    if isinstance(value, os.PathLike):
        return str(os.fspath(value))
    if isinstance(value, Mapping):
        parts = ((key, texts(f"{name}: {key}", each), each) for key, each in value.items())
        return ",".join(f"{key}={scalar(name, each) if ends is None else ':'.join(ends)}" for key, ends, each in parts)
    return parameter(name, value)


def length(value: Any, word: str) -> Optional[int]:
    """How many values an axis has; none where it is one value."""
    if not isinstance(value, str):
        is_axis = hasattr(value, "__iter__") and getattr(value, "ndim", 1) > 0
        return word.count(",") + 1 if is_axis else None
    parts = [part.split(":") for part in word.split(",")]
    if len(parts) == 1 and len(parts[0]) < 3:
        return None
    return sum(int(part[-1]) if len(part) > 1 and part[-1].isdecimal() else 1 for part in parts)
