"""The texts of programs whose commands take a config."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Annotated, Generic, NamedTuple, TypeVar, cast

import pytest
import typer
from attrs import field, frozen

from typed_registry import Registry, Spec
from typed_registry._programs.config_line import ConfigSource, override_hint, resolve
from typed_registry._programs.config_parameters import CommandFunction, config_parameters
from typed_registry._programs.endings import endings_of, foreseen_endings
from typed_registry._programs.help_for import NoHelpError, help_for
from typed_registry._programs.plain_program import run_plain
from typed_registry._programs.plain_warnings import plain_warnings
from typed_registry.config import key
from typed_registry.errors import ConfigError, OutdatedConfigWarning

T = TypeVar("T")


class Shape:
    """The kind of the registry."""


SHAPES = Registry[Shape, []]("shapes")
SHAPES.register_factory("square")(Shape)
SHAPES.register_factory("circle")(Shape)


@frozen
class Root:
    shape: Spec[Shape, []]


@frozen
class Other:
    size: int = 1


@frozen
class Holding(Generic[T]):
    value: T


class Pair(NamedTuple):
    x: int


@frozen
class Limits:
    rate_limit: float = 1.0
    size: int = 1
    dashed: Other = field(default=Other(), metadata=key("max-size"))


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (["--size=3"], "; a field of the config is set by size=3, without dashes"),
        (["--size"], "; a field of the config is set by size=..., without dashes"),
        (["--rate-limit=3"], "; a field of the config is set by rate_limit=3, without dashes"),
        (["--rate_limit=3"], "; a field of the config is set by rate_limit=3, without dashes"),
        (["--max_size.size=3"], "; a field of the config is set by max-size.size=3, without dashes"),
        (["--bad"], ""),
    ],
)
def test_override_hint(options: list[str], text: str) -> None:
    """Options with the names of fields are shown as overrides."""
    assert text == override_hint(Limits, *options)


def test_all_options(capsys: pytest.CaptureFixture[str]) -> None:
    """All unknown options are reported at once."""
    with pytest.raises(SystemExit):
        run_plain(Limits, ["--bad", "size=3", "--rate-limit=2", "--size", "3"])

    said = capsys.readouterr().err
    hint = "fields of the config are set by rate_limit=2 size=..., without dashes"
    assert f"no such option: --bad --rate-limit=2 --size; {hint}\n" in said


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "sqare",
            (
                "no component, registry or setting is called 'sqare'; did you mean 'square'? "
                "Components: 'square', 'circle'"
            ),
        ),
        ("zzz", "no component, registry or setting is called 'zzz'. Components: 'square', 'circle'"),
    ],
)
def test_no_help(name: str, text: str) -> None:
    """A name without help is refused with the names that there are."""
    with pytest.raises(NoHelpError) as caught:
        help_for(Root, name)

    assert text == str(caught.value)


def test_override_in_place_of_the_file() -> None:
    """An override in the place of a file that is needed is refused as such."""
    with pytest.raises(ConfigError) as caught:
        resolve(Root, ConfigSource(Path("shape=square")))

    assert "shape=square: there is no such file; the config file comes first, and overrides follow it" == str(
        caught.value
    )


def _both(root: Root, other: Other) -> None:
    del root, other


def test_two_configs() -> None:
    """A command with two configs is a mistake in the program."""
    with pytest.raises(TypeError) as caught:
        config_parameters(cast("CommandFunction", _both))

    assert (
        "_both: a command has one config, and 'root' and 'other' are config classes; make one class with a "
        "field for each" == str(caught.value)
    )


def _unused(source: ConfigSource) -> None:
    del source


def test_source_without_config() -> None:
    """A command without a config has no source of it."""
    with pytest.raises(TypeError) as caught:
        config_parameters(cast("CommandFunction", _unused))

    assert "_unused: 'source' says where a config comes from, and no parameter is a config" == str(
        caught.value
    )


async def _coroutine(root: Root) -> None:
    del root


def _positional(root: Root, /) -> None:
    del root


def _optional(root: Root | None = None) -> None:
    del root


def _default(root: Other = Other(2)) -> None:
    del root


def _generic(root: Holding[int]) -> None:
    del root


def _list(roots: list[Root]) -> None:
    del roots


def _named_tuple(size: Pair) -> None:
    del size


def _optional_source(root: Root, source: ConfigSource | None = None) -> None:
    del root, source


def _many(root: Root, *words: str) -> None:
    del root, words


def _keywords(root: Root, **options: str) -> None:
    del root, options


def _taken(root: Root, root_overrides: str = "") -> None:
    del root, root_overrides


def _option(root: Annotated[Root, typer.Option()]) -> None:
    del root


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (
            _coroutine,
            "_coroutine: a command can't be a coroutine; write a function that calls asyncio.run() with it",
        ),
        (_positional, "_positional: 'root' is given by its name; remove the `/` behind it"),
        (
            _optional,
            (
                "_optional: 'root' always has a config; write `root: Root`. The file can be left out if all "
                "fields of the class have defaults"
            ),
        ),
        (
            _default,
            (
                "_default: 'root' is always given, so its default would have no effect; remove it. Help on "
                "the file is written Annotated[..., typer.Argument(help=...)]"
            ),
        ),
        (
            _generic,
            (
                "_generic: 'root' has a class with type arguments; write a class that is derived from "
                "Holding[int]"
            ),
        ),
        (
            _list,
            (
                "_list: 'roots' can't be given by an option; write a config class with a field of the type "
                "list[Root]"
            ),
        ),
        (_named_tuple, "_named_tuple: 'size' is a NamedTuple, which can't be a config; write @attrs.frozen"),
        (_optional_source, "_optional_source: 'source' is always given; write `source: ConfigSource`"),
        (
            _many,
            "_many: 'words' has no argument on the command line; write a parameter of type list[str]",
        ),
        (
            _keywords,
            "_keywords: 'options' has no argument on the command line; write a parameter for each option",
        ),
        (
            _taken,
            "_taken: 'root_overrides' is a parameter that the config 'root' adds; rename one of both",
        ),
        (_option, "_option: 'root' is an argument; write typer.Argument in place of typer.Option"),
    ],
)
def test_refused_signature(function: object, text: str) -> None:
    """A function that can't be called from the command line is refused where it is declared."""
    with pytest.raises(TypeError) as caught:
        config_parameters(cast("CommandFunction", function))

    assert text == str(caught.value)


def test_no_help_without_components() -> None:
    """Where nothing is chosen, the settings are listed."""
    with pytest.raises(NoHelpError) as caught:
        help_for(Other, "sise")

    assert "no component, registry or setting is called 'sise'; did you mean 'size'? Settings: 'size'" == str(
        caught.value
    )


def test_warnings() -> None:
    """Each deprecation in a config is a line of its own; a warning of the program's code has its place."""
    with plain_warnings(endings_of("tool")):
        outdated = warnings.formatwarning("a: old\nb: old", OutdatedConfigWarning, "shop.py", 3)
        other = warnings.formatwarning("too much", UserWarning, "shop.py", 3)
        of_library = warnings.formatwarning("too\nmuch", UserWarning, str(typer.__file__), 3)
        several = warnings.formatwarning("one\ntwo \x1b[31m", UserWarning, "shop.py", 3)

    assert "tool: warning: a: old\ntool: warning: b: old\n" == outdated
    assert "shop.py:3: UserWarning: too much\n" == other
    assert "tool: warning: too; much\n" == of_library
    assert "shop.py:3: UserWarning: one; two \\x1b[31m\n" == several


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (KeyboardInterrupt(), 130, "tool: interrupted\n"),
        (OSError("full"), 4, "tool: full\n"),
        (OSError("one\n\ttwo \x1b[31m"), 4, "tool: one\n        two \\x1b[31m\n"),
        (OSError(), 4, "tool: OSError\n"),
        (
            ConfigError(()),
            2,
            "tool: 0 faults\n",
        ),
    ],
)
def test_endings(error: BaseException, code: int, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A program ends with one line of its own."""
    with pytest.raises(SystemExit) as caught, foreseen_endings(endings_of("tool", {OSError: 4})):
        raise error

    assert (code, text) == (caught.value.code, capsys.readouterr().err)


def test_parser() -> None:
    """A type of the program's own is typer's affair where the program says how to make it from a text."""

    def resize(size: Annotated[Pair, typer.Option(parser=lambda text: Pair(int(text)))]) -> None:
        del size

    assert config_parameters(cast("CommandFunction", resize)) is None
