"""Run each checker of a project over a program that uses its registries."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from secrets import token_hex

from attrs import frozen

from typed_registry._doctor.checkers import Checker, CheckerConfig
from typed_registry._doctor.probe_program import ProbedRegistry, ProbeProgram, Visibility, error_lines
from typed_registry._documentation.describe import config_notices
from typed_registry._registration.entries import Entries
from typed_registry._registration.plugin_names import plugin_names
from typed_registry._registration.registry_modules import defined_registries
from typed_registry._stubs.request import StubRequest
from typed_registry.errors import RegistryError

_PROGRAM = "typed_registry_doctor"


@frozen
class StubFile:
    """A generated stub on disk."""

    file: Path
    names: Mapping[str, Sequence[str]]
    """The component names of each registry, by the registry's variable."""


@frozen
class ExaminedModule:
    """A module with registries, and its stubs."""

    module: str
    source: Path
    registries: tuple[ProbedRegistry, ...]
    stub_beside: StubFile | None
    """The stub beside the module."""
    stub_in_typings: StubFile | None
    """The stub in the folder of this environment's stubs."""


@frozen
class CheckerReport:
    """A checker, and what it knows of each registry."""

    checker: Checker
    version: str
    config: CheckerConfig | None
    visibilities: tuple[Visibility, ...]


def examined_module(module: str, typings: Path) -> ExaminedModule:
    """Import a module and its components, and return its registries and stubs.

    Raises NoRegistryError if the module defines no registry.
    """
    live, own = defined_registries(module)
    source = Path(str(live.__file__))
    registries = tuple(_probed(module, name, entries) for name, entries in own.items())
    requests = (StubRequest(module, typings=folder) for folder in (None, typings))
    beside, in_typings = (_read_stub_file(request.place(str(source))) for request in requests)
    return ExaminedModule(module, source, registries, beside, in_typings)


def examine(checker: Checker, modules: Sequence[ExaminedModule], folder: Path) -> CheckerReport:
    """Let a checker check a program that uses the registries, in the project's folder with its settings."""
    program = ProbeProgram([registry for each in modules for registry in each.registries])
    file = folder / f"{_PROGRAM}_{token_hex(4)}.py"
    file.write_text(program.text, encoding="utf-8")
    try:
        files = (file.name, *_own_sources(checker, modules, folder))
        printed = checker.run((*checker.command[1:], *files), folder)
    finally:
        file.unlink()
    visibilities = tuple(program.visibilities(set(error_lines(printed, file.name))))
    return CheckerReport(checker, checker.version(folder), checker.config(folder), visibilities)


def is_own_source(each: ExaminedModule, folder: Path) -> bool:
    """Return whether the module is a source of the project, not one that is installed in an environment."""
    return each.source.is_relative_to(folder) and not each.source.is_relative_to(sys.prefix)


def _read_stub_file(file: Path) -> StubFile | None:
    """Return the names in a stub; None if there is no such file."""
    if not file.is_file():
        return None
    keys: dict[str, list[str]] = {}
    classes: dict[str, str] = {}
    for node in ast.parse(file.read_bytes()).body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(args=[_, ast.Dict(keys=found)])):
                keys[name] = [str(key.value) for key in found if isinstance(key, ast.Constant)]
            case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Subscript(slice=ast.Name(id=kind))):
                classes[name] = kind  # `LOSSES: Final[_Losses]`
            case _:
                pass
    return StubFile(file, {variable: keys.get(f"{kind}Components", ()) for variable, kind in classes.items()})


def _probed(module: str, variable: str, entries: Entries) -> ProbedRegistry:
    names = (*entries,)
    notices = tuple((name, notice) for name in names for notice in _notices(entries, name))
    return ProbedRegistry(module, variable, names, plugin_names(entries), notices)


def _notices(entries: Entries, name: str) -> tuple[str, ...]:
    try:
        return config_notices(entries, name)
    except (RegistryError, ImportError) as error:
        return (str(error),)


def _own_sources(checker: Checker, modules: Sequence[ExaminedModule], folder: Path) -> Iterator[str]:
    """Yield the files of the project's own modules for mypy and zuban.

    These two are usually run over the project's files, which then take precedence over any folder of stubs.
    """
    if checker.name in {"mypy", "zuban"}:
        for each in modules:
            if is_own_source(each, folder):
                yield str(each.stub_beside.file if each.stub_beside else each.source)
