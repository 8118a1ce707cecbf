"""The commands `typed-registry list` and `typed-registry show`, which describe components."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from typed_registry._annotations.type_guards import is_sequence
from typed_registry._command_line.project import (
    Project,
    check_module_names,
    find_program,
    find_project,
    module_of,
)
from typed_registry._discovery.walk import find_module
from typed_registry._documentation.find_components import component_words
from typed_registry._messages.suggest import valid_words
from typed_registry._programs.component_commands import (
    KIND_HELP,
    NAMES_HELP,
    DeprecatedOption,
    FormatOption,
    print_components,
    print_registries,
)
from typed_registry._registration.entries import Entries
from typed_registry._registration.registry_modules import registries_in
from typed_registry.config._formats.formats import SUFFIXES
from typed_registry.errors import RegistryError


def _complete_kind(context: typer.Context, incomplete: str) -> list[str]:
    """Return the names of registries that begin so."""
    given: object = context.params.get("module")
    kinds = dict.fromkeys(entries.name for entries in _known_registries(()))
    if isinstance(given, str) and given not in kinds:
        kinds = dict.fromkeys(entries.name for entries in _known_registries((given,)))
    return [kind for kind in kinds if kind.startswith(incomplete)]


def _complete_first(incomplete: str) -> list[str]:
    """Return the names of the project's registries that begin so."""
    kinds = dict.fromkeys(entries.name for entries in _known_registries(()))
    return [kind for kind in kinds if kind.startswith(incomplete)]


def _complete_name(context: typer.Context, incomplete: str) -> list[str]:
    """Return the names of components that begin so."""
    given: object = context.params.get("module")
    modules = tuple(map(str, given)) if is_sequence(given) else ()
    return [word for word in component_words(_known_registries(modules)) if word.startswith(incomplete)]


def list_components(
    module: Annotated[
        str | None,
        typer.Argument(
            metavar="MODULE",
            help="A module that defines registries, or with the project's modules, a registry.",
            show_default=False,
            autocompletion=_complete_first,
        ),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="KIND",
            help=KIND_HELP,
            show_default=False,
            autocompletion=_complete_kind,
        ),
    ] = None,
    *,
    form: FormatOption = "text",
    deprecated: DeprecatedOption = False,
) -> None:
    """List the components of a module's registries, with their settings and defaults.

    Without a module, the modules in the table tool.typed-registry of pyproject.toml are listed; then the
    name of a registry may come first, also if another module has this name. Exits with 1 if a component
    can't be imported.
    """
    project, words = find_project(), (*([module] if module else ()), *(kinds or ()))
    if words and _are_registries(project, words):
        modules: tuple[str, ...] = ()
    else:
        modules, words = words[:1], words[1:]
        for each in modules:
            _check_module(project, each)
    print_registries(registries_in(project.modules(modules)), words, form, deprecated=deprecated)


def show(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME",
            help=NAMES_HELP,
            show_default=False,
            autocompletion=_complete_name,
        ),
    ],
    *,
    module: Annotated[
        list[str] | None,
        typer.Option("--module", "-m", help="A module that defines registries. By default, the project's."),
    ] = None,
    form: FormatOption = "text",
    deprecated: DeprecatedOption = False,
) -> None:
    """Show components: how code builds them, their docs, settings, place and distribution, and an example.

    Exits with 1 if a component can't be imported.
    """
    registries = registries_in(find_project().modules(tuple(module or ())))
    print_components(registries, names, form, deprecated=deprecated, hint=_hint)


def _are_registries(project: Project, words: Sequence[str]) -> bool:
    """Return whether words are names of registries of the project's, and the first isn't one of its modules.

    A registry takes precedence over another module of this name, which may have nothing to do with it. If
    the project's modules can't be imported, a word that could be a module is one.
    """
    modules = project.settings.modules
    if not modules or words[0] in modules:
        return False
    try:
        names = {each.name for each in registries_in(modules)}
    except RegistryError:
        if not _could_be_module(words[0]):
            raise
        return False
    return words[0] in names and (names.issuperset(words) or not _could_be_module(words[0]))


def _check_module(project: Project, word: str) -> None:
    """Raise BadParameter for a word that isn't the name of a module, if registries could be meant, too."""
    if module_of(word):
        check_module_names((word,))
    modules = project.settings.modules
    if modules and word not in modules and not _could_be_module(word):
        kinds = [each.name for each in registries_in(modules)]
        said = f"no registry or module is called {word!r}; {valid_words(word, (*kinds, *modules))}"
        raise typer.BadParameter(said, param_hint="MODULE")


def _could_be_module(word: str) -> bool:
    """Return whether a module of this name can be found, or the package that would contain it."""
    return find_module(word.partition(".")[0]) is not None


def _known_registries(modules: tuple[str, ...]) -> Sequence[Entries]:
    """Return the registries for a shell that completes a word: none if they can't be had."""
    with suppress(RegistryError, OSError):
        find_program()
        return registries_in(find_project().modules(modules))
    return ()


def _hint(name: str) -> str:
    """Return what else to run if a file or a module was given."""
    if name.endswith(tuple(SUFFIXES)) and Path(name).exists():
        return f"; `typed-registry resolve {name}` prints the resolved config of a file"
    if "." in name and _could_be_module(name):
        return f"; `typed-registry show --module {name} NAME` shows components of a module"
    return ""
