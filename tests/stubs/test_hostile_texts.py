"""Names and docstrings of components that could break out of a stub's source."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

from tests.corpora.setting import configured
from tests.stubs.command import run
from tests.typing.checker import CHECKERS, Checker

TEXTS = (
    'ends in a quote"',
    "'",
    '"""',
    "'''",
    '\\"',
    "x'''\"\"\"\\",
    "NUL \0 inside",
    "lone \ud800 surrogate",
    "braces {} {command} {0} {{",
    "percent %s %(a)s",
    "back\\slash, at the end too \\",
    "\\N{BELL} \\x41 \\u0041",
    "new\nline\r\nand\rmore\n",
    'three lines\n\n   indented "\n\n"""',
    "line separators \u2028 \x85 \x0c \x1c end",
    "bidi \u202e text",
    "\x1b[31mescape sequence",
    "tab\tinside",
    "# type: ignore",
    "\N{PILE OF POO} \ufeff \uffff",
    " ",
)
COMPONENT = """
def f{0}(size: int = 1) -> Thing: ...

class C{0}(Thing): ...
"""
REGISTRIES = """
import things
from typed_registry import Registry

THINGS = Registry[things.Thing, []]("hostile things")
for number, text in enumerate(things.TEXTS):
    THINGS.register(text)(getattr(things, f"C{number}"))
    THINGS.register_factory(f"{text} made")(getattr(things, f"f{number}"))
"""


@frozen
class Hostile:
    """A program whose components have hostile names and docstrings, and its stub."""

    folder: Path
    stub: ast.Module
    checkers: dict[str, Checker]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """Generate the stub of such a program, and write calls of each component by name."""
    folder = tmp_path_factory.mktemp("hostile").resolve()
    made = "".join(COMPONENT.format(number) for number in range(len(TEXTS)))
    (folder / "things.py").write_text(
        f"TEXTS = {TEXTS!a}\n\nclass Thing:\n    def __init__(self, size: int = 1) -> None: ...\n{made}\n"
        "for number, text in enumerate(TEXTS):\n"
        "    for name in (f'C{number}', f'f{number}'):\n"
        "        globals()[name].__doc__ = text\n"
    )
    (folder / "hostile_things.py").write_text(REGISTRIES)
    assert (0, "hostile_things.pyi: written\n") == run("stubs", "hostile_things", cwd=folder)
    (folder / "calls.py").write_text("from hostile_things import THINGS\n" + "".join(map(_calls, _names())))
    stub = ast.parse((folder / "hostile_things.pyi").read_bytes())
    return Hostile(folder, stub, dict(configured(folder)))


def _names() -> Iterator[str]:
    yield from (name for text in TEXTS for name in (text, f"{text} made"))


def _calls(name: str) -> str:
    """Return four calls on a line each, of which the second and the fourth are wrong."""
    return "".join(
        f"THINGS.{call}\n"
        for call in (
            f"components[{name!r}](size=1)",
            f"components[{name!r}](siez=1)",
            f"build({name!r}, size=1)",
            f"build({name!r}, siez=1)",
        )
    )


def test_the_names_are_those_that_are_registered(hostile: Hostile) -> None:
    """Python reads every name from the stub as it was registered, in the order of registration."""
    [keys] = [
        [ast.literal_eval(key) for key in node.keys if key is not None]
        for statement in hostile.stub.body
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "_ThingsComponents"
        for node in ast.walk(statement)
        if isinstance(node, ast.Dict)
    ]

    assert [*_names()] == keys


def test_the_docstrings_are_those_of_the_components(hostile: Hostile) -> None:
    """Python reads from the stub what each docstring begins with; three double quotes become single ones."""
    docs = {ast.get_docstring(node) for node in ast.walk(hostile.stub) if isinstance(node, ast.FunctionDef)}
    shown = {(doc or "").replace("'''", '"""') for doc in docs}

    for text in TEXTS:
        first = "".join(text.replace("'''", '"""').split("\n\n")[0].split())
        assert any(first in "".join(doc.split()) for doc in shown), json.dumps(text)


@pytest.mark.parametrize("checker", CHECKERS)
def test_calls_are_checked(checker: str, hostile: Hostile) -> None:
    """Each checker reads the stub, accepts the right calls by every name, and refuses the wrong ones."""
    file = hostile.folder / "calls.py"
    found = {each.line for each in hostile.checkers[checker].check([file]) if each.file == file}
    names = [name for name in _names() for _ in range(4)]
    calls = list(zip(range(2, len(names) + 2), file.read_text().splitlines()[1:], names, strict=True))
    wrong = {line for line, call, _ in calls if "siez" in call}
    left_out: set[int] = set()
    if checker == "zuban":
        keys = [(line, name) for line, call, name in calls if "components" in call]
        wrong |= {line for line, name in keys if "\\" in repr(name)}  # it doesn't read escapes in keys
        left_out = {line for line, name in keys if len(name.splitlines()) > 1}  # as its messages are then
        left_out |= {line for line, _, name in calls if "# type: ignore" in name}  # it obeys, even in a text

    assert wrong - left_out == found - left_out
