"""After an edit of anything that a component depends on, the stub is that of a run without a cache."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.stubs.command import run

FILES = {
    "shelf.py": """\
from covers import Cover
from options import Options
from parts import Part
from trays import Tray
from typed_registry import Registry

R = Registry[Part, []]("shelf", group="edited.shelf")
R.register("cover")(Cover)
R.register("tray")(Tray)
OPTIONS = Registry[object, []]("options")
OPTIONS.register("options")(Options)
""",
    "options.py": """\
from typing import TypedDict

class Options(TypedDict):
    width: int
    depth: int
""",
    "trays.py": """\
from typing_extensions import Unpack
from options import Options
from parts import Part

class Tray(Part):
    def __init__(self, **options: Unpack[Options]) -> None: ...
""",
    "sizes.py": "Size = int\n",
    "parts.py": """\
from sizes import Size

class Part:
    def __init__(self, depth: Size) -> None: ...
""",
    "covers.py": """\
from parts import Part

class Cover(Part):
    def __init__(self, width: int = 1, **others: int) -> None: ...
""",
    "handles.py": """\
from parts import Part

class Handle(Part): ...

def lever(grip: int) -> Handle: ...
""",
    "handles-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: handles\nVersion: 1.0\n",
    "handles-1.0.dist-info/entry_points.txt": """\
[edited.shelf]
handle = handles:Handle
lever = handles:lever
""",
}
EDITS = (
    ("covers.py", "width: int", "width: str", 'Literal["cover"], /, width: str = ...'),
    ("parts.py", "depth: Size", "edges: Size", 'Literal["handle"], /, edges: int'),
    ("sizes.py", "Size = int", "Size = str", 'Literal["handle"], /, edges: str'),
    ("handles.py", "grip: int", "grip: str", 'Literal["lever"], /, grip: str'),
    ("covers.py", "import Part", "import Part as Part", 'Literal["cover"], /, width: str = ...'),
)
"""Of a component, of its base class, of an alias and of a plugin; the last one changes no signature."""


def test_edits(tmp_path: Path) -> None:
    """Each edit is in the next stub, though most of it is known from the run before."""
    edited, cold = tmp_path / "edited", tmp_path / "cold"
    for name, text in FILES.items():
        file = edited / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    before = stub(edited, cold=True)
    for name, old, new, expected in EDITS:
        (edited / name).write_text((edited / name).read_text().replace(old, new))
        after = stub(edited)

        assert expected in after
        assert (before == after) == (name == "covers.py" and new == "import Part as Part")
        before = after
    shutil.copytree(edited, cold, ignore=shutil.ignore_patterns(".mypy_cache", "__pycache__", "typings"))
    assert before == stub(cold, cold=True)


def stub(folder: Path, *, cold: bool = False) -> str:
    """Return the stub of the project in a folder, brought up to date."""
    code, printed = run("stubs", "shelf", "--typings", "typings", cwd=folder, path=folder, cold=cold)
    assert code == 0, printed
    return (folder / "typings" / "shelf.pyi").read_text()
