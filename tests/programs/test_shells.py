"""Completion in the real shells, into which a test types."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from tests.programs.program import SONG, environment
from tests.programs.shells import shell
from tests.programs.terminal import CALLS, Terminal, opened

SHELLS = ("bash", "zsh", "fish")
SOURCE = dict.fromkeys(("bash", "zsh"), "source <(remix --show-completion)\n") | {
    "fish": "remix --show-completion | source\n"
}
"""The line by which each shell takes the script; the option finds out which shell it is."""
SCRIPT = """\
#!{python}
from remix.__main__ import app
try:
    app()
finally:
    print(file=open({calls!r}, "a"))
"""
"""The console script, which adds a line to a file when it has run."""
PRESSED = {
    "remix ru\t": ["run"],
    "remix run song.y\t": ["run", "song.yaml"],
    "remix run song.yaml chain.0.d\t": ["run", "song.yaml", "chain.0.db="],
    "remix run song.yaml chain.0.d\t-3": ["run", "song.yaml", "chain.0.db=-3"],
    "remix run song.yaml chain.1.chain.1.del\t": ["run", "song.yaml", "chain.1.chain.1.delay="],
    "remix run song.yaml sink=c\t": ["run", "song.yaml", "sink=count"],
    "remix run song.yaml sink.name=te\t": ["run", "song.yaml", "sink.name=text"],
    "remix run song.yaml quality=d\t": ["run", "song.yaml", "quality=draft"],
    "remix run song.yaml fade.both_ends=f\t --verb": ["run", "song.yaml", "fade.both_ends=false", "--verb"],
    "remix run --help-for ec\t": ["run", "--help-for", "echo"],
    "remix run with:colon.y\t": ["run", "with:colon.yaml"],
    "remix run deep\tone.yaml": ["run", "deeper/one.yaml"],
    "remix run deeper/\t": ["run", "deeper/one.yaml"],
    "remix run ~/song.y\t": ["run", "{home}/song.yaml"],
    "remix run a\t": ["run", "a song.yaml"],
    "remix run 'a\t": ["run", "a song.yaml"],
    'remix run song.yaml "sink=c\t': ["run", "song.yaml", "sink=count"],
    "remix run song.yaml 'chain.1={name: bus}' sink=c\t": [
        "run",
        "song.yaml",
        "chain.1={name: bus}",
        "sink=count",
    ],
}
"""Keys, and the words of the command line that they make."""


@pytest.fixture(scope="module", params=SHELLS)
def terminal(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A shell that completes the words of the sample program, in a folder with configs."""
    name = str(request.param)
    folder = tmp_path_factory.mktemp(name)
    for config in ("song.yaml", "a song.yaml", "with:colon.yaml", "deeper/one.yaml"):
        (folder / config).parent.mkdir(exist_ok=True)
        (folder / config).write_text(SONG)
    script = folder / "bin" / "remix"
    script.parent.mkdir()
    script.write_text(SCRIPT.format(python=sys.executable, calls=str(folder / CALLS)))
    script.chmod(0o755)
    found = shell(name)
    variables = {**environment(), "PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}"}
    with opened(found, folder, variables) as made:
        made.type(f"{found.start}{SOURCE[name]}echo rea''dy\n")
        made.read_until("ready")
        yield made


@pytest.mark.parametrize("keys", PRESSED)
def test_completion(terminal: Terminal, keys: str) -> None:
    """A tab completes the word that is typed, and puts a space behind it unless more of it must follow."""
    typed, _, rest = keys.partition("\t")
    before = terminal.calls()
    terminal.type(f"{typed}\t")
    terminal.wait_for_call(before)
    terminal.type(f"{rest}\x01printf '<%s>' \x05; echo en''d\n")
    seen = terminal.read_until("><.*>end")

    words = [word.format(home=terminal.called.parent) if "{home}" in word else word for word in PRESSED[keys]]

    assert seen.endswith(f"<remix>{''.join(f'<{word}>' for word in words)}end")
