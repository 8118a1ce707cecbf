"""Settings of checkers that are misspelt, or by which calls aren't checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doctor.project import command, configure
from tests.doctor.test_calls import advice

MYPY = "strict = true"
PYRIGHT = 'typeCheckingMode = "strict"'
TY = "[tool.ty.environment]"
PYREFLY = "[tool.pyrefly]"


@pytest.mark.parametrize(
    ("checker", "old", "new", "said"),
    [
        ("mypy", MYPY, "strct = true", "Unrecognized option: strct = True"),
        ("mypy", MYPY, 'disable_error_code = "cal-arg"', "Invalid error code(s): cal-arg"),
        ("pyright", PYRIGHT, 'typeCheckngMode = "strict"', '"typeCheckngMode"'),
        ("ty", TY, "[tool.ty.enviroment]", "unknown field `enviroment`"),
        ("pyrefly", PYREFLY, f"{PYREFLY}\nserch-path = []", "Extra keys found in config: serch-path"),
    ],
)
def test_misspelt(stubbed: Path, checker: str, old: str, new: str, said: str) -> None:
    """A misspelt setting is a failure, even if the checker goes on without it."""
    configure(stubbed, old, new)

    code, printed = command(stubbed, "doctor", "--checker", checker)

    assert code == 1
    assert said in advice(printed)


@pytest.mark.parametrize(
    ("checker", "old", "new", "setting"),
    [
        ("mypy", MYPY, 'disable_error_code = ["call-overload"]', "disable_error_code = call-overload"),
        ("mypy", MYPY, "ignore_errors = true", "ignore_errors = true"),
        ("pyright", PYRIGHT, 'typeCheckingMode = "off"', "typeCheckingMode = off"),
        ("pyright", PYRIGHT, "reportCallIssue = false", "reportCallIssue = false"),
        ("ty", TY, f'[tool.ty.rules]\nunknown-argument = "warn"\n{TY}', "unknown-argument = warn"),
        (
            "ty",
            TY,
            f'[tool.ty.rules]\nno-matching-overload = "ignore"\n{TY}',
            "no-matching-overload = ignore",
        ),
        ("pyrefly", PYREFLY, f'{PYREFLY}\npreset = "basic"', "preset = basic"),
        (
            "mypy",
            MYPY,
            '[[tool.mypy.overrides]]\nmodule = "shop.*"\nfollow_imports = "skip"',
            "follow_imports = skip",
        ),
    ],
)
def test_weak(stubbed: Path, checker: str, old: str, new: str, setting: str) -> None:
    """If a setting is the reason why wrong calls are accepted, the advice names it."""
    configure(stubbed, old, new)

    code, printed = command(stubbed, "doctor", "--checker", checker)

    assert code == 1
    assert f": {setting} in pyproject.toml [tool.{checker}] " in advice(printed)


def test_misspelt_setting_of_the_library(stubbed: Path) -> None:
    """A checker that doesn't exist, and a setting that doesn't, are faults of the project's settings."""
    configure(stubbed, "[tool.mypy]", 'checkers = ["mpy"]\nchekers = []\n\n[tool.mypy]')

    code, printed = command(stubbed, "doctor")

    assert code == 1
    assert "did you mean 'mypy'?" in printed
    assert "did you mean 'checkers'?" in printed


def test_no_settings(stubbed: Path) -> None:
    """Without any settings pyrefly accepts mistakes."""
    (stubbed / "pyproject.toml").write_text('[tool.typed-registry]\nmodules = ["shop.registries"]\n')

    code, printed = command(stubbed, "doctor", "--checker", "pyrefly")

    assert code == 1
    assert "[tool.pyrefly]" in advice(printed)
