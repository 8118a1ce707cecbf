"""Functions for `autocompletion=` of typer's arguments and options."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import typer

from typed_registry._annotations.type_guards import is_sequence
from typed_registry._documentation.find_components import component_words
from typed_registry._programs.config_line import file_is_optional
from typed_registry._programs.config_node import config_node
from typed_registry._programs.file_words import config_file_words
from typed_registry._programs.help_for import help_names
from typed_registry._programs.override_words import override_words
from typed_registry._registration.component_registry import ComponentRegistry
from typed_registry._registration.entries import registries_among

Completer: TypeAlias = Callable[[typer.Context, str], list[str]]


def complete_components(*registries: ComponentRegistry) -> Callable[[str], list[str]]:
    """Return a completer for the names of components, as typer's `autocompletion=` takes it.

    For several registries, names with the registry's before them are completed too: `losses.dpo`.

    >>> from typed_registry import Registry
    >>> SHAPES = Registry[object, []]("shapes")
    >>> _ = SHAPES.register_factory("square")(lambda: 1)
    >>> complete_components(SHAPES)("sq")
    ['square']
    """

    def complete(incomplete: str) -> list[str]:
        found = registries_among(registries)
        words = component_words(found) if len(found) > 1 else (name for each in found for name in each)
        return [word for word in words if word.startswith(incomplete)]

    return complete


def complete_overrides(root: type, file: str = "config") -> Completer:
    """Return a completer for overrides of a config, as typer's `autocompletion=` takes it.

    `file` is the name of the parameter that has the config file, whose choices and items count.
    """

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        given: object = ctx.params.get(file)
        return _override_words(
            root, None if given is None else str(given), _given_words(ctx, file), incomplete
        )

    return complete


def complete_config_files(incomplete: str) -> list[str]:
    """Complete config files by their suffixes, and folders; for typer's `autocompletion=`."""
    return [*config_file_words(incomplete)]


def complete_config(root: type) -> Callable[[str], list[str]]:
    """Return a completer for the first word of a config: a file, or an override if it can be left out."""

    def complete(incomplete: str) -> list[str]:
        words = complete_config_files(incomplete)
        return words + _override_words(root, None, [], incomplete) if file_is_optional(root) else words

    return complete


def complete_help_names(root: type) -> Callable[[str], list[str]]:
    """Return a completer for the names that `--help-for` knows."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in dict.fromkeys(help_names(root)) if word.startswith(incomplete)]

    return complete


def _override_words(root: type, first: str | None, others: list[str], incomplete: str) -> list[str]:
    """Return the words for an override behind a file, or behind an override in its place."""
    is_file = first is not None and ("=" not in first or Path(first).exists())
    file, before = (Path(first).expanduser(), []) if is_file and first else (None, [first] if first else [])
    return [*override_words(config_node(root, file, [*before, *others]), incomplete)]


def _given_words(ctx: typer.Context, file: str) -> list[str]:
    """Return the overrides that are on the line already."""
    values = [value for name, value in ctx.params.items() if name != file and is_sequence(value)]
    return [word for value in values for word in value if isinstance(word, str) and "=" in word]
