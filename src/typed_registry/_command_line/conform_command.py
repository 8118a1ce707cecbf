"""The command `typed-registry conform`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from attrs import asdict

from typed_registry._command_line.endings import error_stream
from typed_registry._command_line.project import RegistryModules, find_project
from typed_registry._messages.diagnostics import Diagnostic
from typed_registry._messages.render import ErrorFormat, render_diagnostics
from typed_registry._registration.import_module import import_module
from typed_registry._registration.name_warnings import without_name_warnings
from typed_registry._registration.registry_modules import registries_in
from typed_registry.testing._misfits import Misfit, misfits_of
from typed_registry.testing._selection import Selection


def conform(
    context: typer.Context,
    modules: RegistryModules = None,
    *,
    distribution: Annotated[
        list[str] | None,
        typer.Option(
            help="Check only the components of this installed distribution. Can be given several times.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[ErrorFormat, typer.Option("--format", help="How misfits are printed.")] = "text",
) -> None:
    """Import every component of the registries, and print each that can't be used as promised.

    A component must be importable, conform to its registry and be configurable, and its choice with all
    defaults must be equal when it is written to a file and read, and when it is pickled. An entry point must
    bring a component, and a deprecated name must have a replacement that is registered. If there is no
    component at all, that is a misfit too; an empty registry beside others is just reported. By default, the
    registries are those of the modules in the table tool.typed-registry of pyproject.toml.

    Exits with 1 if there is a misfit.
    """
    error_stream(context, form)
    chosen = _selection(tuple(modules or ()), distribution)
    misfits = misfits_of(chosen)
    with without_name_warnings():
        components = chosen.components()
    if distribution and not components and all(each.check == "empty" for each in misfits):
        with without_name_warnings():
            reason = chosen.explain_absent(distribution)
        raise typer.BadParameter(reason, param_hint="--distribution")
    filled = {entries for entries, _ in components}
    empty = [each.name for each in chosen.registries if filled and not distribution and each not in filled]
    typer.echo(_printed(misfits, len(components), empty, form), nl=False)
    if misfits:
        raise typer.Exit(1)


def _selection(modules: tuple[str, ...], distributions: Sequence[str] | None) -> Selection:
    """Return the registries of modules, by default the project's, with all that the project imports."""
    project = find_project()
    names = project.modules(modules)
    for more in project.settings.imports:
        import_module(more)
    return Selection(tuple(registries_in(names)), tuple(distributions) if distributions else None)


def _printed(misfits: Sequence[Misfit], count: int, empty: Iterable[str], form: ErrorFormat) -> str:
    if form == "json":
        return json.dumps([_facts(each) for each in misfits], indent=2) + "\n"
    if form == "github":
        return render_diagnostics(map(_diagnostic, misfits), form)
    lines = [*map(str, misfits), *(f"{each}: 0 components" for each in empty)]
    checked = "1 component" if count == 1 else f"{count} components"
    found = f"{len(misfits)} {'misfit' if len(misfits) == 1 else 'misfits'}" if misfits else "no misfit"
    return "".join(f"{line}\n" for line in (*lines, f"{checked} checked, {found}"))


def _facts(misfit: Misfit) -> dict[str, object]:
    """Return what every fault has in JSON, and the component."""
    component = {"registry": misfit.registry, "name": misfit.name, "distribution": misfit.distribution}
    return {**asdict(_diagnostic(misfit)), **component}


def _diagnostic(misfit: Misfit) -> Diagnostic:
    """Return the diagnostic of a misfit. The place of an entry point isn't a file."""
    place, kind = misfit.place, f"misfit-{misfit.check}"
    file = place.file if place.line or Path(place.file).exists() else None
    return Diagnostic("error", kind, misfit.message, file, place.line or None)
