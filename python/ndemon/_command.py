"""The command: where it is, how it is called, and what its exit codes mean."""

from __future__ import annotations

import errno
import functools
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Callable, Dict, Iterator, List, Optional, Sequence

from ._errors import (
    CommandMissingError,
    NdemonWarning,
    NoAnswerError,
    RequestError,
    UnfinishedError,
)

NAME = "ndemon.exe" if os.name == "nt" else "ndemon"


@dataclass(frozen=True)
class Answer:
    """What the command has printed."""

    #: Standard output, byte for byte.
    output: bytes
    #: What it has said on standard error.
    remarks: str
    #: 0, or 1 where the answer is no.
    code: int

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.output.decode()


def command() -> Path:
    """The command that answers: that of the environment variable ``NDEMON``, else the one that was installed
    with this module, else the first one on the path.

    Raises `CommandMissingError` where there is none.
    """
    named = os.environ.get("NDEMON")
    if named:
        if not os.path.isfile(named):
            raise CommandMissingError(f"NDEMON={named}: there is no such file; set it to the command, or unset it")
        return Path(named)
    for folder in _folders():
        if (folder / NAME).is_file():
            return folder / NAME
    found = shutil.which("ndemon")
    if found is None:
        raise CommandMissingError(
            "there is no command `ndemon` beside this module or on the path; "
            "install both with `pip install ndemon`, or set NDEMON to the command"
        )
    return Path(found)


def _folders() -> Iterator[Path]:
    """Where installers put the command of a package."""
    # With `pip install --target FOLDER`, in FOLDER/bin.
    beside = Path(__file__).resolve().parent.parent / ("Scripts" if os.name == "nt" else "bin")
    of_user = sysconfig.get_path("scripts", f"{os.name}_user")
    for folder in (sysconfig.get_path("scripts"), of_user, beside, Path(sys.executable).parent):
        yield Path(folder)


def call(
    words: Sequence[str], stdin: Optional[bytes] = None, listen: Callable[[str], bool] = lambda line: False
) -> Answer:
    """Calls the command with these words. `listen` gets each line of standard error as it comes, and says
    whether it has dealt with it.

    An exit code other than 0 and 1 is an exception with the command's own sentence, and so is 1 where nothing was
    printed. Whatever interrupts this function ends the command, too.
    """
    try:
        process = subprocess.Popen(
            [str(command()), *words],
            stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_plain(),
        )
    except OSError as error:
        if error.errno == errno.E2BIG or getattr(error, "winerror", None) == 206:
            raise RequestError("the request is longer than a command line may be") from None
        raise
    said: List[str] = []
    try:
        # `communicate` sees to the two other streams.
        stderr, process.stderr = process.stderr, None
        ear = threading.Thread(target=_listen, args=(stderr, said, listen), daemon=True)
        ear.start()
        output, _ = process.communicate(stdin)
        ear.join()
    except BaseException:
        _stop(process)
        raise
    return _judged(Answer(output, "".join(said).strip(), process.returncode))


def _listen(stderr: IO[bytes], said: List[str], listen: Callable[[str], bool]) -> None:
    # To the end, whatever comes of `listen`: the command waits for a reader.
    with stderr:
        for line in stderr:
            text = line.decode(errors="replace")
            try:
                is_heard = listen(text)
            except Exception:
                is_heard = False
            if not is_heard:
                said.append(text)


def _plain() -> Dict[str, str]:
    """The environment without what lets programs write colours where nobody looks at a terminal, as notebooks do."""
    forcing = ("CLICOLOR_FORCE", "FORCE_COLOR")
    return {name: value for name, value in os.environ.items() if name not in forcing}


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _judged(answer: Answer) -> Answer:
    sentence = re.sub(r"\Aerror: ", "", answer.remarks)
    if answer.code == 2:
        # What `machine check` finds is on standard output.
        raise RequestError(sentence or re.sub(r"\Aerror: ", "", answer.text.strip()))
    if answer.code == 1 and not answer.output.strip():
        raise NoAnswerError(sentence)
    if answer.code not in (0, 1):
        raise UnfinishedError(sentence or f"the command ended with the code {answer.code}")
    return answer


def warn(remarks: str) -> None:
    """Makes warnings of those of the command, at the line that calls this module."""
    for sentence in re.findall(r"^warning: (.*)$", remarks, re.MULTILINE):
        warnings.warn(sentence, NdemonWarning, stacklevel=_depth())


def _depth() -> int:
    """How many frames above `warn` the first one is that is not of this module."""
    depth, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__package__") == __package__:
        depth, frame = depth + 1, frame.f_back
    return depth


@functools.cache
def flags(verb: str) -> frozenset[str]:
    """The flags of a verb, without dashes and without the parameters of the refrigerator, as its help has them."""
    found, section = set(), ""
    for line in call(["help", verb]).text.splitlines():
        if line[:1].isalpha():
            section = line
        flag = re.match(r" +(?:-\w, )?--([a-z0-9-]+)", line)
        if flag is not None and section != "Parameters:":
            found.add(flag[1])
    return frozenset(found)
