"""What can go wrong: the command's exit codes as exceptions, with its own sentences."""


class NdemonError(Exception):
    """Whatever this module raises of its own."""


class RequestError(NdemonError, ValueError):
    """The request is wrong (exit code 2): the sentence names the place, the value, the rule and the remedy."""


class NoAnswerError(NdemonError, LookupError):
    """The answer is no, and there is nothing to show (exit code 1): provably no device does what was asked."""


class UnfinishedError(NdemonError, RuntimeError):
    """It could not be finished (exit code 3): an unreadable file, a search that ended undecided."""


class CommandMissingError(NdemonError, FileNotFoundError):
    """There is no command `ndemon` to ask."""


class NdemonWarning(UserWarning):
    """The command warns that something may not be what was meant."""
