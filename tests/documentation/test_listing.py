"""Listings of components as text, as JSON and as Markdown."""

from __future__ import annotations

import functools
import inspect
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Literal

import attrs
import pytest
from attrs import field, frozen

from tests.samples.distributions import effects, inside, plugin, registering
from typed_registry import Registry
from typed_registry._documentation.find_components import find_components, unknown_component
from typed_registry._documentation.listing import list_registries, show_named
from typed_registry._registration.entries import registries_among
from typed_registry.config import retired


class Circle:
    """A circle. It is round.

    It has a radius.
    """


LOSSES = Registry[object, []]("losses")
OTHERS = Registry[object, []]("others")
BROKEN = Registry[object, []]("broken")


@frozen
class HingeConfig:
    """Built from its config."""

    kind: Literal["soft", "hard"]
    margin: float = 1.0
    """Where the loss ends, `a | b`."""
    wait: timedelta = timedelta(milliseconds=200)
    old: int = field(default=0, metadata=retired(since="0.3"))
    """Nothing."""


@LOSSES.register("hinge", config=HingeConfig)
class Hinge:
    """The hinge loss. It is zero beyond the margin.

    # Notes

    More of it.
    """

    def __init__(self, config: HingeConfig) -> None: ...


LOSSES.register_factory("cut")(functools.partial(inspect.cleandoc, "a"))
LOSSES.register_instance("circle", Circle())
LOSSES.register_instance("fields", attrs.fields(HingeConfig).margin)
OTHERS.register("hinge")(Hinge)
LOSSES.deprecate("old_hinge", since="0.2", use="hinge")
ENTRIES = registries_among((LOSSES, OTHERS))


def names(pattern: str, *, deprecated: bool = False) -> list[str]:
    """The components that fit a pattern, with their registries."""
    found = find_components(ENTRIES, pattern, deprecated=deprecated)
    return [f"{entries.name}.{name}" for entries, name in found]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("hinge", ["losses.hinge", "others.hinge"]),
        ("losses.hinge", ["losses.hinge"]),
        ("others", ["others.hinge"]),
        ("*.hinge", ["losses.hinge", "others.hinge"]),
        ("losses.c*", ["losses.cut", "losses.circle"]),
        ("*IN*", []),
        ("old_hinge", ["losses.old_hinge"]),
        ("*old*", []),
        ("nothing", []),
    ],
)
def test_patterns(pattern: str, expected: list[str]) -> None:
    """A component is found by its name, with or without its registry's, or by a pattern for either."""
    assert expected == names(pattern)


def test_deprecated_pattern() -> None:
    """A pattern fits deprecated names only if they are wanted."""
    assert ["losses.old_hinge"] == names("*old*", deprecated=True)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("hing", "there is no component 'hing'; did you mean 'hinge'?"),
        ("losses.hing", "there is no component 'losses.hing'; did you mean 'losses.hinge'?"),
        ("othrs", "there is no component 'othrs'; did you mean 'others'?"),
        ("zebra", "there is no component 'zebra'"),
        ("z*", "no component fits 'z*'"),
    ],
)
def test_unknown(pattern: str, expected: str) -> None:
    """The message for a name that there isn't has the nearest one."""
    assert expected == unknown_component(ENTRIES, pattern)


def test_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry without components is listed as such, and its name fits none."""
    empty = Registry[object, []]("empty")
    (tmp_path / "failing_parts").mkdir()
    (tmp_path / "failing_parts" / "all.py").write_text(
        f"import nothing\nfrom {__name__} import BROKEN\nBROKEN.register(nothing.name)(object)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    BROKEN.discover("failing_parts")
    entries = registries_among((empty, OTHERS, BROKEN))
    with pytest.warns(match="names may be missing"):
        texts = {form: list_registries(entries, form).text for form in ("text", "markdown", "json")}

    assert texts["text"].startswith("empty (0)\n\n  Nothing is registered. ")
    assert "\nbroken (0)\n\n  No name is known, " in texts["text"]
    assert ["## empty", "## others", "## broken"] == re.findall("^## .*", texts["markdown"], re.MULTILINE)
    assert ["hinge"] == [each["name"] for each in json.loads(texts["json"])]
    assert "nothing is registered in 'empty'" == unknown_component(entries, "empty")


def test_json() -> None:
    """A component has the documented keys, and more of them if it is shown alone."""
    listed = json.loads(list_registries(ENTRIES, "json").text)
    [shown] = json.loads(show_named(ENTRIES, ["losses.hinge"], "json").text)
    place = {"file": __file__, "line": inspect.getsourcelines(Hinge)[1]}

    assert [each["name"] for each in listed] == ["hinge", "cut", "circle", "fields", "hinge"]
    assert shown == {
        "registry": "losses",
        "name": "hinge",
        "summary": "The hinge loss.",
        "settings": [
            {"key": "kind", "type": "soft | hard", "default": None, "doc": "", "required": True},
            {
                "key": "margin",
                "type": "float",
                "default": "1.0",
                "doc": "Where the loss ends, `a | b`.",
                "required": False,
            },
            {"key": "wait", "type": "timedelta", "default": "200ms", "doc": "", "required": False},
        ],
        "module": __name__,
        "place": place,
        "distribution": None,
        "claimants": [],
        "deprecated": None,
        "problem": None,
        "notices": [],
        "doc": f"{inspect.getdoc(Hinge)}\n\nBuilt from its config.",
        "signature": 'LOSSES.build("hinge", config: HingeConfig) -> Hinge',
        "source": place,
        "example": "name: hinge\nkind: soft  # required: soft | hard\n# margin: 1.0\n# wait: 200ms\n",
    }
    assert {key: shown[key] for key in listed[0]} == listed[0]
    assert {"doc", "signature", "source", "example"} == shown.keys() - listed[0].keys()


def test_deprecated_json() -> None:
    """A deprecated name says since when it is, and what to use."""
    listed = json.loads(list_registries(ENTRIES, "json", deprecated=True).text)

    assert [{"since": "0.2", "use": "hinge"}] == [each["deprecated"] for each in listed if each["deprecated"]]


MARKDOWN = """\
## losses

### `hinge`

The hinge loss. It is zero beyond the margin.

#### Notes

More of it.

Built from its config.

```python
LOSSES.build("hinge", config: HingeConfig) -> Hinge
```

| setting | type | default | |
| --- | --- | --- | --- |
| `kind` | `soft \\| hard` | required | |
| `margin` | `float` | `1.0` | Where the loss ends, `a \\| b`. |
| `wait` | `timedelta` | `200ms` | |

```yaml
name: hinge
kind: soft  # required: soft | hard
# margin: 1.0
# wait: 200ms
```

From `tests.documentation.test_listing`.
"""


def test_markdown() -> None:
    """Markdown has a section for each registry, and in it one for each component."""
    assert MARKDOWN == show_named(ENTRIES, ["losses.hinge"], "markdown").text
    whole = list_registries(ENTRIES, "markdown", deprecated=True).text

    assert re.findall("^#.*", whole, re.MULTILINE) == [
        "## losses",
        "### `hinge`",
        "### `cut`",
        "### `circle`",
        "### `fields`",
        "### `old_hinge`",
        "## others",
        "### `hinge`",
    ]
    assert "### `old_hinge`\n\n*Deprecated since 0.2; use 'hinge'.*\n\nThe hinge loss.\n\n|" in whole


@pytest.mark.parametrize(
    ("name", "doc"),
    [
        ("cut", "Clean up indentation from docstrings."),
        ("circle", inspect.getdoc(Circle)),
        ("fields", "*Read-only* representation of an attribute."),
    ],
)
def test_docs(name: str, doc: str) -> None:
    """Of an instance or a partial of another package's, only the first sentence is shown."""
    [shown] = json.loads(show_named(ENTRIES, [f"losses.{name}"], "json").text)

    assert shown["doc"] == doc


def test_own_docstrings() -> None:
    """An instance or a partial may have a docstring of its own, and those without one show none."""
    parts = Registry[object, []]("parts")
    documented = functools.partial(inspect.cleandoc, "a")
    documented.__doc__ = """Own words.

    More.
    """
    parts.register_factory("partial")(documented)
    parts.register_instance("number", 3)
    parts.register_instance("registry", parts)
    parts.register_factory("outer")(functools.partial(documented))
    shown = json.loads(show_named(registries_among([parts]), ["parts"], "json").text)

    assert {"partial": "Own words.\n\nMore.", "number": "", "registry": ""}.items() <= {
        each["name"]: each["doc"] for each in shown
    }.items()


def test_signatures() -> None:
    """The call has the parameters as they are declared, with functions by their names."""
    things = Registry[object, []]("things")

    @things.register_factory("made")
    def make(a: int, /, *b: str, c: Callable[[], int] = int, d: str = "x" * 1000) -> int:
        return a + len(b) + c() + len(d)

    things.register_instance("three", 3)
    things.register("anything", types={"x": int})(dict)
    made, three, anything = json.loads(show_named(registries_among([things]), ["things"], "json").text)

    start = 'things.build("made", a: int, /, *b: str, c: Callable[[], int] = int, d: str = \'xxx'
    assert made["signature"].startswith(start)
    assert made["signature"].endswith("xxx...) -> int")
    assert three["signature"] == 'things.build("three") -> int'
    assert anything["signature"] == 'things.build("anything", ...)'
    assert anything["source"] is None


def test_unknown_format() -> None:
    """Another format is refused."""
    with pytest.raises(ValueError, match="the format must be one of text, json, markdown; got 'xml'"):
        list_registries(ENTRIES, "xml")  # type: ignore[arg-type]  # as a program may  # pyright: ignore[reportArgumentType]


def test_distribution_of_a_plugin(folder: Path) -> None:
    """What a plugin registers is listed with its distribution."""
    registry = effects(folder, plugin("audiofx-reverb", registering("reverb")))
    text = list_registries(registries_among([registry])).text

    assert "  reverb    (audiofx-reverb 1.2)\n" in text
    assert text.count("(audiofx") == 1


def test_plugin_in_the_package_of_its_host(folder: Path) -> None:
    """A component of a plugin is followed by the distribution, also if it is installed into the host."""
    registry = effects(folder, inside("audiofx.extra", main=registering("echo")))
    text = list_registries(registries_among([registry])).text

    assert "  echo    (audiofx-extra 0.1)\n" in text
    assert text.count("(audiofx") == 1


def test_name_that_listing_deprecates(folder: Path) -> None:
    """A deprecated name isn't listed, also if the module that deprecates it is imported to list the names."""
    source = registering("echo", end='EFFECTS.deprecate("old", since="2", use="echo")\n')
    registries = registries_among([effects(folder, {"audiofx/effects.py": source})])

    assert ["echo"] == [each["name"] for each in json.loads(list_registries(registries, "json").text)]
    whole = list_registries(registries, "json", deprecated=True).text
    assert ["echo", "old"] == [each["name"] for each in json.loads(whole)]


def test_contested_name(folder: Path) -> None:
    """A contested name is listed and shown with all who register it, and attributed to none of them."""
    hall, room = (plugin(f"audiofx-{name}", registering("room")) for name in ("hall", "room"))
    registries = registries_among([effects(folder, hall, room)])
    places = [f"{folder / f'audiofx_{name}.py'}:2" for name in ("hall", "room")]
    contest = (
        f"'room' is contested: audiofx-hall 1.2 ({places[0]}) and audiofx-room 1.2 ({places[1]}) register it."
    )

    listed = "".join(list_registries(registries).text.split())  # lines are folded, also within a path
    assert "".join(f"room effects: {contest}".split()) in listed
    first, *others = show_named(registries, ["room"]).text.splitlines()
    assert "room" in first
    shown = f"{places[0]}, audiofx-hall 1.2 {places[1]}, audiofx-room 1.2"
    assert "".join("".join(others).split()).startswith("".join(shown.split()))
    [room] = json.loads(show_named(registries, ["room"], "json").text)
    assert room["distribution"] is None
    assert [("audiofx-hall", 2), ("audiofx-room", 2)] == [
        (each["distribution"]["name"], each["place"]["line"]) for each in room["claimants"]
    ]


def test_broken_plugin(folder: Path) -> None:
    """A component that can't be imported is listed with its distribution once."""
    registries = registries_among([effects(folder, plugin("audiofx-bad", registering("bad", end="1 / 0\n")))])

    assert list_registries(registries).text.count("audiofx-bad 1.2") == 1
