"""Descriptions of components as Markdown, for a site of documentation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from typed_registry._documentation.describe import Description, Setting


def as_markdown(descriptions: Iterable[Description]) -> str:
    """Return a section for each registry, with one for each component inside.

    A component that is described as a whole has its docstring, the call that builds it and an example.
    """
    return "\n".join(
        line
        for registry, found in groupby(descriptions, key=lambda each: each.registry)
        for line in (f"## {registry}\n", *(line for each in found for line in _component(each)))
    )


def _component(description: Description) -> Iterator[str]:
    yield f"### {_code(description.name)}\n"
    if description.deprecation is not None:
        yield f"*{str(description.deprecation).capitalize()}.*\n"
    if description.problem:
        yield f"{_quoted(description.problem)}\n"
    doc = description.doc if description.is_whole else description.summary
    if doc:
        yield f"{_lowered(doc)}\n"
    call = description.call
    if call is not None:
        yield f"{_block('python', call.signature)}\n"
    if description.settings:
        yield _table(description.settings)
    yield from (f"{_quoted(notice)}\n" for notice in description.notices)
    if call is not None:
        if call.example:
            yield f"{_block('yaml', call.example)}\n"
        yield f"From {_origin(description)}.\n"


def _origin(description: Description) -> str:
    package = f", in {description.distribution}" if description.distribution else ""
    return f"{_code(description.module)}{package}"


def _table(settings: Iterable[Setting]) -> str:
    rows = [
        f"| {_code(each.key)} | {_code(each.type)} | {_default(each)} | {_cell(each.doc)} |\n".replace(
            "|  |", "| |"
        )
        for each in settings
    ]
    return "".join(["| setting | type | default | |\n", "| --- | --- | --- | --- |\n", *rows])


def _default(setting: Setting) -> str:
    return "required" if setting.default is None else _code(setting.default)


def _code(text: str) -> str:
    r"""Return a text as code, with as many backticks around it as it needs, for a cell of a table too.

    >>> _code("int | None"), _code("a`b")
    ('`int \\| None`', '``a`b``')
    """
    longest = max(map(len, re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " * (text.startswith("`") or text.endswith("`"))
    return f"{ticks}{pad}{_cell(text)}{pad}{ticks}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _block(language: str, text: str) -> str:
    longest = max(map(len, re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def _lowered(doc: str) -> str:
    """Return a docstring whose headings are below the component's own."""
    return re.sub(r"^(#+) ", r"###\1 ", doc, flags=re.MULTILINE)
