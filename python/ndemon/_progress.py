"""How many rows are done, where somebody looks: on a terminal and in a notebook."""

from __future__ import annotations

import re
import sys
from typing import Optional


def is_seen() -> bool:
    """Whether standard error is a terminal or the output of a notebook's cell."""
    stream = sys.stderr
    return stream is not None and (stream.isatty() or type(stream).__module__.startswith("ipykernel"))


class Progress:
    """A line that counts rows and is wiped out at the end. The command says every second how many there are, so
    that nothing is shown of what is done sooner."""

    def __init__(self, total: Optional[int] = None) -> None:
        self.total = total
        #: Rows of calls that have ended.
        self.before = 0
        self._width = 0

    def hear(self, line: str) -> bool:
        """Shows what a line of the command says; false where it is not about progress."""
        said = re.fullmatch(r"progress: (\d+)(?: of (\d+))? rows\s*", line)
        if said is None:
            return False
        total = self.total or (int(said[2]) if said[2] else None)
        self._show(f"{self.before + int(said[1]):,}" + (f" of {total:,}" if total else "") + " rows")
        return True

    def close(self) -> None:
        """Wipes the line out."""
        if self._width:
            self._show("")
            self._show("")

    def _show(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(self._width))
        sys.stderr.flush()
        self._width = len(text)
