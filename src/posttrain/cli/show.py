"""The commands that show components: `list` and `show`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from posttrain.cli.complete import complete_component, complete_kind
from typed_registry._messages.suggest import nearest  # private: as the library suggests names

if TYPE_CHECKING:
    from typed_registry._documentation.listing import Listing  # private: as below


def list_components(
    kind: Annotated[
        str | None,
        typer.Argument(help="One registry, such as losses; all by default.", autocompletion=complete_kind),
    ] = None,
) -> None:
    """Show every component with the fields of its config and their defaults."""
    from posttrain.cli.catalog import catalogs
    from typed_registry._documentation.listing import (  # private: `typed-registry list` prints so
        list_registries,
    )

    known = catalogs()
    if kind is not None:
        _require("registry", kind, [each.name for each in known], "KIND")
    _print(list_registries([each for each in known if kind in (None, each.name)]))


def show(
    name: Annotated[
        str,
        typer.Argument(
            help="A component, such as grpo; losses.dpo where others have its name, too.",
            autocompletion=complete_component,
        ),
    ],
) -> None:
    """Show a component: where it is, all that it says of itself, and the fields of its config.

    Of a registry, all components are shown.
    """
    from posttrain.cli.catalog import catalogs
    from typed_registry._documentation.listing import (  # private: `typed-registry list` prints so
        list_registries,
        show_components,
    )

    known = catalogs()
    chosen = [each for each in known if each.name == name]
    if chosen:
        _print(list_registries(chosen))
        return
    paths = [path for each in known for word in each for path in (word, f"{each.name}.{word}")]
    _require("component", name, paths, "NAME")
    _print(show_components(known, [name]))


def _print(listing: Listing) -> None:
    sys.stdout.write(listing.text)
    if not listing.is_whole:
        raise typer.Exit(1)


def _require(what: str, given: str, known: Sequence[str], hint: str) -> None:
    """Refuses a word that isn't known, with the nearest that is."""
    if given in known:
        return
    near = nearest(given, known)
    meant = f"; did you mean {near!r}?" if near else "; `posttrain list` shows what there is"
    raise typer.BadParameter(f"there is no {what} {given!r}{meant}", param_hint=hint)
