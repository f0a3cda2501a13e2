"""The calculator ``ndemon`` in Python: this module asks the command of the same name, and computes nothing itself.

::

    import ndemon

    ndemon.eval(tc=0.5, e4=1.3).cop
    t = ndemon.sweep(e4=[1.45, 1.4, 1.3, 1.2], tc=np.linspace(0.05, 0.95, 181))
    t["cop"], t.grid("cop"), t.to_pandas()
    ndemon.sweep("machine.toml", T_c="100mK:400mK:31")
    ndemon.figure()

Arguments and columns have the names of the command's flags and columns; with units of the laboratory the unit is in
the name (``t["power_W"]``). Doubles go in and come out bit for bit. What the command refuses is an exception with its
sentence. ``docs/python.md`` has more.
"""

from ._command import Answer, command
from ._errors import (
    CommandMissingError,
    NdemonError,
    NdemonWarning,
    NoAnswerError,
    RequestError,
    UnfinishedError,
)
from ._figure import Figure
from ._machine import Machine, check, spectra
from ._table import Row, Table
from ._verbs import Spread, columns, figure, optimize, run, solve, spread, sweep
from ._verbs import eval as eval

# Not `eval`, which a star would put in place of Python's own.
__all__ = [
    "Answer",
    "CommandMissingError",
    "Figure",
    "Machine",
    "NdemonError",
    "NdemonWarning",
    "NoAnswerError",
    "RequestError",
    "Row",
    "Spread",
    "Table",
    "UnfinishedError",
    "check",
    "columns",
    "command",
    "figure",
    "optimize",
    "run",
    "solve",
    "spectra",
    "spread",
    "sweep",
]
