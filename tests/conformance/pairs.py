"""Pairs of a Protocol and a class, generated from a seed, for mypy and the run-time check to judge.

Each class has the Protocol's member in one other way; the name of that way is the pair's `difference`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from attrs import frozen

from tests.conformance.pair_forms import METHOD_FORMS, VALUE_FORMS, indented, method
from tests.conformance.pair_types import FAMILIES, HEADER


@frozen
class Pair:
    number: int
    difference: str
    protocol: str
    component: str

    def show(self) -> str:
        n = self.number
        protocol = f"class P{n}(Protocol):\n{indented(self.protocol)}"
        component = self.component.replace("CLASS", f"C{n}")
        return f"{protocol}\n\n\n{component}\n\n\ndef judge_{n}(it: C{n}) -> P{n}:\n    return it\n"


def pairs(seed: int, rounds: int) -> Iterator[Pair]:
    """The pairs of a seed: each way to have a member, `rounds` times."""
    random = Random(seed)  # noqa: S311  # a test's choices are no secret
    number = 0
    for _ in range(rounds):
        for difference, form in METHOD_FORMS.items():
            wanted = method(random)
            component = form(random, wanted)
            if component is not None:
                number += 1
                yield Pair(number, difference, wanted.show(), component)
        for difference, value_form in VALUE_FORMS.items():
            kind = random.choice(random.choice(FAMILIES))
            number += 1
            protocol = random.choice(
                [f"it: {kind}", f"@property\ndef it(self) -> {kind}: ...", f"it: ClassVar[{kind}]"]
            )
            yield Pair(number, difference, protocol, value_form(random, kind))


def module(given: Iterable[Pair], *, postponed: bool) -> str:
    """The source of a module with these pairs, whose annotations are strings if they are postponed."""
    future = "from __future__ import annotations\n" * postponed
    return future + HEADER + "\n\n" + "\n\n".join(pair.show() for pair in given)
