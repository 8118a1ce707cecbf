"""The classes of the commands, which print errors and warnings in the format that the arguments ask for."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from itertools import pairwise
from typing import TYPE_CHECKING, cast, get_args

from typer.core import TyperCommand, TyperGroup

from typed_registry._command_line.endings import ENDINGS, error_stream
from typed_registry._messages.render import ErrorFormat
from typed_registry._programs.endings import foreseen_endings
from typed_registry._programs.error_stream import ErrorStream
from typed_registry._programs.plain_warnings import plain_warnings

if TYPE_CHECKING:
    import typer


class ReportingGroup(TyperGroup):
    """The commands, which print errors and warnings in the format that `--error-format` names."""

    def make_context(  # type: ignore[override]  # typer makes no other  # pyright: ignore[reportIncompatibleMethodOverride]
        self, info_name: str | None, args: list[str], parent: typer.Context | None = None, **extra: object
    ) -> typer.Context:
        """Read the arguments before the name of a command."""
        with foreseen_endings(ENDINGS, ErrorStream(stated_format(args, "--error-format"))):
            return cast("typer.Context", super().make_context(info_name, args, parent, **extra))

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # typer makes no other  # pyright: ignore[reportIncompatibleMethodOverride]
        """Run the command that the arguments name."""
        ctx.obj = stream = ErrorStream(ctx.params["error_format"])
        with foreseen_endings(ENDINGS, stream):
            return super().invoke(ctx)


class FormattedCommand(TyperCommand):
    """A command whose option `--format` is also the format of errors that prevent its output."""

    def make_context(  # type: ignore[override]  # typer makes no other  # pyright: ignore[reportIncompatibleMethodOverride]
        self, info_name: str | None, args: list[str], parent: typer.Context | None = None, **extra: object
    ) -> typer.Context:
        """Read the arguments of the command."""
        if parent is not None:
            error_stream(parent, stated_format(args, "--format"))
        return cast("typer.Context", super().make_context(info_name, args, parent, **extra))

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # typer makes no other  # pyright: ignore[reportIncompatibleMethodOverride]
        """Run the command, whose warnings have its format, too."""
        stream = error_stream(ctx)
        with nullcontext() if stream.is_text else plain_warnings(ENDINGS, stream):
            return super().invoke(ctx)


def stated_format(arguments: Sequence[str], option: str) -> ErrorFormat:
    """Return the format that an option among arguments names, of which others may be wrong.

    >>> stated_format(["--bad", "--format=json", "text"], "--format"), stated_format(["--format"], "--format")
    ('json', 'text')
    >>> stated_format(["--format", "json", "--format", "github", "--", "--format=text"], "--format")
    'github'
    """
    words = [*arguments]
    words = words[: words.index("--")] if "--" in words else words
    stated = "text"
    for word, following in pairwise([*words, ""]):
        name, has_value, value = word.partition("=")
        if name == option:
            stated = value if has_value else following
    known: tuple[ErrorFormat, ...] = get_args(ErrorFormat)
    return known[known.index(stated)] if stated in known else "text"
