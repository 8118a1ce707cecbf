"""Errors as text with carets, as JSON and as annotations for GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.messages.page import FILE, page
from tests.samples.bag import Bag
from typed_registry import Place
from typed_registry.config import load
from typed_registry.errors import (
    COMMAND_LINE,
    ConfigError,
    DuplicateNameError,
    Fault,
    Malformed,
    MissingKey,
    MissingRegistrationError,
    NoRegistryError,
    Origin,
    Refused,
    RegistryError,
    StubError,
    StubProblem,
    UnknownKey,
    WrongType,
    render,
)

Write = Callable[[str, str], Path]
PLACE = Place("a/b.py", 3)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("c.yaml", "v: 'a{}b'\r\nw: 1\r\n", "2:1: w: unknown key; valid: 'v'\n  2 | w: 1\n    | ^\n"),
        (
            "c.json",
            '{{"v": "a{}b",\n  "w": 1}}',
            "2:3: w: unknown key; valid: 'v'\n  2 |   \"w\": 1}\n    |   ^\n",
        ),
        ("c.toml", "v = 'a{}b'\nw = 1\n", "2:1: w: unknown key; valid: 'v'\n  2 | w = 1\n    | ^\n"),
    ],
)
@pytest.mark.parametrize("letter", ["\u2028", "\x85", "é"])
def test_line(name: str, text: str, told: str, letter: str, write: Write) -> None:
    """The line that is shown is the one that is counted, though some characters look like line ends."""
    file = write(name, text.format(letter))
    with pytest.raises(ConfigError) as caught:
        load(Bag, file)

    assert f"{file}:{told}" == render(caught.value)


def test_old_line_ends(tmp_path: Path) -> None:
    """A carriage return alone ends a line too."""
    file = tmp_path / "c.json"
    file.write_bytes(b'{"v": 1,\r"w": 1}')
    with pytest.raises(ConfigError) as caught:
        load(Bag, file)

    assert f"{file}:2:1: w: unknown key; valid: 'v'\n  2 | \"w\": 1}}\n    | ^\n" == render(caught.value)


def test_several(write: Write) -> None:
    """Errors and faults are shown in their order; an error has its message, and a fault its line."""
    file = write("c.yaml", "a: 1\n")
    fault = Fault(("a",), WrongType("str", 1), Origin(str(file), 1, 4, ("a",)))
    lone = Fault((), Malformed("bad"))

    assert (
        f"zoo defines no registry\n{file}:1:4: a: expected str, got 1 (int)\n  1 | a: 1\n    |    ^\nbad\n"
    ) == render([NoRegistryError("zoo"), ConfigError((fault,)), lone])
    assert render(lone) == "bad\n"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            Fault(("a",), WrongType("str", 1), Origin("c.yaml", 1, 4, ("b",))),
            [("wrong-type", "expected str, got 1 (int)", "c.yaml", 1, 4, "b")],
        ),
        (
            Fault(("a", 0), MissingKey("str"), Origin(COMMAND_LINE, None, None, ("a", 0))),
            [("missing-key", "missing; expected str", None, None, None, "a.0")],
        ),
        (Fault(("a",), MissingKey("str")), [("missing-key", "missing; expected str", None, None, None, "a")]),
        (
            MissingRegistrationError("losses", "x", "zoo", PLACE),
            [
                (
                    "missing-registration",
                    str(MissingRegistrationError("losses", "x", "zoo", PLACE)),
                    "a/b.py",
                    3,
                    None,
                    "",
                )
            ],
        ),
        (
            DuplicateNameError("losses", "x", Place("c.py", 1), PLACE),
            [
                (
                    "duplicate-name",
                    str(DuplicateNameError("losses", "x", Place("c.py", 1), PLACE)),
                    "a/b.py",
                    3,
                    None,
                    "",
                )
            ],
        ),
        (NoRegistryError("zoo"), [("no-registry", "zoo defines no registry", None, None, None, "")]),
        (
            StubError("zoo", (StubProblem("x", "bad", "LOSSES", place=PLACE), StubProblem(None, "worse"))),
            [
                ("stub", "zoo: LOSSES 'x': bad (a/b.py:3)", "a/b.py", 3, None, ""),
                ("stub", "zoo: worse", None, None, None, ""),
            ],
        ),
    ],
)
def test_json(error: RegistryError | Fault, expected: list[tuple[object, ...]]) -> None:
    """Each fault is an object, and so is each problem of a stub and each other error."""
    names = ("kind", "message", "file", "line", "column", "path")

    assert [dict(zip(names, each, strict=True), severity="error") for each in expected] == json.loads(
        render(error, "json")
    )


def test_github() -> None:
    """What a message or a name contains doesn't end the command or its properties."""
    origin = Origin("a,b:c%.yaml", 2, 3, ("x",))

    assert (
        "::error file=a%2Cb%3Ac%25.yaml,line=2,col=3::x: 100%25\n::error::zoo defines no registry\n"
    ) == render([Fault(("x",), Refused({}, "100%"), origin), NoRegistryError("zoo")], "github")


def test_unknown_format() -> None:
    """Another format is refused."""
    with pytest.raises(ValueError, match="the format must be one of text, json, github; got 'xml'"):
        render(NoRegistryError("zoo"), "xml")  # type: ignore[arg-type]  # as a program may  # pyright: ignore[reportArgumentType]


HOSTILE = "a\n::stop-commands::x\r\x1b[2J\u202eb\x00\u2028"


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_hostile_texts(form: str, write: Write) -> None:
    """Whatever a key, a value, a name or a message contains, it forges no line and hides nothing."""
    file = write("c.yaml", "a: b\n")
    faults = [
        Fault((HOSTILE,), UnknownKey((HOSTILE,)), Origin(f"{file}{HOSTILE}", 1, 1, (HOSTILE,))),
        Fault((), Refused({}, HOSTILE), Origin("::error ::x", None, None, ())),
        Fault((), WrongType(HOSTILE, HOSTILE)),
        Fault((), Malformed(f" {HOSTILE[1:]}")),
    ]
    said = render(ConfigError(tuple(faults)), form)  # type: ignore[arg-type]  # a str of the table  # pyright: ignore[reportArgumentType]
    lines = said.split("\n")

    assert said.replace("\n", "").isprintable()
    assert form == "json" or len(faults) + 1 == len(lines)
    assert form == "github" or [line for line in lines if line.lstrip().startswith("::")] == []
    assert len(faults) + 1 == len(str(ConfigError(tuple(faults))).split("\n"))


def test_text_of_another_error() -> None:
    """The message of every error is safe, and keeps the lines that are its own."""
    error = DuplicateNameError("losses", "x", Place("a\x1b.py", 1), Place("::b.py", 2))

    assert str(error).split("\n")[1:3] == ["  first at a\\x1b.py:1", "  again at ::b.py:2"]


def test_bounded() -> None:
    """Long values, keys and messages, and many faults, make no long text."""
    long = "x" * 1_000_000
    origin = Origin("c.yaml", None, None, (long,))
    fault = Fault((long,), WrongType("int", long), origin)
    wide = Fault((), UnknownKey(tuple(f"key{number}" for number in range(100_000))))

    assert len(render(fault)) < 1000
    assert render(Fault((), Refused({}, long))).endswith("xxx\n")
    assert len(render(Fault((), Refused({}, long)))) <= 2001
    assert render(wide).endswith("'key18', 'key19' and 99980 more\n")
    assert len(render([fault] * 5000)) < 1_000_000
    assert render([fault] * 5000).endswith("and 4000 more faults\n")
    assert str(ConfigError((fault,) * 5000)).endswith("and 4000 more faults")
    assert len(json.loads(render([fault] * 5000, "json"))) == 5000
    assert len(render([fault] * 50, "json")) < 200_000


class Unshowable:
    """An object whose text can't be made."""

    def __repr__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Unshowable(), "<Unshowable> (Unshowable)"), (10**5000, "<int> (int)")],
    ids=["object", "int"],
)
def test_unshowable_value(value: object, shown: str) -> None:
    """A value that has no text is shown by its class."""
    assert f"expected str, got {shown}\n" == render(Fault((), WrongType("str", value)))


def test_page() -> None:
    """The page of errors has every error and every kind of fault as they are now."""
    assert page() == FILE.read_text(encoding="utf-8")
