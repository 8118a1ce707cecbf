"""The command line of `from_cli`: a config file, overrides and help, without another package."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path

from typed_registry._documentation.field_docs import summary
from typed_registry._programs.config_line import config_source, file_is_optional, override_hint, resolve
from typed_registry._programs.definition_list import text_width
from typed_registry._programs.endings import endings_of, foreseen_endings
from typed_registry._programs.error_stream import ErrorStream
from typed_registry._programs.help_for import NoHelpError, help_for
from typed_registry._programs.help_text import HELP_FOR, config_help
from typed_registry._programs.option_texts import (
    CONFIG_HELP,
    HELP_FOR_HELP,
    HELP_OPTIONS,
    OVERRIDES_HELP,
    PRINT_CONFIG_HELP,
)
from typed_registry._programs.output import complete_output, write_output
from typed_registry._programs.resolved_text import is_terminal, resolved_text
from typed_registry.config._structure.load import Made


def run_plain(root: type, arguments: Sequence[str] | None) -> Made:
    """Return the config that a program's arguments make, which are those of `sys.argv` by default.

    Raises SystemExit: with 0 after `--help`, `--help-for` and `--print-config`, and with 2 for arguments that
    make no config, after their faults are printed.
    """
    parser = _parser(root)
    given, unknown = parser.parse_known_intermixed_args(arguments)
    if unknown:
        options = [each for each in unknown if each.startswith("-")] or unknown  # without values after them
        parser.error(f"no such option: {' '.join(options)}{override_hint(root, *options)}")
    stream = ErrorStream(overrides=_words(given))
    with complete_output(parser.prog), foreseen_endings(endings_of(parser.prog), stream):
        _help(root, parser, given)
        words = _words(given)
        if not words and not file_is_optional(root):
            parser.error("the config file is missing")
        made = resolve(root, config_source(root, words))
        if given.print_config is True:
            write_output(resolved_text(made, is_styled=is_terminal()))
            raise SystemExit(0)
        return made


def _parser(root: type) -> ArgumentParser:
    parser = ArgumentParser(
        prog=Path(sys.argv[0]).name if sys.argv else None,
        usage=f"%(prog)s [OPTIONS] {'[CONFIG]' if file_is_optional(root) else 'CONFIG'} [OVERRIDES]...",
        description=summary(root),
        formatter_class=RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument(
        "words", nargs="*", metavar="CONFIG [OVERRIDES]", help=f"{CONFIG_HELP} {OVERRIDES_HELP}"
    )
    parser.add_argument("--print-config", action="store_true", help=PRINT_CONFIG_HELP)
    parser.add_argument(HELP_FOR, metavar="NAME", help=HELP_FOR_HELP)
    parser.add_argument(*HELP_OPTIONS, action="store_true", help="Show this message and exit.")
    return parser


def _help(root: type, parser: ArgumentParser, given: Namespace) -> None:
    """Print the help that is asked for, and exit."""
    if given.help is True:
        write_output(f"{parser.format_help()}\n{config_help(root, text_width())}")
        raise SystemExit(0)
    if isinstance(given.help_for, str):
        try:
            text = help_for(root, given.help_for, text_width())
        except NoHelpError as error:
            parser.error(str(error))
        write_output(text)
        raise SystemExit(0)


def _words(given: Namespace) -> list[str]:
    return [str(word) for word in given.words]
