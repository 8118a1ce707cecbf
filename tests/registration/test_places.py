"""The places of registrations are those of the lines that register."""

from __future__ import annotations

from inspect import currentframe
from types import CodeType
from typing import TYPE_CHECKING

from typed_registry import Registry, _place
from typed_registry._place import line_at

if TYPE_CHECKING:
    import pytest


def test_the_line_of_a_registration_is_that_of_its_frame() -> None:
    registry = Registry[object, []]("places")
    lines: dict[str, int] = {}

    def noted(name: str) -> str:
        frame = currentframe()
        assert frame
        assert frame.f_back
        lines[name] = frame.f_back.f_lineno
        return name

    calls = [f'R.register(noted("{each}"))(\n    K\n){" # a remark" * (each % 3)}' for each in range(200)]
    text = "# the first line\n\n" + "\n\n".join(calls)
    exec(compile(text, "long_module.py", "exec"), {"R": registry, "K": object, "noted": noted})  # noqa: S102
    found = {name: entry.place.line for name, entry in registry.entries.items()}
    assert found == lines
    assert {entry.place.file for entry in registry.entries.values()} == {"long_module.py"}


def test_many_modules_that_register_have_their_own_lines() -> None:
    registry = Registry[object, []]("many places")
    for number in range(1, 40):
        text = "\n" * number + f'R.register("{number}")(K)'
        exec(compile(text, f"module{number}.py", "exec"), {"R": registry, "K": object})  # noqa: S102
    for _ in range(2):
        found = [str(entry.place) for entry in registry.entries.values()]
        assert found == [f"module{number}.py:{number + 1}" for number in range(1, 40)]


def test_a_long_module_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the lines in which a long module does something else with a registry is found by itself."""
    registry = Registry[object, []]("places of packages")
    found: list[int] = []

    def counted(code: CodeType, instruction: int) -> int:
        found.append(line_at(code, instruction))
        return found[-1]

    monkeypatch.setattr(_place, "line_at", counted)
    text = "".join(f"\nR.discover('package{number}')\n" for number in range(2000))
    exec(compile(text, "long_module.py", "exec"), {"R": registry})  # noqa: S102
    places = registry._entries.changes.discovered.packages.values()  # pyright: ignore[reportPrivateUsage]  # where they were given
    assert [2 * number + 2 for number in range(2000)] == [each.line for each in places] == found
