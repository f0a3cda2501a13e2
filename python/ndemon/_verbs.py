"""The verbs of the command as functions."""

from __future__ import annotations

import contextlib
import json
import math
import os
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Union

from . import _command, _table, _words
from ._errors import NdemonError, RequestError
from ._figure import Figure
from ._machine import MachineLike, named
from ._points import points_csv
from ._progress import Progress, is_seen
from ._request import Request
from ._table import Row, Table
from ._words import Scalar, Value

#: What the functions say themselves, because it decides how they read the answer.
_FORMAT = ("format", "output", "help")
#: How many characters of values a command line may have; systems differ, and none takes less.
_LONGEST = 30_000 if os.name == "nt" else 100_000

Columns = Union[str, Iterable[str]]


def eval(
    machine: Optional[MachineLike] = None,
    /,
    *,
    columns: Optional[Columns] = None,
    set: Optional[Mapping[str, Scalar]] = None,
    **parameters: Any,
) -> Row:
    """One point.

    ::

        ndemon.eval(tc=0.5, e4=1.3).cop                      # the refrigerator: parameters are keywords
        ndemon.eval("wire.toml", T_c="45mK", columns="heat_c,status").heat_c_W

    Keywords are the command's flags, with ``_`` for ``-``; one underscore at the end is left out, so that
    ``lambda_`` is λ. With a machine file, a keyword that is no flag is a number of the file, as is everything in
    ``set``.

    An unphysical point has an answer, too: its ``status`` says which constraint binds, and what does not exist is
    NaN. Raises `RequestError` where the request is wrong, `UnfinishedError` where it could not be finished.
    """
    request = Request("eval", machine, {"columns": columns, **parameters}, set, _FORMAT)
    return Row.of_csv(request.call(["--format=csv"]))


def sweep(
    machine: Optional[MachineLike] = None,
    /,
    *,
    points: Any = None,
    columns: Optional[Columns] = None,
    set: Optional[Mapping[str, Value]] = None,
    progress: Optional[bool] = None,
    **parameters: Any,
) -> Table:
    """A grid of points, or the points of a table.

    ::

        t = ndemon.sweep(e4=[1.45, 1.4, 1.3, 1.2], tc=np.linspace(0.05, 0.95, 181))
        t["cop"]                # 724 rows; the keyword given first varies slowest
        t.grid("cop")           # the same as 4 × 181
        t.to_pandas()
        ndemon.sweep("wire.toml", T_c="100mK:400mK:31")
        ndemon.sweep(points={"tc": [0.3, 0.6], "e4": [1.4, 1.2]}, lambda_=0.5)

    A parameter takes a value, an axis (a list, an array, a Series) or text: ``"80mK"``, ``"first:last:count"``,
    ``"log:first:last:count"``. Axes make a grid, and are as long as memory allows. ``points`` is a table with a row
    for each point (a mapping of columns, a DataFrame, or the name of a CSV, JSON-lines or Parquet file), whose
    columns are named like the parameters; what it lacks comes from the keywords. With ``keep_extra=True`` its other
    columns come back as texts, which takes pyarrow or polars.

    On a terminal and in a notebook a line counts the rows of a sweep that lasts, unless ``progress`` says otherwise.
    A bad point is a row whose ``status`` says why. Keywords and errors are those of `eval`.
    """
    owned = (*_FORMAT, "no-header", "provenance", "resume", "force")
    request = Request("sweep", machine, {"columns": columns, **parameters}, set, owned)
    stdin = None
    if isinstance(points, (str, os.PathLike)):
        request.flags.append(f"--points={os.fspath(points)}")
    elif points is not None:
        request.flags.append("--points=-")
        stdin = points_csv(points)
    lengths = request.lengths
    is_whole = points is None and not any(flag.startswith("--shard=") for flag in request.flags)
    with _shown(request, progress, math.prod(lengths.values()) if is_whole else None) as shown:
        table = _swept(request, request.words, lengths, stdin, shown)
    if is_whole and math.prod(lengths.values()) == table.rows:
        table.shape = tuple(lengths.values())
    return table


@contextlib.contextmanager
def _shown(request: Request, wanted: Optional[bool], total: Optional[int] = None) -> Iterator[Progress]:
    """Progress, which is asked for where it is wanted, or where nothing is said of it and somebody looks."""
    if is_seen() if wanted is None else wanted:
        request.flags.append("--progress")
    shown = Progress(total)
    try:
        yield shown
    finally:
        shown.close()


def _swept(
    request: Request,
    words: Dict[str, str],
    lengths: Dict[str, int],
    stdin: Optional[bytes],
    shown: Progress,
) -> Table:
    """A sweep, in parts of its longest axis where it does not fit on a command line."""
    longest = max(words, key=lambda start: len(words[start]), default="")
    if sum(map(len, words.values())) <= _LONGEST or lengths.get(longest, 1) == 1:
        return _swept_at_once(request, words, stdin, shown)
    values = words[longest].split(",")
    if any(flag.startswith(("--points=", "--shard=")) for flag in request.flags):
        raise RequestError(f"{longest[2:-1]} has {len(values)} values; with points, or a shard, so many do not fit")
    tables = []
    for part in (values[: len(values) // 2], values[len(values) // 2 :]):
        counts = {**lengths, longest: len(part)}
        table = _swept(request, {**words, longest: ",".join(part)}, counts, stdin, shown)
        if table.rows != math.prod(counts.values()):
            raise NdemonError(f"{longest[2:-1]}: {table.rows} rows are not {counts}")
        tables.append(table)
    starts = list(lengths)
    outer = math.prod(lengths[start] for start in starts[: starts.index(longest)])
    return Table(_table.joined(tables, outer), tables[0].remarks)


def _swept_at_once(
    request: Request, words: Dict[str, str], stdin: Optional[bytes], shown: Progress
) -> Table:
    extras = "--keep-extra" in request.flags
    # Of a machine, whose points take long, few rows come at once as CSV, many as Parquet.
    read = _table.parquet_reader() if request.machine is None or extras else None
    if read is None and extras:
        raise RequestError("keep_extra: columns of texts need pyarrow or polars; pip install pyarrow")
    kind = "--format=csv" if read is None else "--format=parquet"
    answer = request.call([kind], stdin, words, shown.hear)
    table = Table.of_csv(answer) if read is None else Table(read(answer.output), answer.remarks)
    shown.before += table.rows
    return table


def optimize(
    machine: Optional[MachineLike] = None,
    /,
    *,
    over: Union[str, Mapping[str, Any]],
    maximize: Optional[str] = None,
    minimize: Optional[str] = None,
    at_least: Union[None, str, Mapping[str, Scalar]] = None,
    at_most: Union[None, str, Mapping[str, Scalar]] = None,
    front: Optional[int] = None,
    columns: Optional[Columns] = None,
    set: Optional[Mapping[str, Scalar]] = None,
    **parameters: Any,
) -> Union[Row, Table]:
    """The best device within ranges; of the refrigerator, with a proof that no other one is better.

    ::

        best = ndemon.optimize(
            maximize="cop", over={"e3": (1, 2), "e4": (1, 2)}, at_least={"power": 0.01}, apart=0.1, tc=0.5
        )
        best.e4, best.cop
        best.remarks            # what binds, and what is proved
        ndemon.optimize(front=10, maximize="power,cop", over={"e4": (1.02, 1.48)}, tc=0.5)["cop"]

    With `front` it is a `Table`: so many devices of the Pareto front of two results.
    Raises `NoAnswerError` where provably no device does what is asked, `UnfinishedError` where none was found and
    that is not proved. Keywords and other errors are those of `eval`.
    """
    keywords = {"columns": columns, **parameters}
    request = Request("optimize", machine, keywords, set, (*_FORMAT, "force", "provenance"))
    wishes = {
        "maximize": maximize,
        "minimize": minimize,
        "over": over,
        "at-least": at_least,
        "at-most": at_most,
        "front": front,
    }
    request.flags += [f"--{name}={_words.text(name, wish)}" for name, wish in wishes.items() if wish is not None]
    answer = request.call(["--format=csv"])
    return Row.of_csv(answer) if front is None else Table.of_csv(answer)


class Spread(Dict[str, Any]):
    """What comes of devices drawn at random: ``spread["quantities"]["cop"]["mean"]``, as the command's JSON has it."""

    #: A row for each device.
    devices: Table


def spread(
    machine: Optional[MachineLike] = None,
    /,
    *,
    columns: Optional[Columns] = None,
    set: Optional[Mapping[str, Scalar]] = None,
    progress: Optional[bool] = None,
    **parameters: Any,
) -> Spread:
    """Devices whose parameters are not exact, and statistics of what comes of them.

    ::

        s = ndemon.spread(tc=0.5, e4="1.3+-0.01", samples=10_000, seed=1)
        s["quantities"]["cop"]["standard_deviation"]
        s.devices["cop"]        # a row for each device

    ``1.3+-0.01`` is normal with this standard deviation, ``1.3+-0.01u`` uniform up to this far. Keywords and errors
    are those of `eval`.
    """
    request = Request("spread", machine, {"columns": columns, **parameters}, set, (*_FORMAT, "rows", "force"))
    with tempfile.TemporaryDirectory() as folder, _shown(request, progress) as shown:
        rows = Path(folder, "rows.csv")
        answer = request.call(["--format=json", f"--rows={rows}"], listen=shown.hear)
        result = Spread(json.loads(answer.output))
        result.devices = Table.of_csv(_command.Answer(rows.read_bytes(), answer.remarks, answer.code))
    return result


def figure(
    machine: Optional[MachineLike] = None,
    /,
    *,
    overlay: Union[str, os.PathLike[str], Iterable[Union[str, os.PathLike[str]]]] = (),
    set: Optional[Mapping[str, Value]] = None,
    **parameters: Any,
) -> Figure:
    """A picture, by default Fig. 2(b) of the paper; a notebook shows it.

    ::

        ndemon.figure(x="power", y="cop", curves="tc", tc=[0.25, 0.5, 0.75], e4=1.3)
        ndemon.figure("wire.toml").save("wire.svg")
        ndemon.figure(overlay=["run-1.csv", "run-2.csv"])

    `overlay` names tables of measured points. Keywords and errors are those of `eval`.
    """
    request = Request("figure", machine, parameters, set, ("output", "force", "data", "terminal", "help"))
    names = [overlay] if isinstance(overlay, (str, os.PathLike)) else overlay
    request.flags += [f"--overlay={_words.text('overlay', name)}" for name in names]
    return Figure(request)


def solve(
    machine: Optional[MachineLike] = None,
    /,
    *,
    for_: Union[str, Mapping[str, Any]],
    where: Union[str, Iterable[str], Mapping[str, Scalar]],
    columns: Optional[Columns] = None,
    set: Optional[Mapping[str, Scalar]] = None,
    **parameters: Any,
) -> Table:
    """All values of a parameter at which a result has a value, or where a region begins and ends: a row for each.

    ::

        ndemon.solve(for_={"tc": (0.01, 0.99)}, where={"power": 0.01}, e4=1.3)["tc"]
        ndemon.solve(for_="e4=1.05:1.95", where=["cop>=0.15", "power>=0.01"], tc=0.5)

    Raises `NoAnswerError` where there is provably none, `UnfinishedError` where nothing is decided. Keywords and other
    errors are those of `eval`.
    """
    request = Request("solve", machine, {"columns": columns, **parameters}, set, (*_FORMAT, "force", "provenance"))
    request.flags += [f"--for={_words.text('for', for_)}", f"--where={_words.text('where', where)}"]
    return Table.of_csv(request.call(["--format=csv"]))


def columns(machine: Optional[MachineLike] = None, /) -> str:
    """Every column with symbol, unit, equation and meaning, as text."""
    with named(machine, None) as (word, stdin):
        return _command.call(["columns", *word], stdin).text


def run(*words: Union[str, os.PathLike[str]], stdin: Optional[bytes] = None, **flags: Any) -> _command.Answer:
    """The command itself: ``run("sweep", tc=0.5, e4="1.2:1.4:3", output="map.parquet", provenance=True)``.

    Words are passed as they are, and keywords as flags. Raises what `eval` raises.
    """
    asked: List[str] = [os.fspath(word) for word in words]
    for name, value in flags.items():
        flag = name[:-1] if name.endswith("_") else name
        if value is True:
            asked.append(f"--{flag.replace('_', '-')}")
        elif value is not None and value is not False:
            asked.append(f"--{flag.replace('_', '-')}={_words.text(name, value)}")
    answer = _command.call(asked, stdin)
    _command.warn(answer.remarks)
    return answer
