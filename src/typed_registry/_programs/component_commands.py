"""The commands `list` and `show` of a program, which describe its components."""
# Annotations are evaluated where they are written: the arguments of typer refer to the registries.

import sys
from collections.abc import Callable, Iterable
from typing import Annotated

import typer

from typed_registry._documentation.find_components import (
    component_words,
    find_components,
    unknown_component,
)
from typed_registry._documentation.listing import Listing, ListingFormat, list_registries, show_components
from typed_registry._messages.suggest import nearest
from typed_registry._registration.entries import Entries

_FORMAT: object = typer.Option(
    "--format", help="Text for people, JSON for programs, or Markdown for documentation."
)
_DEPRECATED: object = typer.Option("--deprecated", help="Include deprecated names, with what replaces them.")


def list_command(registries: list[Entries], program: str) -> object:
    """Return the function of the command `list`."""
    names = [each.name for each in registries]
    kind_argument: object = typer.Argument(
        metavar="KIND",
        help="The name of one registry. By default, all are listed.",
        show_default=False,
        autocompletion=_completer(lambda: names),
    )

    def list_components(
        kind: Annotated[str | None, kind_argument] = None,
        *,
        form: Annotated[ListingFormat, _FORMAT] = "text",
        deprecated: Annotated[bool, _DEPRECATED] = False,
    ) -> None:
        """List the components, with their settings and defaults.

        Exits with 1 if a component can't be imported.
        """
        if kind is not None and kind not in names:
            near = nearest(kind, names)
            meant = f"; did you mean {near!r}?" if near else f"; `{program} list` shows what there is"
            raise typer.BadParameter(f"there is no registry {kind!r}{meant}", param_hint="KIND")
        chosen = [each for each in registries if kind in (None, each.name)]
        _print(list_registries(chosen, form, deprecated=deprecated))

    return list_components


def show_command(registries: list[Entries]) -> object:
    """Return the function of the command `show`."""
    names_argument: object = typer.Argument(
        metavar="NAME",
        help="A component as NAME or REGISTRY.NAME, a registry, or a pattern such as '*adam*'.",
        show_default=False,
        autocompletion=_completer(
            lambda: [*component_words(registries), *(each.name for each in registries)]
        ),
    )

    def show(
        names: Annotated[list[str], names_argument],
        *,
        form: Annotated[ListingFormat, _FORMAT] = "text",
        deprecated: Annotated[bool, _DEPRECATED] = False,
    ) -> None:
        """Show components: how code builds them, docs, settings, place and distribution, and an example.

        Exits with 1 if a component can't be imported.
        """
        for name in names:
            if not find_components(registries, name, deprecated=deprecated):
                raise typer.BadParameter(unknown_component(registries, name), param_hint="NAME")
        _print(show_components(registries, names, form, deprecated=deprecated))

    return show


def _print(listing: Listing) -> None:
    """Print a listing. Exits with 1 if something can't be imported."""
    sys.stdout.write(listing.text)
    if not listing.is_whole:
        raise typer.Exit(1)


def _completer(words: Callable[[], Iterable[str]]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return [word for word in dict.fromkeys(words()) if word.startswith(incomplete)]

    return complete
