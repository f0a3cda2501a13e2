"""What comes back: rows and tables, every number to the last bit."""

from __future__ import annotations

import csv
import importlib
import io
import itertools
import sys
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np

from ._command import Answer
from ._errors import NdemonError

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Rows of a CSV that are texts at the same time.
_PIECE = 50_000


class _Columns:
    """Columns by name, as items and as attributes."""

    _columns: Mapping[str, Any]
    #: What the command has said beside the answer: what binds, what may not be meant.
    remarks: str

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def _column(self, name: str) -> Any:
        try:
            return self._columns[name]
        except KeyError:
            alike = [column for column in self if column.startswith(f"{name}_")]
            hint = f"; {alike[0]!r} is meant, with its unit" if alike else f"; there are {', '.join(self)}"
            raise KeyError(f"there is no column {name!r}{hint}") from None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._column(name)
        except KeyError as error:
            raise AttributeError(error.args[0]) from None

    def __dir__(self) -> List[str]:
        return [*super().__dir__(), *self]

    def _ipython_key_completions_(self) -> List[str]:
        return list(self)


class Row(_Columns, Mapping[str, Union[float, str]]):
    """One point: a float for each column, NaN where it is missing, and texts such as ``status``.

    ``row["cop"]`` and ``row.cop`` are the same. With units of the laboratory they are in the names: ``row.power_W``.
    """

    def __init__(self, columns: Mapping[str, Union[float, str]], remarks: str = "") -> None:
        self._columns = dict(columns)
        self.remarks = remarks

    @classmethod
    def of_csv(cls, answer: Answer) -> Row:
        """The first row of a CSV."""
        columns = _csv_columns(answer.output)
        return cls({name: values[:1].tolist()[0] for name, values in columns.items()}, answer.remarks)

    def __getitem__(self, name: str) -> Union[float, str]:
        value: Union[float, str] = self._column(name)
        return value

    def __repr__(self) -> str:
        width = max(map(len, self), default=0)
        return "\n".join(f"{name:{width}}  {value}" for name, value in self.items())


class Table(_Columns, Mapping[str, "NDArray[Any]"]):
    """Rows: a NumPy array of shape ``(rows,)`` for each column, in the command's order.

    Numbers are float64, NaN where one is missing; texts such as ``status`` are arrays of ``str`` objects.
    ``table["cop"]`` and ``table.cop`` are the same. With units of the laboratory they are in the names:
    ``table["power_W"]``.
    """

    #: The lengths of the axes, in the order in which they were given; ``(rows,)`` where the rows are no grid.
    shape: Tuple[int, ...]

    def __init__(
        self,
        columns: Mapping[str, NDArray[Any]],
        remarks: str = "",
        shape: Optional[Sequence[int]] = None,
    ) -> None:
        self._columns = dict(columns)
        self.remarks = remarks
        self.shape = (self.rows,) if shape is None else tuple(shape)

    @classmethod
    def of_csv(cls, answer: Answer) -> Table:
        """All rows of a CSV."""
        return cls(_csv_columns(answer.output), answer.remarks)

    @property
    def rows(self) -> int:
        """How many rows there are; ``len(table)`` is the number of columns, as of any mapping."""
        return len(next(iter(self._columns.values()), ()))

    def __getitem__(self, name: str) -> NDArray[Any]:
        column: NDArray[Any] = self._column(name)
        return column

    def grid(self, name: str) -> NDArray[Any]:
        """A column with a dimension for each axis, of ``shape``: ``table.grid("cop")[i, j]``."""
        return self[name].reshape(self.shape)

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``; needs pandas."""
        return importlib.import_module("pandas").DataFrame(dict(self))

    def to_polars(self) -> Any:
        """A ``polars.DataFrame``; needs polars."""
        polars = importlib.import_module("polars")
        return polars.DataFrame({name: _plain(values) for name, values in self.items()})

    def __repr__(self) -> str:
        shape = " × ".join(map(str, self.shape))
        width = max(map(len, self), default=0)
        with np.printoptions(threshold=6, edgeitems=2, linewidth=100):
            lines = [f"  {name:{width}}  {_plain(values)}" for name, values in self.items()]
        return "\n".join([f"<ndemon.Table: {shape} rows", *lines]) + ">"


def _plain(values: NDArray[Any]) -> NDArray[Any]:
    """Texts of a fixed width, as other packages know them."""
    return values.astype(str) if values.dtype == object else values


def joined(tables: Sequence[Table], outer: int) -> Dict[str, NDArray[Any]]:
    """The columns of tables that are parts of one along an axis, outside of which there are so many points."""
    names = list(tables[0])
    if any(list(table) != names for table in tables):
        raise NdemonError("parts of an axis have different columns; name them by `columns`")
    return {
        name: np.concatenate([table[name].reshape(outer, -1) for table in tables], axis=1).ravel() for name in names
    }


def parquet_reader() -> Optional[Callable[[bytes], Dict[str, NDArray[Any]]]]:
    """What reads Parquet: pyarrow or polars, whichever is loaded or there; none where there is none."""
    readers = {"pyarrow.parquet": _read_by_pyarrow, "polars": _read_by_polars}
    for name in sorted(readers, key=lambda name: name not in sys.modules):
        try:
            importlib.import_module(name)
        except ImportError:
            continue
        return readers[name]
    return None


def _read_by_pyarrow(content: bytes) -> Dict[str, NDArray[Any]]:
    parquet, arrow = importlib.import_module("pyarrow.parquet"), importlib.import_module("pyarrow")
    table = parquet.read_table(arrow.BufferReader(content))
    return {name: _own(table[name].to_numpy()) for name in table.column_names}


def _read_by_polars(content: bytes) -> Dict[str, NDArray[Any]]:
    table = importlib.import_module("polars").read_parquet(io.BytesIO(content))
    return {name: _own(table[name].to_numpy()) for name in table.columns}


def _own(values: NDArray[Any]) -> NDArray[Any]:
    """An array that may be written to, of float64 or of texts."""
    return np.require(values, np.float64 if values.dtype.kind == "f" else object, "W")


def _csv_columns(content: bytes) -> Dict[str, NDArray[Any]]:
    """The columns of a CSV; a column in which a cell is no number is one of texts."""
    lines = csv.reader(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline=""))
    names = next(lines)
    pieces: List[List[NDArray[Any]]] = []
    while True:
        piece = list(itertools.islice(lines, _PIECE))
        if not piece and pieces:
            break
        columns = zip(*piece) if piece else ([] for _ in names)
        pieces.append([_array(name, cells) for name, cells in zip(names, columns)])
    return {name: np.concatenate([piece[at] for piece in pieces]) for at, name in enumerate(names)}


def _array(name: str, cells: Sequence[str]) -> NDArray[Any]:
    try:
        if name != "status":
            return np.fromiter(map(float, cells), np.float64, len(cells))
    except ValueError:
        pass
    return np.array(cells, dtype=object)
