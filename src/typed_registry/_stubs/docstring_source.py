"""Write docstrings as source code."""

from __future__ import annotations

from collections.abc import Iterator


def docstring_lines(doc: str) -> Iterator[str]:
    """Yield the lines of a method's docstring, which are valid whatever characters it contains."""
    text = "".join(map(_escaped, doc)).replace('"""', "'''")
    if text.endswith('"'):
        text = f'{text[:-1]}\\"'
    first, *rest = text.split("\n")
    if not rest:
        yield f'        """{first}"""'
        return
    yield f'        """{first}'
    yield from (f"        {line}".rstrip() for line in rest)
    yield '        """'


def _escaped(character: str) -> str:
    """Return a character as it can be written in a docstring: NUL and lone surrogates as escapes."""
    if character == "\\":
        return "\\\\"
    if character.isprintable() or character in "\n\t":
        return character
    return character.encode("unicode_escape").decode()
