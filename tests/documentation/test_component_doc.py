"""The docs of components, which are the same before and after their import."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from typed_registry._documentation.describe import describe
from typed_registry._registration.entries import registries_among

if TYPE_CHECKING:
    import pytest

MODULES = {
    "registry": """\
from attrs import frozen
from typed_registry import Registry

PARTS = Registry[object, []]("parts")
PARTS.discover("documented.parts")


@frozen
class Config:
    \"\"\"Settings of a part.\"\"\"


@frozen
class Bare: ...
""",
    "parts/every": """\
from documented.registry import PARTS, Bare, Config


@PARTS.register(
    "nut",
    config=Config,
)
class Nut:
    \"\"\"A nut. It is small.\"\"\"

    def __init__(self, config: Config) -> None: ...


@PARTS.register("bolt", config=Config)
class Bolt:
    def __init__(self, config: Config) -> None: ...


class Screw:
    \"\"\"A screw.\"\"\"

    def __init__(self, config: Bare) -> None: ...


PARTS.register("screw", config=Bare)(Screw)
""",
}


def test_docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The component's own docstring comes first, which is read from the source until it is imported."""
    monkeypatch.syspath_prepend(str(tmp_path))
    for name, text in MODULES.items():
        file = tmp_path / "documented" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (entries,) = registries_among([import_module("documented.registry").PARTS])
    before = [(each.name, each.doc, each.summary) for each in describe(entries)]

    assert "documented.parts.every" not in sys.modules
    assert [
        ("nut", "A nut. It is small.\n\nSettings of a part.", "A nut."),
        ("bolt", "Settings of a part.", "Settings of a part."),
        ("screw", "A screw.", "A screw."),
    ] == before
    import_module("documented.parts.every")
    assert before == [(each.name, each.doc, each.summary) for each in describe(entries)]
    for name in [each for each in sys.modules if each.startswith("documented")]:
        del sys.modules[name]
