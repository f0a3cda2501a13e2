"""A request: keyword arguments sorted into parameters and flags, and the call that they make."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional

from . import _command, _words
from ._machine import MachineLike, named


class Request:
    """Keyword arguments, sorted: parameters in their order, which is that of the rows, and flags.

    What is no flag of the verb is a parameter of the refrigerator, or a number of the machine file.
    """

    def __init__(
        self,
        verb: str,
        machine: Optional[MachineLike],
        keywords: Mapping[str, Any],
        numbers: Optional[Mapping[str, Any]] = None,
        owned: Iterable[str] = (),
    ) -> None:
        self.verb = verb
        self.machine = machine
        #: The values of parameters as the command reads them, by the words before them: ``--tc=``, ``--set=T_c=``.
        self.words: Dict[str, str] = {}
        #: How many values each axis has.
        self.lengths: Dict[str, int] = {}
        self.flags: List[str] = []
        known = _command.flags(verb)
        for keyword, value in keywords.items():
            name = keyword[:-1] if keyword.endswith("_") else keyword
            flag = name.replace("_", "-")
            if flag in owned:
                raise TypeError(f"{verb}: `{keyword}` is for the command; ndemon.run takes it")
            if value is None or (value is False and flag in known):
                continue
            if value is True and flag in known:
                self.flags.append(f"--{flag}")
            elif flag in known:
                self.flags.append(f"--{flag}={_words.text(keyword, value)}")
            else:
                self._add(name, value)
        for name, value in (numbers or {}).items():
            self._add(name, value)

    def _add(self, name: str, value: Any) -> None:
        start = f"--{name}=" if self.machine is None else f"--set={name}="
        self.words[start] = word = _words.parameter(name, value)
        length = _words.length(value, word)
        if length is not None:
            self.lengths[start] = length

    def call(
        self,
        extra: Iterable[str] = (),
        stdin: Optional[bytes] = None,
        words: Optional[Mapping[str, str]] = None,
        listen: Callable[[str], bool] = lambda line: False,
    ) -> _command.Answer:
        """Asks the command; what it warns of is a warning, too."""
        words = self.words if words is None else words
        with named(self.machine, stdin) as (word, stdin):
            parameters = [start + value for start, value in words.items()]
            answer = _command.call([self.verb, *word, *parameters, *self.flags, *extra], stdin, listen)
        _command.warn(answer.remarks)
        return answer
