"""Choices whose types are imported only after the config class was first read."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from typed_registry._schema import rendered
from typed_registry.config._types.find_rule import class_rule

if TYPE_CHECKING:
    import pytest

MODULES = {
    "late_part": "class Part: ...\n",
    "late_parts": """\
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from attrs import frozen

from typed_registry import Registry, Spec

if TYPE_CHECKING:
    from late_part import Part

PARTS: Registry[Part, []] = Registry["Part", []]("parts")


@PARTS.register("nut")
class Nut: ...


@frozen
class Job:
    part: Annotated[Spec[Part, []], PARTS]
""",
}


def test_definitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The schema is the same, whether the type could be resolved when the class was first read or not."""
    for name, text in MODULES.items():
        (tmp_path / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    job = import_module("late_parts").Job
    assert [class_rule(job).fields]
    before = rendered(job)
    import_module("late_part")
    import_module("late_parts").PARTS.entries["nut"]

    assert '"parts": {' in before
    assert before == rendered(job)
    for name in MODULES:
        del sys.modules[name]
