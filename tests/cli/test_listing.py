"""The commands that list and show components, run on a small program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.small_program import PROGRAM, plant_program, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the program, its settings and a config."""
    plant_program(tmp_path)
    return tmp_path


def test_list(folder: Path) -> None:
    """Without an argument, the registries of the project's modules are listed."""
    expected = (
        "costs (1)\n"
        "\n"
        "  scaled  A multiple.\n"
        "    factor = 2.0  float\n"
        "    inner = same  Callable[[float], float]\n"
        "\n"
    )

    assert (0, expected, "") == run(folder, "list")
    for arguments in (("program",), ("program", "costs"), ("costs",), ("costs", "costs")):
        assert (0, expected, "") == run(folder, "list", *arguments)
    (folder / "costs.py").write_text("raise SystemError")  # which isn't imported
    assert (0, expected, "") == run(folder, "list", "costs")


def test_list_of_several_registries(folder: Path) -> None:
    """Several registries of the project's are listed by their names alone, or with their module."""
    program = folder / "program.py"
    program.write_text(f'{PROGRAM}RATES = Registry[Cost, []]("rates")\nFEES = Registry[Cost, []]("fees")\n')

    for words in (["costs", "fees"], ["fees", "costs"], ["program", "costs", "fees"]):
        code, printed, _ = run(folder, "list", *words)
        assert (0, ["costs (1)", "fees (0)"]) == (code, re.findall(r"^\w.*", printed, flags=re.MULTILINE)[:2])
        assert "rates" not in printed


def test_show(folder: Path) -> None:
    """A component is shown with its place, its call, its docs, its settings and an example."""
    expected = (
        "costs.scaled\n"
        "program.py:22\n"
        "\n"
        'COSTS.build("scaled", factor: float = 2.0, inner: Callable[[float], float] = same) -> Scaled\n'
        "\n"
        "A multiple.\n"
        "\n"
        "  factor = 2.0  float\n"
        "  inner = same  Callable[[float], float]\n"
        "\n"
        "In a config file:\n"
        "\n"
        "  name: scaled\n"
        "  # factor: 2.0\n"
        "\n"
    )
    code, printed, errors = run(folder, "show", "scaled")

    assert (0, expected, "") == (code, printed.replace(f"{folder}/", ""), errors)
    assert printed == run(folder, "show", "costs", "cost*.sc?led", "-m", "program")[1]
    assert (
        printed.replace("costs.scaled", "costs.times").replace(
            "program.py:22\n", "program.py:22\nDeprecated since 0.2; use 'scaled'.\n"
        )
        == run(folder, "show", "times")[1]
    )
