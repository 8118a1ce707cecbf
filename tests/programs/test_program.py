"""The sample program: configs, overrides, endings and what a pipe gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programs.program import Ending, remix

ECHO = "echo is imported\n"
"""What the module of a component prints when it is imported."""


def test_run(folder: Path) -> None:
    """The config is loaded, and the components are built by the program."""
    assert Ending(0, "2.0 4.0 2.0 4.0\n", ECHO) == remix(folder, "run", "song.yaml")


def test_overrides(folder: Path) -> None:
    """Overrides may have negative numbers, options may stand between them, and the source has all."""
    ending = remix(folder, "run", "song.yaml", "chain.0.db=-6", "--verbose", "chain.1.muted=false")

    assert 0 == ending.code
    assert "song.yaml chain.0.db=-6 chain.1.muted=false\n0.5 1.0 0.5 1.0\n" == ending.out


def test_faults(folder: Path) -> None:
    """All faults are printed at once, each with a caret in the file or under the override as typed."""
    (folder / "song.yaml").write_text("chain: [{name: gain, bd: 6}]\nquality: best\n")
    ending = remix(folder, "run", "song.yaml", "sink.digitz=3", "fade.seconds=long", "fde.seconds=1")

    assert (2, "") == (ending.code, ending.out)
    assert (
        """\
song.yaml:1:22: chain.0.bd: unknown key of gain (effects); valid: 'db'
  1 | chain: [{name: gain, bd: 6}]
    |                      ^
song.yaml:2:10: quality: got 'best'; valid: 'draft', 'full'
  2 | quality: best
    |          ^
command line: fde: unknown key; did you mean 'fade'? valid: {valid}
  | fde.seconds=1
  | ^
command line: sink.digitz: unknown key of text (sinks); did you mean 'digits'? valid: 'digits'
  | sink.digitz=3
  |      ^
command line: fade.seconds: expected float, got 'long' (str)
  | fade.seconds=long
  |              ^
remix: 5 faults
""".replace("{valid}", "'chain', 'sink', 'fade', 'quality', 'folder', 'title'")
        == ending.err
    )


@pytest.mark.parametrize(
    ("override", "column"),
    [
        ("chain.7.db=1", 0),
        ("chain.0.name=gian", 13),
        ("sink={name: text, digits: x}", 26),
        ("sink={name: text, digitz: 1}", 18),
        ("sink={name: text, digits:  [1, x]}", 27),
        ("chain=[{name: gain, db: -6}, {name: gian}]", 36),
        ("title={", 6),
        ("title", 0),
        ("chain.1.chain.0.bd=1", 16),
        ("fade=fast", 5),
    ],
)
def test_caret_of_override(folder: Path, override: str, column: int) -> None:
    """The caret is under the part of the override that is wrong."""
    ending = remix(folder, "run", "song.yaml", "fade.seconds=1", override)

    assert 2 == ending.code
    assert f"  | {override}\n  | {' ' * column}^\n" in ending.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("run", "no.yaml"), 2, "no.yaml: can't be read: No such file or directory\nremix: 1 fault\n"),
        (("crash", "interrupt"), 130, "remix: interrupted\n"),
        (("crash", "name"), 1, "remix: effects: no component is called 'gian'; did you mean 'gain'? "),
        (("run", "song.yaml", "chain.1.muted=true"), 3, f"{ECHO}remix: nothing is heard\n"),
    ],
)
def test_endings(folder: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
    """An error that was foreseen is a message and an exit code."""
    ending = remix(folder, *arguments)

    assert (code, "") == (ending.code, ending.out)
    assert ending.err.startswith(told)
    assert "Traceback" not in ending.err


def test_other_errors(folder: Path) -> None:
    """An error that nobody foresaw keeps its traceback, and so do all others if that is wanted."""
    unforeseen = remix(folder, "crash", "value")
    wanted = remix(folder, "run", "no.yaml", TYPED_REGISTRY_TRACEBACK="1")

    assert 1 == unforeseen.code
    assert unforeseen.err.startswith("Traceback (most recent call last):")
    assert unforeseen.err.endswith("ValueError: value\n")
    assert "Traceback" in wanted.err


def test_warnings(folder: Path) -> None:
    """The warnings that the program names are one line."""
    ending = remix(folder, "run", "song.yaml", "chain.0.db=60", "chain.1.chain=[]")

    assert (0, "remix: warning: it is too loud\n") == (ending.code, ending.err)


@pytest.mark.parametrize("arguments", [("run",), ("run", "song.yaml", "--verbos"), ("runn",)])
def test_wrong_arguments(folder: Path, arguments: tuple[str, ...]) -> None:
    """A wrong argument is refused as usual, on one line that isn't wrapped."""
    ending = remix(folder, *arguments)

    assert (2, "") == (ending.code, ending.out)
    assert ending.err.splitlines()[-1].startswith("Error: ")


def test_print_config(folder: Path) -> None:
    """The resolved config is printed with the origin of each value, and nothing runs."""
    ending = remix(folder, "run", "song.yaml", "--print-config", "chain.0.db=-3")

    assert 0 == ending.code
    assert """\
chain:
  -
    name: gain         # song.yaml:2
    db: -3.0           # command line
""" == ending.out[: ending.out.index("  -\n    name: bus")]
    assert "        delay: 200ms   # default, " in ending.out
    assert "title: null  " in ending.out
    assert "2.0 4.0" not in ending.out


def test_printed_config_loads(folder: Path) -> None:
    """The printed config is a config file with the same values."""
    printed = remix(folder, "run", "song.yaml", "--print-config", "chain.1.chain.1.delay=1m")
    (folder / "again.yaml").write_text(printed.out)
    again = remix(folder, "run", "again.yaml", "--print-config")

    assert [line.partition("  #")[0].rstrip() for line in printed.out.splitlines()] == [
        line.partition("  #")[0].rstrip() for line in again.out.splitlines()
    ]


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("run", "--help"), ("run", "song.yaml", "a=1"), ("list",), ("show", "gain"), ("x",)],
)
def test_pipe(folder: Path, arguments: tuple[str, ...]) -> None:
    """A pipe gets neither colours nor boxes."""
    ending = remix(folder, *arguments)

    assert "\x1b" not in ending.out + ending.err
    assert not {*"─│╭╮╯╰┃━"} & {*ending.out, *ending.err}


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("run", "--help"), ("run", "--help-for", "gain"), ("run", "--help-for", "effects")],
)
def test_help_imports_no_component(folder: Path, arguments: tuple[str, ...]) -> None:
    """Help imports no component that has a config class."""
    ending = remix(folder, *arguments)

    assert (0, "") == (ending.code, ending.err)
