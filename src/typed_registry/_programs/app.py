"""An application of typer whose commands take a config."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, TypeVar, cast

import typer
from typer.main import get_command

from typed_registry._programs.boxes import markup_mode
from typed_registry._programs.completion_option import set_completion_scripts
from typed_registry._programs.component_commands import list_command, show_command
from typed_registry._programs.config_command import command_class, command_function
from typed_registry._programs.config_parameters import CommandFunction, config_parameters
from typed_registry._programs.endings import endings_of
from typed_registry._programs.option_texts import HELP_OPTIONS
from typed_registry._programs.output import complete_output, escape_unencodable
from typed_registry._registration.component_registry import ComponentRegistry
from typed_registry._registration.entries import registries_among

WIDEST_HELP = 120
"""The number of columns that help takes in a wide terminal."""
_CONTEXT: Final = {"max_content_width": WIDEST_HELP, "help_option_names": [*HELP_OPTIONS]}

F = TypeVar("F")
"""A function."""


class ConfigApp(typer.Typer):
    """A program whose commands take a config: a file, overrides, and the options that go with them.

    It is an application of typer. In a command, the parameter whose type is a config class becomes the
    arguments `CONFIG` and `OVERRIDES`, with the options `--print-config` and `--help-for`. A parameter of
    type `ConfigSource` is given the file and the overrides. All other parameters are typer's.

    - `name` begins the program's messages; by default it is that of the script.
    - `help` describes the program if it has several commands.
    - `errors` are the program's own errors that are messages to the user, with an exit code for each.
    - `warnings` are categories of warnings that are one line of the program's own.

    >>> from attrs import frozen
    >>> @frozen
    ... class Tone:
    ...     hertz: float = 440.0
    >>> app = ConfigApp("tone")
    >>> @app.command()
    ... def play(tone: Tone) -> None:
    ...     print(tone.hertz)
    >>> app(["hertz=220"], standalone_mode=False)
    220.0
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        help: str | None = None,  # noqa: A002  # typer's name
        epilog: str | None = None,
        errors: Mapping[type[Exception], int] | None = None,
        warnings: Iterable[type[Warning]] = (),
    ) -> None:
        super().__init__(
            name=name,
            context_settings={**_CONTEXT},
            no_args_is_help=True,
            pretty_exceptions_enable=False,
            rich_markup_mode=markup_mode(),
        )
        if help is not None:  # otherwise that of a callback
            self.info.help = help
        if epilog is not None:
            self.info.epilog = epilog
        self._endings = endings_of(name or Path(sys.argv[0]).name, errors, tuple(warnings))

    def command(  # type: ignore[override]  # noqa: PLR0913  # typer's settings, but those of its own classes  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
        name: str | None = None,
        *,
        context_settings: dict[str, object] | None = None,
        help: str | None = None,  # noqa: A002  # typer's name
        epilog: str | None = None,
        short_help: str | None = None,
        no_args_is_help: bool = False,
        hidden: bool = False,
        deprecated: bool = False,
        rich_help_panel: str | None = None,
    ) -> Callable[[F], F]:
        """Return a decorator that makes a function a command, and returns the function as it is.

        The settings are typer's. Raises TypeError for a function with several configs, and
        for one that can't be called with the arguments of a command line, such as a coroutine.
        """
        if callable(name):
            raise TypeError("a command is declared by @app.command(), with parentheses")

        def decorate(function: F) -> F:
            written = cast("CommandFunction", function)
            parts = config_parameters(written)
            adapted = command_function(written, parts, self._endings)
            super(ConfigApp, self).command(
                name or written.__name__.replace("_", "-"),
                cls=command_class(None if parts is None else parts.root, self._endings),
                context_settings={**_CONTEXT, **(context_settings or {})},
                help=help,
                epilog=epilog,
                short_help=short_help,
                no_args_is_help=no_args_is_help,
                hidden=hidden,
                deprecated=deprecated,
                rich_help_panel=rich_help_panel,
            )(adapted)
            return function

        return decorate

    def add_component_commands(self, *registries: ComponentRegistry) -> None:
        """Add the commands `list` and `show`, which describe the components of these registries."""
        entries = registries_among(registries)
        self.command("list")(list_command(entries))
        self.command("show")(show_command(entries))

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Run the program with these arguments, `sys.argv` by default, as typer does."""
        escape_unencodable()
        command = get_command(self)
        set_completion_scripts(command.params, self._endings.program)
        with complete_output(self._endings.program):
            return command(*args, **{"prog_name": self.info.name or None, **kwargs})
