"""Pictures."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Union

from ._request import Request
from ._table import Table


class Figure:
    """A picture, which a notebook shows."""

    #: The picture as SVG; version and request are in it.
    svg: str

    def __init__(self, request: Request) -> None:
        self._request = request
        self.svg = request.call().text

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: Union[str, os.PathLike[str]], force: bool = False) -> None:
        """Has the command draw the picture into a file whose ending says what it is to be: ``.svg``, or ``.gp`` for
        gnuplot. A file that is there stays, and `RequestError` is raised, unless ``force``.
        """
        self._request.call([f"--output={os.fspath(path)}", *(["--force"] if force else [])])

    def data(self) -> Table:
        """The numbers behind the curves."""
        with tempfile.TemporaryDirectory() as folder:
            csv = Path(folder, "data.csv")
            picture = Path(folder, "picture.svg")
            answer = self._request.call([f"--output={picture}", f"--data={csv}"])
            return Table.of_csv(type(answer)(csv.read_bytes(), answer.remarks, answer.code))

    def __repr__(self) -> str:
        return "<ndemon.Figure>"
