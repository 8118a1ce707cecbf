"""A registry of a thousand components: what its users are told, and what its stub leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.measure import measure
from tests.benchmarks.program import CALLS, WRONG, use, write, wrong
from tests.benchmarks.tool import GENERATE, TOOLS

LONG = {"ty": 500}
"""It shows the line twice, once as it would mend it."""


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A program with 1,000 components, and what was printed when its stub was written."""
    folder = tmp_path_factory.mktemp("scale").resolve()
    write(folder, 1_000)
    return folder, measure(GENERATE, folder).printed


def test_the_command_says_what_is_left_out(large: tuple[Path, str]) -> None:
    """There are too many components for overloads, and the setting that allows more is named."""
    said, written = large[1].splitlines()

    assert said.startswith("shop.registries.PARTS: more than 100 components")
    assert "`most`" in said
    assert written == "shop/registries.pyi: written"


@pytest.mark.parametrize("checker", TOOLS)
def test_mistakes_are_found_and_told_shortly(checker: str, large: tuple[Path, str]) -> None:
    """Of all calls the wrong ones are refused, and for a misspelt name not all thousand are listed."""
    TOOLS[checker].check(large[0])
    message = TOOLS[checker].message(large[0])

    assert "part_000l" in message
    assert len(message) < LONG.get(checker, 400)


@pytest.mark.parametrize("names", [10, 100, 1_000])
def test_the_program_is_as_described(names: int) -> None:
    """So many calls, so many of them wrong."""
    lines = use(names).splitlines()

    assert len(lines) == 1 + CALLS
    assert len(wrong()) == WRONG
    assert all("True)" not in lines[at - 1] for at in wrong())
