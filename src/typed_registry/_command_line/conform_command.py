"""The command `typed-registry conform`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from typed_registry._command_line.project import RegistryModules, find_project
from typed_registry._messages.diagnostics import Diagnostic
from typed_registry._messages.render import ErrorFormat, render_diagnostics
from typed_registry._registration.import_module import import_module
from typed_registry._registration.registry_modules import held_registries
from typed_registry.errors import NoRegistryError
from typed_registry.testing._misfits import Misfit, misfits_of
from typed_registry.testing._selection import Selection, broken_modules_expected


def conform(
    modules: RegistryModules = None,
    *,
    distribution: Annotated[
        str | None,
        typer.Option(
            help="Check only the components of this installed distribution, such as those of a plugin.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[ErrorFormat, typer.Option("--format", help="How misfits are printed.")] = "text",
) -> None:
    """Import every component of the registries, and print each that can't be used as promised.

    A component must be importable, conform to its registry and be configurable, and its choice with all
    defaults must be equal when it is written to a file and read, and when it is pickled. An entry point must
    bring a component. By default, the registries are those of the modules in the table tool.typed-registry
    of pyproject.toml.

    Exits with 1 if there is a misfit.
    """
    project = find_project()
    names = project.modules(tuple(modules or ()))
    for more in project.settings.imports:
        import_module(more)
    found = (entries for name in names for entries in held_registries(import_module(name)).values())
    chosen = Selection(tuple(dict.fromkeys(found)), distribution)
    if not chosen.registries:
        raise NoRegistryError(", ".join(names))
    misfits = misfits_of(chosen)
    with broken_modules_expected():
        count = len(chosen.components())
    if distribution is not None and not count and not misfits:
        raise typer.BadParameter(f"no component comes from {distribution!r}", param_hint="--distribution")
    typer.echo(_printed(misfits, count, form), nl=False)
    if misfits:
        raise typer.Exit(1)


def _printed(misfits: Sequence[Misfit], count: int, form: ErrorFormat) -> str:
    if form == "json":
        return json.dumps([_facts(each) for each in misfits], indent=2) + "\n"
    if form == "github":
        return render_diagnostics(map(_diagnostic, misfits), form)
    lines = [str(each) for each in misfits]
    checked = "1 component" if count == 1 else f"{count} components"
    found = f"{len(misfits)} {'misfit' if len(misfits) == 1 else 'misfits'}" if misfits else "no misfit"
    return "".join(f"{line}\n" for line in (*lines, f"{checked} checked, {found}"))


def _facts(misfit: Misfit) -> dict[str, object]:
    return {
        "registry": misfit.registry,
        "name": misfit.name,
        "check": misfit.check,
        "reason": misfit.reason,
        "file": misfit.place.file,
        "line": misfit.place.line,
        "distribution": misfit.distribution,
    }


def _diagnostic(misfit: Misfit) -> Diagnostic:
    """Return what GitHub shows. The place of an entry point isn't a file."""
    file, line = misfit.place if misfit.place.line else (None, None)
    return Diagnostic("error", f"misfit-{misfit.check}", misfit.message, file, line)
