"""Applications: which parameters have the config, and what typer makes of the others."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, cast

import pytest
import typer
from attrs import frozen
from typer.testing import CliRunner

from typed_registry import Registry
from typed_registry._command_line.app import app as typed_registry_app
from typed_registry._programs.plain_program import run_plain
from typed_registry.cli import ConfigApp, ConfigSource, complete_components


@frozen
class Tone:
    hertz: float = 440.0
    """How high it is."""


@frozen
class Song:
    tones: tuple[Tone, ...]


@dataclass(frozen=True)
class Plain:
    size: int = 1


def ran(app: typer.Typer, *arguments: str) -> tuple[int, str]:
    """Return the exit code of an application and all that it prints."""
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.output


@pytest.fixture
def app() -> ConfigApp:
    """An application with one command whose config has defaults for everything."""
    made = ConfigApp("tone")

    @made.command()
    def play(
        tone: Tone,
        source: ConfigSource,
        times: Annotated[int, typer.Option(min=1)] = 1,
        *,
        loud: bool = False,
    ) -> None:
        """Play a tone."""
        print(tone.hertz, source.file, source.overrides, times, loud)

    return made


def test_function_stays() -> None:
    """The function of a command is the one that was written, which code and tests call."""

    def play(tone: Tone, *, loud: bool = False) -> str:
        return f"{tone.hertz} {loud}"

    decorated = ConfigApp("tone").command("play")(play)

    assert play is decorated
    assert "220.0 True" == decorated(Tone(220.0), loud=True)


def test_optional_file(app: ConfigApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file can be left out if nothing is required; a file with the form of an override counts as one."""
    monkeypatch.chdir(tmp_path)

    assert (0, "440.0 None () 1 False\n") == ran(app)
    assert (0, "220.0 None ('hertz=220',) 2 True\n") == ran(app, "hertz=220", "--times", "2", "--loud")
    (tmp_path / "hertz=1.yaml").write_text("hertz: 3\n")
    assert (0, "3.0 hertz=1.yaml () 1 False\n") == ran(app, "hertz=1.yaml")


def test_usage(app: ConfigApp) -> None:
    """A file that can be left out is shown in brackets."""
    assert "Usage: tone [OPTIONS] [CONFIG] [OVERRIDES]...\n" in ran_help(app)


def ran_help(app: ConfigApp) -> str:
    """Return the help of an application under its own name."""
    result = CliRunner().invoke(app, ["--help"], prog_name="tone")
    return result.output


def test_required_file() -> None:
    """A config with required fields needs a file, and words of other forms are not taken for one."""
    app = ConfigApp("song")
    app.command()(_sing)

    assert 2 == ran(app)[0]
    code, printed = ran(app, "tones=[]")
    assert 2 == code
    assert "tones=[]: " in printed


def _sing(song: Song) -> None:
    print(len(song.tones))


def test_other_classes(tmp_path: Path) -> None:
    """The config can be of any class that can be the root of a config."""
    app = ConfigApp("plain")

    @app.command()
    def show(plain: Plain) -> None:
        print(plain)

    (tmp_path / "c.json").write_text('{"size": 2}')

    assert (0, "Plain(size=2)\n") == ran(app, str(tmp_path / "c.json"))


def test_help_of_config() -> None:
    """The parameter of the config may have a help of its own."""
    app = ConfigApp("helped")

    @app.command()
    def play(tone: Annotated[Tone, typer.Argument(help="Which tone is played.")]) -> None:
        print(tone.hertz)

    assert (0, "220.0\n") == ran(app, "hertz=220")
    assert "Which tone is played." in ran(app, "--help")[1]


def test_short_help(app: ConfigApp) -> None:
    """The option `-h` shows the help of a program and its commands, unless a command has such an option."""
    assert ran(app, "--help") == ran(app, "-h")
    assert 0 == ran(typed_registry_app, "check", "-h")[0]

    @app.command()
    def jump(tone: Tone, height: Annotated[int, typer.Option("--height", "-h")] = 0) -> None:
        print(tone.hertz, height)

    assert ran(app, "--help") == ran(app, "-h")
    assert (0, "440.0 3\n") == ran(app, "jump", "-h", "3")


def test_coroutine() -> None:
    """A coroutine, which would never run, is refused at the decorator."""

    async def play(tone: Tone) -> None:
        del tone

    with pytest.raises(TypeError, match=r"asyncio\.run"):
        ConfigApp("coroutine").command()(play)


def test_several_configs() -> None:
    """A command has one config."""

    def both(tone: Tone, song: Song) -> None:
        del tone, song

    with pytest.raises(TypeError, match="both: "):
        ConfigApp("both").command()(both)


def test_no_parentheses() -> None:
    """A decorator without its parentheses is a mistake that is seen at once."""
    decorate = cast("Callable[[object], object]", ConfigApp("both").command)

    with pytest.raises(TypeError, match="with parentheses"):
        decorate(_sing)


def test_without_config() -> None:
    """A command need not have a config."""
    app = ConfigApp("bare")

    @app.command()
    def add(a: int, b: int = 2) -> None:
        print(a + b)

    assert (0, "3\n") == ran(app, "1")
    assert "--print-config" not in ran(app, "--help")[1]


def test_within_typer(app: ConfigApp) -> None:
    """The commands can be added to another application, in which they end in the same way."""
    outer = typer.Typer()
    outer.add_typer(app, name="tones")
    outer.command("other")(lambda: print("other"))

    assert (0, "220.0 None ('hertz=220',) 1 False\n") == ran(outer, "tones", "play", "hertz=220")
    assert (2, "tone: 1 fault\n") == _last_line(ran(outer, "tones", "play", "hertz=high"))
    assert (0, "other\n") == ran(outer, "other")


def _last_line(ending: tuple[int, str]) -> tuple[int, str]:
    return ending[0], f"{ending[1].splitlines()[-1]}\n"


def test_names_of_parameters() -> None:
    """A function may have parameters with the names of the arguments that the config gets."""
    app = ConfigApp("names")

    @app.command()
    def run(tone: Tone, overrides: int = 1, config: int = 2) -> None:
        print(tone.hertz, overrides, config)

    assert (0, "1.0 3 4\n") == ran(app, "hertz=1", "--overrides", "3", "--config", "4")


def test_name_of_script(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name, messages begin with that of the script."""
    monkeypatch.setattr(sys, "argv", ["/usr/bin/player"])
    app = ConfigApp()
    app.command()(_sing)

    assert (2, "player: 1 fault\n") == _last_line(ran(app, "no.yaml"))


def test_complete_components() -> None:
    """The names of several registries are offered with and without the registry's."""
    first, second = Registry[object, []]("first"), Registry[object, []]("second")
    first.register_factory("one")(lambda: 1)
    second.register_factory("only")(lambda: 1)
    second.register_factory("one")(lambda: 1)

    assert ["one", "only"] == complete_components(first, second)("o")
    assert ["second.only", "second.one"] == complete_components(first, second)("second")
    assert [] == complete_components(first)("first")


@pytest.mark.parametrize("kind", [RuntimeError, Exception])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--help"], 0), (["--help-for", "hertz"], 0), (["--nonsense"], 2), (["hertz=5"], 5), (["hertz=6"], 1)],
)
def test_endings_of_typer(kind: type[Exception], arguments: list[str], code: int) -> None:
    """A program that foresees broad classes of errors still ends as typer ends it."""
    app = ConfigApp("tone", errors={kind: 3})

    @app.command()
    def play(tone: Tone) -> None:
        if tone.hertz > 5:
            raise typer.Abort
        raise typer.Exit(int(tone.hertz))

    found, printed = ran(app, *arguments)

    assert code == found
    assert "tone: " not in printed
    assert ("No such option: --nonsense" in printed) is (code == 2)


@pytest.mark.parametrize(
    ("option", "hint"),
    [
        ("--hertz=3", " hertz=3,"),
        ("--hertz", " hertz=...,"),
        ("--loudness=3", None),
    ],
)
def test_field_as_option(
    app: ConfigApp, option: str, hint: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """A field that is given like an option is refused with the override to write."""
    code, output = ran(app, option)
    with pytest.raises(SystemExit) as caught:
        run_plain(Tone, [option])
    printed = capsys.readouterr().err

    assert (2, 2) == (code, caught.value.code)
    for text in (output, printed):
        said = " ".join(text.split())
        assert "no such option: --" in said.lower()
        assert ("a field of the config" in said) == (hint is not None)
        assert hint is None or hint in said


def test_key_error() -> None:
    """The message of a foreseen KeyError has no quotes."""
    app = ConfigApp("tone", errors={KeyError: 4})

    @app.command()
    def play(tone: Tone) -> None:
        raise KeyError(f"no sound of {tone.hertz:.0f} Hz")

    assert (4, "tone: no sound of 440 Hz\n") == ran(app)
    del play
