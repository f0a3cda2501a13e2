"""Machine files: any machine, described in TOML."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Iterator, List, Optional, Tuple, Union

from . import _command, _words
from ._table import Table


class Machine:
    """The text of a machine file, which `eval`, `sweep`, `figure` and the others take in place of a file's name.

    ::

        wire = ndemon.Machine.example("wire")
        ndemon.sweep(wire, T_c="45mK:60mK:4")["heat_c_W"]
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @classmethod
    def example(cls, name: str) -> Machine:
        """A machine that is ready to run: ``"wire"``, ``"ring"``, …; `examples` lists them."""
        return cls(_command.call(["machine", "example", name]).text)

    @staticmethod
    def examples() -> str:
        """What machines are ready to run, a line each."""
        return _command.call(["machine", "example"]).text

    @classmethod
    def read(cls, path: Union[str, os.PathLike[str]]) -> Machine:
        """The machine in a file. Tables that it names are looked for in the folder of now; give the name of the file
        to `eval` and the others where they lie beside it."""
        return cls(Path(path).read_bytes().decode())

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Writes the text to a file that is not there yet."""
        with open(path, "x", encoding="utf-8", newline="") as file:
            file.write(self.text)

    def set(self, **numbers: _words.Scalar) -> Machine:
        """This machine with other numbers: ``machine.set(T_c="45mK", w=0.1)``. All else stays as it is."""
        words = [f"--set={name}={_words.scalar(name, value)}" for name, value in numbers.items()]
        return Machine(_call(self, ["machine", "print"], words).text)

    def check(self) -> str:
        """What may not be meant as it stands. Raises `RequestError` with all that is wrong."""
        return check(self)

    def spectra(self, energies: _words.Value, **numbers: _words.Scalar) -> Table:
        """Occupations, transmissions and spectral currents at these energies: see `spectra`."""
        return spectra(self, energies, **numbers)

    def __repr__(self) -> str:
        return f"<ndemon.Machine: {self.text.count(chr(10))} lines>"

    def __str__(self) -> str:
        return self.text


#: The name of a machine file, or a `Machine`.
MachineLike = Union[str, "os.PathLike[str]", Machine]


@contextlib.contextmanager
def named(machine: Optional[MachineLike], stdin: Optional[bytes]) -> Iterator[Tuple[List[str], Optional[bytes]]]:
    """The word that names a machine, none for the refrigerator, and what is on standard input: the text of a machine
    where that is free."""
    if machine is None:
        yield [], stdin
    elif not isinstance(machine, Machine):
        yield [os.fspath(machine)], stdin
    elif stdin is None:
        yield ["-"], machine.text.encode()
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "machine.toml")
            path.write_bytes(machine.text.encode())
            yield [str(path)], stdin


def check(machine: MachineLike) -> str:
    """What may not be meant as it stands in a machine file. Raises `RequestError` with all that is wrong."""
    answer = _call(machine, ["machine", "check"], [])
    return "\n".join(filter(None, (answer.text.strip(), answer.remarks)))


def spectra(machine: MachineLike, energies: _words.Value, **numbers: _words.Scalar) -> Table:
    """Occupations ``f_r``, transmissions ``T_a_b`` and spectral currents ``j_r`` of a machine at energies: an array,
    or text ``"0:60:121"``. Bare numbers have the unit of the file. Unlike all other results these are doubles
    without a bound of their errors.
    """
    words = [f"--set={name}={_words.scalar(name, value)}" for name, value in numbers.items()]
    words.append(f"--energies={_words.text('energies', energies)}")
    return Table.of_csv(_call(machine, ["machine", "spectra"], words))


def _call(machine: MachineLike, verb: List[str], words: List[str]) -> _command.Answer:
    with named(machine, None) as (word, stdin):
        answer = _command.call([*verb, *word, *words], stdin)
    _command.warn(answer.remarks)
    return answer
