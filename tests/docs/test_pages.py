"""What the pages of documentation show is what happens."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posttrain.registries import DATASETS, LOSSES, REWARDS
from tests.docs.page import PAGES, README, ROOT, Block, blocks
from tests.docs.session import MODULE, Session

INDEX = ROOT / "docs" / "README.md"
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
Check = Callable[[str, str, str], None]


@pytest.fixture
def session(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A page's session, with its folder as the working directory; what it adds to posttrain is discarded."""
    monkeypatch.chdir(folder)
    before = {registry: {*registry.list()} for registry in (DATASETS, LOSSES, REWARDS)}
    yield Session(folder)
    for registry, names in before.items():
        for name in {*registry.list()} - names:
            registry.unregister(name)
    del sys.modules[MODULE]


@pytest.fixture
def check(session: Session) -> Check:
    """Check a block that consists of a directive with its argument, a language and a text."""

    def checked(directive: str, language: str, text: str) -> None:
        name, _, argument = directive.partition(": ")
        session.check(Block(name, argument, language, text, 1))

    return checked


@pytest.mark.parametrize("page", [page.relative_to(ROOT).as_posix() for page in PAGES])
def test_page(page: str, session: Session) -> None:
    """Every block of the page is true, in the order of the page."""
    for block in blocks(ROOT / page):
        try:
            session.check(block)
        except BaseException as error:
            error.add_note(f"{page}:{block.line}")
            raise


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links(page: Path) -> None:
    """Every file of this repository that the page links to exists."""
    text = re.sub(r"```.*?```|`[^`\n]+`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    missing = [name for name in LINK.findall(text) if not (page.parent / name).exists()]

    assert [] == missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_file_names_are_shown(page: Path) -> None:
    """The text above a block that is written as a file names the file: the comment isn't visible."""
    text = page.read_text(encoding="utf-8")
    hidden = [
        block.argument
        for block in blocks(page)
        if block.directive == "file" and f"`{block.argument}`" not in text.partition(block.text)[0]
    ]

    assert [] == hidden


def test_index() -> None:
    """The index links to every page of docs."""
    linked = {name.partition("#")[0] for name in LINK.findall(INDEX.read_text(encoding="utf-8"))}

    assert {page.name for page in INDEX.parent.glob("*.md") if page != INDEX} <= linked


def test_readme_is_short() -> None:
    """A stranger reads the README to the end."""
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 150


def test_faults_of_pages_are_found(check: Check) -> None:
    """A block that isn't true fails, whichever kind it is."""
    check("file: a.txt", "text", "one\ntwo\n")
    check("part of: a.txt", "text", "two\n")
    check("raises: KeyError", "python", "{}['a']\n")
    check("", "text", "'a'\n")
    check("", "console", "$ cat a.txt\none\n...\n$ echo done  # comment\ndone\n")
    for directive, language, text in (
        ("", "yaml", "a: 1\n"),
        ("part of: a.txt", "text", "three\n"),
        ("raises: ValueError", "python", "{}['a']\n"),
        ("", "python", "assert 1 > 2\n"),
        ("", "console", "$ cat a.txt\none\n"),
    ):
        with pytest.raises(AssertionError):
            check(directive, language, text)
    check("raises: KeyError", "python", "{}['a']\n")
    with pytest.raises(AssertionError):
        check("", "text", "'b'\n")
