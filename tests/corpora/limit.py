"""The known cases in which a checker treats a component differently by its name than by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from tests.corpora.call import Call
from tests.typing.checker import CHECKERS


@frozen
class Limit:
    """A reason why some checkers judge the calls of some components differently in some lanes."""

    checkers: frozenset[str]
    components: frozenset[str]
    lanes: frozenset[str]
    instead: Callable[[str], str]
    """Returns what they say, given what they say of the component itself."""
    reason: str


def _without(said: str) -> str:
    return "" if said == "deprecated" else said


def _with(said: str) -> str:
    return said or "deprecated"


def _object(said: str) -> str:
    return "object" if said == "Any" else said


DEPRECATED = frozenset({"Container", "NLLLoss2d"})
SILENCED = {
    "mypy": ("class torch.nn.modules.", '"self" parameter missing for a non-static method'),
    "zuban": ("class torch.nn.modules.", 'The erased type of self "None" is not a supertype of its class'),
}
"""What these say of a stub without its first line: it imports a deprecated class, and no registry is None, by
which an overload that only offers names to completion matches no call."""
NARROWER = ('Signature of "', 'Argument 1 of "')
"""How the errors begin that mypy and zuban report of such a stub: it takes less than `Registry` does."""

LIMITS = (
    Limit(
        frozenset(CHECKERS) - {"pyrefly"},
        DEPRECATED,
        frozenset({"key"}),
        _without,
        "a deprecated class is told of where it is named, and a type[...] doesn't name it",
    ),
    Limit(
        frozenset({"pyrefly"}),
        DEPRECATED,
        frozenset({"name"}),
        _with,
        "it tells of deprecated functions alone; in a stub a class is an overload of a function",
    ),
    Limit(
        frozenset(CHECKERS),
        frozenset({"load", "loads"}),
        frozenset({"name", "key"}),
        _object,
        "json says that these make Any; from a registry of objects comes an object",
    ),
)

WRONG: Mapping[str, frozenset[str]] = {
    "right": frozenset(),
    "whole": frozenset(
        {"UninitializedBuffer", "UninitializedParameter"}
    ),  # typed as their parent's constructor
}
"""The right calls that every checker refuses."""

RIGHT: Mapping[str, frozenset[str]] = {
    # These take any keyword.
    "misspelt": frozenset(
        {
            *("Container", "GRU", "Identity", "LSTM", "LogSigmoid", "Module", "RNN", "Sigmoid", "Softmax2d"),
            *("Softsign", "Tanh", "Tanhshrink", "dump", "dumps", "load", "loads"),
        }
    ),
    "missing": frozenset({"hypot"}),  # takes any number of arguments, and Python doesn't say so
}
"""The wrong calls that no checker refuses."""


def limits_of(checker: str, call: Call, lane: str) -> list[Limit]:
    """Return the limits that apply."""
    return [
        limit
        for limit in LIMITS
        if checker in limit.checkers and call.component in limit.components and lane in limit.lanes
    ]
