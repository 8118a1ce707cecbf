"""Functions with a config among their parameters as functions that typer makes commands of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, cast

import typer
from typer.core import TyperCommand

from typed_registry._annotations.type_guards import is_sequence
from typed_registry._programs.completers import complete_config, complete_help_names, complete_overrides
from typed_registry._programs.config_line import config_source, file_is_optional, override_hint, resolve
from typed_registry._programs.config_parameters import CommandFunction, ConfigParameters, parameter_hints
from typed_registry._programs.definition_list import text_width
from typed_registry._programs.endings import Endings, foreseen_endings
from typed_registry._programs.error_stream import ErrorStream
from typed_registry._programs.help_for import NoHelpError, help_for
from typed_registry._programs.help_text import HELP_FOR, config_help
from typed_registry._programs.option_texts import (
    HELP_FOR_HELP,
    OVERRIDES_HELP,
    PRINT_CONFIG_HELP,
)
from typed_registry._programs.output import write_output
from typed_registry._programs.resolved_text import is_terminal, resolved_text
from typed_registry.config._structure.load import warn_of_outdated


class ProgramCommand(TyperCommand):
    """A command whose help includes the fields of its config, and that ends as its program does."""

    root: type | None = None
    endings: Endings

    def make_context(  # type: ignore[override]  # typer makes no other  # pyright: ignore[reportIncompatibleMethodOverride]
        self, info_name: str | None, args: list[str], parent: typer.Context | None = None, **extra: object
    ) -> typer.Context:
        """Read the arguments, which may ask for help and then imports components."""
        with foreseen_endings(self.endings):
            given = list(args)  # which typer consumes
            try:
                return cast("typer.Context", super().make_context(info_name, args, parent, **extra))
            except Exception as error:
                self._hint_at_override(error, given)
                raise

    def _hint_at_override(self, error: Exception, args: list[str]) -> None:
        """Add to typer's error for an unknown option that a field of the config isn't set by one."""
        option: object = getattr(error, "option_name", None)
        if self.root is None or type(error).__name__ != "NoSuchOption" or not isinstance(option, str):
            return
        word = next((each for each in args if each.partition("=")[0] == option), option)
        hint = override_hint(self.root, word)
        setattr(error, "message", f"{getattr(error, 'message', '')}{hint}")  # noqa: B010  # of typer's class

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]  # typer makes no other  # pyright: ignore[reportIncompatibleMethodOverride]
        """Return the help, and print what rich prints of it before that."""
        text = super().get_help(ctx)
        return text if self.root is None else f"{text}\n\n{config_help(self.root, text_width())}".strip("\n")


def command_function(
    function: CommandFunction, parts: ConfigParameters | None, endings: Endings
) -> CommandFunction:
    """Return the function that typer calls: it makes the config, and ends the program as a message says."""

    def run(**given: object) -> object:
        if parts is None:
            with foreseen_endings(endings, ErrorStream(overrides=_overrides(given))):
                return function(**given)
        words = _words(given.pop(parts.config), given.pop(parts.overrides))
        is_printed = given.pop(parts.print_config) is True
        given.pop(parts.help_for)
        source = config_source(parts.root, words)
        with foreseen_endings(endings, ErrorStream(overrides=source.overrides)):
            made = warn_of_outdated(resolve(parts.root, source))
            if is_printed:
                write_output(resolved_text(made, is_styled=is_terminal()))
                return None
            if parts.source is not None:
                given[parts.source] = source
            return function(**{parts.config: made.tree, **given})

    parameters = _parameters(function, parts)
    run.__name__, run.__doc__, run.__module__ = function.__name__, function.__doc__, function.__module__
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # inspect reads it
    return run


def command_class(root: type | None, endings: Endings) -> type[ProgramCommand]:
    """Return the class of a command with this config."""

    class RootCommand(ProgramCommand):
        """A command of one config class."""

    RootCommand.root, RootCommand.endings = root, endings
    return RootCommand


def _parameters(function: CommandFunction, parts: ConfigParameters | None) -> list[Parameter]:
    """Return the parameters that typer makes arguments and options of."""
    hints = parameter_hints(function)
    made: list[Parameter] = []
    for each in signature(function).parameters.values():
        if parts is not None and each.name == parts.config:
            made.append(_config_argument(parts))
        elif parts is None or each.name != parts.source:
            annotation = hints.get(each.name, each.annotation)
            made.append(each.replace(kind=Parameter.KEYWORD_ONLY, annotation=annotation))
    return [*made, *_config_options(parts)] if parts is not None else made


def _config_argument(parts: ConfigParameters) -> Parameter:
    is_optional = file_is_optional(parts.root)
    argument: object = typer.Argument(
        metavar="CONFIG",
        help=parts.help,
        show_default=False,
        autocompletion=complete_config(parts.root),
    )
    default = None if is_optional else Parameter.empty
    annotation = Annotated[Path | None, argument] if is_optional else Annotated[Path, argument]
    return Parameter(parts.config, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _config_options(parts: ConfigParameters) -> list[Parameter]:
    """Return the parameters for the overrides, `--print-config` and `--help-for`."""
    overrides: object = typer.Argument(
        metavar="OVERRIDES",
        help=OVERRIDES_HELP,
        show_default=False,
        autocompletion=complete_overrides(parts.root, parts.config),
    )
    printed: object = typer.Option("--print-config", help=PRINT_CONFIG_HELP)
    help_for_option: object = typer.Option(
        HELP_FOR,
        metavar="NAME",
        is_eager=True,
        help=HELP_FOR_HELP,
        callback=_help_printer(parts.root),
        autocompletion=complete_help_names(parts.root),
    )
    kind = Parameter.KEYWORD_ONLY
    return [
        Parameter(parts.overrides, kind, default=None, annotation=Annotated[list[str] | None, overrides]),
        Parameter(parts.print_config, kind, default=False, annotation=Annotated[bool, printed]),
        Parameter(parts.help_for, kind, default=None, annotation=Annotated[str | None, help_for_option]),
    ]


def _help_printer(root: type) -> Callable[[typer.Context, str | None], None]:
    """Return the callback of `--help-for`, which prints the help and exits."""

    def print_help(ctx: typer.Context, name: str | None) -> None:
        if name is None or ctx.resilient_parsing:
            return
        try:
            text = help_for(root, name, text_width())
        except NoHelpError as error:
            raise typer.BadParameter(str(error)) from None
        write_output(text)
        raise typer.Exit

    return print_help


def _overrides(given: Mapping[str, object]) -> list[str]:
    """Return the words of a command without a config that may be overrides."""
    lists = filter(is_sequence, given.values())
    return [word for each in lists for word in each if isinstance(word, str) and "=" in word]


def _words(config: object, overrides: object) -> list[str]:
    given = [config, *(overrides if is_sequence(overrides) else ())]
    return [str(word) for word in given if word is not None]
