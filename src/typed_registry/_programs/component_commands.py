"""The commands `list` and `show` of a program, which describe its components."""
# Annotations are evaluated where they are written: the arguments of typer refer to the registries.

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated

import typer

from typed_registry._documentation.find_components import (
    component_words,
    find_components,
    unknown_component,
)
from typed_registry._documentation.listing import Listing, ListingFormat, list_registries, show_named
from typed_registry._messages.suggest import valid_words
from typed_registry._programs.output import write_output
from typed_registry._registration.entries import Entries

KIND_HELP = "The names of registries. By default, all are listed."
NAMES_HELP = "A component as NAME or REGISTRY.NAME, a registry, or a pattern such as '*adam*'."

FormatOption = Annotated[
    ListingFormat,
    typer.Option("--format", help="Text for people, JSON for programs, or Markdown for documentation."),
]
DeprecatedOption = Annotated[
    bool, typer.Option("--deprecated", help="Include deprecated names, with what replaces them.")
]


def list_command(registries: Sequence[Entries]) -> object:
    """Return the function of the command `list`."""
    kind_argument: object = typer.Argument(
        metavar="KIND",
        help=KIND_HELP,
        show_default=False,
        autocompletion=_completer(lambda: [each.name for each in registries]),
    )

    def list_components(
        kinds: Annotated[list[str] | None, kind_argument] = None,
        *,
        form: FormatOption = "text",
        deprecated: DeprecatedOption = False,
    ) -> None:
        """List the components, with their settings and defaults.

        Exits with 1 if a component can't be imported.
        """
        print_registries(registries, kinds or (), form, deprecated=deprecated)

    return list_components


def show_command(registries: Sequence[Entries]) -> object:
    """Return the function of the command `show`."""
    names_argument: object = typer.Argument(
        metavar="NAME",
        help=NAMES_HELP,
        show_default=False,
        autocompletion=_completer(
            lambda: [*component_words(registries), *(each.name for each in registries)]
        ),
    )

    def show(
        names: Annotated[list[str], names_argument],
        *,
        form: FormatOption = "text",
        deprecated: DeprecatedOption = False,
    ) -> None:
        """Show components: how code builds them, docs, settings, place and distribution, and an example.

        Exits with 1 if a component can't be imported.
        """
        print_components(registries, names, form, deprecated=deprecated)

    return show


def print_registries(
    registries: Sequence[Entries], kinds: Sequence[str], form: ListingFormat, *, deprecated: bool
) -> None:
    """Print the registries of these names, or all of them if there are no names.

    Raises BadParameter for a name that no registry has, and Exit if a component can't be imported.
    """
    names = [each.name for each in registries]
    for kind in kinds:
        if kind not in names:
            said = f"no registry is called {kind!r}; {valid_words(kind, names)}"
            raise typer.BadParameter(said, param_hint="KIND")
    chosen = [each for each in registries if not kinds or each.name in kinds]
    _print(list_registries(chosen, form, deprecated=deprecated))


def print_components(
    registries: Sequence[Entries],
    names: Sequence[str],
    form: ListingFormat,
    *,
    deprecated: bool,
    hint: Callable[[str], str] = lambda _: "",
) -> None:
    """Print the components that the names and patterns mean.

    Raises BadParameter for one that means none, with `hint(name)` behind the message, and Exit if a component
    can't be imported.
    """
    for name in names:
        if not find_components(registries, name, deprecated=deprecated):
            raise typer.BadParameter(f"{unknown_component(registries, name)}{hint(name)}", param_hint="NAME")
    _print(show_named(registries, names, form, deprecated=deprecated))


def _print(listing: Listing) -> None:
    """Print a listing. Exits with 1 if something can't be imported."""
    write_output(listing.text)
    if not listing.is_whole:
        raise typer.Exit(1)


def _completer(words: Callable[[], Iterable[str]]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return [word for word in dict.fromkeys(words()) if word.startswith(incomplete)]

    return complete
