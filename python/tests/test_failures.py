"""What goes wrong: exceptions with the command's own sentences, and what remains."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable

import pytest
from conftest import asked

import ndemon
from ndemon import _command, _progress


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: ndemon.eval(tc=1.5, e4=1.3), "eval --tc=1.5 --e4=1.3"),
        (lambda: ndemon.eval(tc=float("nan"), e4=1.3), "eval --tc=nan --e4=1.3"),
        (lambda: ndemon.eval(Tc=0.5), "eval --Tc=0.5"),
        (lambda: ndemon.sweep(tc=[], e4=1.3), "sweep --tc= --e4=1.3"),
        (lambda: ndemon.sweep(tc=0.5, e4="1:2:x"), "sweep --tc=0.5 --e4=1:2:x"),
        (lambda: ndemon.sweep(points="none.csv"), "sweep --points=none.csv"),
        (lambda: ndemon.sweep(tc=0.5, e4=1.3, columns=["cpo"]), "sweep --tc=0.5 --e4=1.3 --columns=cpo"),
        (lambda: ndemon.eval("none.toml", w=1), "eval none.toml --set=w=1"),
        (lambda: ndemon.figure(tc=1.5), "figure --tc=1.5"),
        (lambda: ndemon.figure().save("a.bmp"), "figure -o a.bmp"),
        (lambda: ndemon.run("no-such-verb"), "no-such-verb"),
        (lambda: ndemon.Machine.example("wier"), "machine example wier"),
    ],
)
def test_sentences(ask: Callable[[], Any], words: str) -> None:
    expected = asked(*words.split())
    kind = {2: ndemon.RequestError, 3: ndemon.UnfinishedError}[expected.returncode]
    with pytest.raises(kind) as raised:
        ask()
    assert f"error: {raised.value}" == expected.stderr.decode().strip()
    assert isinstance(raised.value, ndemon.NdemonError)


def test_kinds() -> None:
    assert issubclass(ndemon.RequestError, ValueError)
    assert issubclass(ndemon.UnfinishedError, RuntimeError)
    with pytest.raises(ndemon.NoAnswerError, match="no device"):
        ndemon.optimize(maximize="cop", at_least={"power": 10}, over={"e4": (1, 2)}, apart=0.1, tc=0.5)


def test_what_a_function_says_itself_is_refused() -> None:
    for keyword in ("format", "output", "provenance", "no_header"):
        with pytest.raises(TypeError, match="ndemon.run"):
            ndemon.sweep(tc=0.5, e4=1.3, **{keyword: "x"})


def test_warnings_are_warnings_here() -> None:
    with pytest.warns(ndemon.NdemonWarning) as warned:
        row = ndemon.eval(tc=0.5, e4=1.3, gamma=0.2)
    expected = asked("eval", "--tc=0.5", "--e4=1.3", "--gamma=0.2", "--format=csv").stderr.decode()
    assert [f"warning: {each.message}" for each in warned] == row.remarks.split("\n") == expected.strip().split("\n")
    assert {each.filename for each in warned} == {__file__}


def test_flags_are_those_of_the_command() -> None:
    assert {"columns", "points", "keep-extra", "shard", "jobs", "progress", "quiet"} <= _command.flags("sweep")
    assert {"maximize", "over", "at-least", "apart"} <= _command.flags("optimize")
    assert not {"tc", "lambda", "gamma"} & _command.flags("sweep")


def test_where_the_command_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here = ndemon.command().resolve()
    monkeypatch.setenv("NDEMON", str(tmp_path / "none"))
    with pytest.raises(ndemon.CommandMissingError, match="NDEMON="):
        ndemon.command()
    monkeypatch.delenv("NDEMON")
    monkeypatch.setattr(_command, "_folders", lambda: [tmp_path])
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(FileNotFoundError, match="pip install ndemon"):
        ndemon.command()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "ndemon").symlink_to(here)
    assert ndemon.command() == tmp_path / "bin" / "ndemon"
    (tmp_path / "ndemon").symlink_to(here)
    assert ndemon.command() == tmp_path / "ndemon"


def test_other_ends(fake: Callable[[str], None]) -> None:
    fake("echo 'error: standard output: no space left' >&2; exit 3")
    with pytest.raises(ndemon.UnfinishedError, match="^standard output: no space left$"):
        ndemon.sweep(tc=0.5, e4=1.3)
    fake("kill -9 $$")
    with pytest.raises(ndemon.UnfinishedError, match="-9"):
        ndemon.sweep(tc=0.5, e4=1.3)


class Screen:
    """A terminal that remembers."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


def test_progress(fake: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    fake("""
        case "$*" in *--progress*) echo 'progress: 1024 of 2048 rows' >&2; esac
        echo 'a remark' >&2
        printf 'tc,status\\n0.5,ok\\n'
    """)
    monkeypatch.setattr("ndemon._table.parquet_reader", lambda: None)
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert ndemon.sweep(points={"tc": [0.5]}).remarks == "a remark"
    assert screen.text.startswith("\r1,024 of 2,048 rows\r ") and screen.text.endswith("\r")
    screen.text = ""
    ndemon.sweep(points={"tc": [0.5]}, progress=False)
    assert screen.text == ""
    # What is not about rows is a remark.
    assert not _progress.Progress().hear("warning: progress: 3 rows\n")


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_interrupt_ends_the_command(tmp_path: Path) -> None:
    script = tmp_path / "fake"
    script.write_text("#!/bin/sh\n[ $1 = help ] && exit\necho \"progress: $$ rows\" >&2\nexec sleep 600\n")
    script.chmod(0o755)
    session = subprocess.Popen(
        [sys.executable, "-c", "import ndemon; ndemon.sweep(tc=0.5, e4=1.3, progress=True)"],
        env={**os.environ, "NDEMON": str(script)},
        stderr=subprocess.PIPE,
    )
    assert session.stderr is not None
    said = b""
    while b"rows" not in said:
        said += session.stderr.read(1)
    # To Python alone, as a notebook's button may do.
    session.send_signal(signal.SIGINT)
    assert b"KeyboardInterrupt" in session.communicate()[1]
    with pytest.raises(ProcessLookupError):
        os.kill(int(said.strip().split()[0].replace(b",", b"")), 0)
