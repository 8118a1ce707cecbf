"""The settings of a project in the table `[tool.typed-registry]` of its pyproject.toml; common arguments."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Annotated, TypeAlias

import typer
from attrs import Attribute, evolve, field, frozen
from attrs.validators import ge

from typed_registry._class_libraries.library_of import library_of
from typed_registry._doctor.checkers import CheckerName
from typed_registry._registration.import_module import import_module
from typed_registry._stubs.request import WhenUnresolved
from typed_registry.config import key
from typed_registry.config._formats.read import read
from typed_registry.config._structure.load import tree
from typed_registry.errors import NoModulesError, RootError

RegistryModules: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="MODULE",
        help="Modules that define registries, such as posttrain.registries.",
        show_default=False,
    ),
]
ConfigFile: TypeAlias = Annotated[Path, typer.Argument(metavar="FILE", readable=False, help="A config file.")]
ConfigFiles: TypeAlias = Annotated[
    list[Path], typer.Argument(metavar="FILE", readable=False, help="Config files: YAML, TOML or JSON.")
]
RootClass: TypeAlias = Annotated[
    str | None,
    typer.Option("--root", help="The class of the config, as module:Class. By default, the project's."),
]

TYPINGS = "typings"
"""The folder for this environment's stubs if the settings name none. pyright looks there by default."""


def _check_setting(_instance: object, _attribute: Attribute[tuple[str, ...]], value: tuple[str, ...]) -> None:
    """Raise ValueError for the first word that isn't the name of a module."""
    problem = next(filter(None, map(_module_problem, value)), None)
    if problem is not None:
        raise ValueError(problem)


@frozen
class Settings:
    """The settings in pyproject.toml. The options of a command take precedence.

    >>> Settings(modules=("posttrain.registries",)).most
    100
    """

    modules: tuple[str, ...] = field(default=(), validator=_check_setting)
    """Modules that define registries and get stubs."""
    imports: tuple[str, ...] = field(default=(), validator=_check_setting)
    """Modules that register more components. They are imported first."""
    typings: Path | None = None
    """The folder for this environment's stubs. Without it, each stub is written beside its module."""
    root: str | None = None
    """The class of the program's config files, such as `posttrain.config:ExperimentConfig`."""
    most: int = field(default=100, validator=ge(0))
    """The largest number of components for which a registry gets overloads."""
    unresolved: WhenUnresolved = WhenUnresolved.ERROR
    """The treatment of components with types that mypy can't resolve."""
    unresolved_components: Mapping[str, WhenUnresolved] = field(
        factory=dict[str, WhenUnresolved], metadata=key("unresolved-components")
    )
    """The treatment of single components: `{"fit.registries.LOSSES.huber" = "any"}`."""
    checkers: tuple[CheckerName, ...] = ()
    """The type checkers that the doctor runs. Without it, all that are installed."""


@frozen
class Project:
    """A project's pyproject.toml, which may not exist, and its settings."""

    file: Path
    settings: Settings

    def modules(self, given: tuple[str, ...]) -> tuple[str, ...]:
        """Return the given modules, or those in the settings.

        Raises NoModulesError if there are none, and BadParameter for words that aren't names of modules.
        """
        check_module_names(given)
        found = given or self.settings.modules
        if not found:
            raise NoModulesError(self.file)
        return found

    def root(self, given: str | None = None) -> type:
        """Import and return the class of config files: the given `module:Class`, or that in the settings.

        Raises RootError if there is none, or if it isn't an attrs class, and BrokenModuleError.
        """
        name = given or self.settings.root
        if name is None:
            raise RootError(None, "none is given", self.file)
        module, _, qualified = name.partition(":")
        if not (module and qualified):
            raise RootError(name, "it must have the form module:Class", self.file)
        for registries in self.settings.modules:
            import_module(registries)
        live = import_module(module)
        try:
            found: object = attrgetter(qualified)(live)
        except AttributeError as error:
            raise RootError(name, str(error), self.file) from None
        if not isinstance(found, type) or library_of(found) is None:
            raise RootError(name, "it isn't a class with fields, such as a frozen attrs class", self.file)
        return found


def check_module_names(modules: Iterable[str], parameter: str = "MODULE") -> None:
    """Raise BadParameter for a word that an import can't have, such as a path, with the module to write."""
    for given in modules:
        problem = _module_problem(given)
        if problem is not None:
            raise typer.BadParameter(problem, param_hint=parameter)


def _module_problem(given: str) -> str | None:
    """Return why a word isn't the name of a module, and what to write; None if it may be one."""
    name = module_of(given)
    if name and name == given:
        return None
    instead = f"; write {name}" if name else ""
    return f"{given!r} isn't the name of a module as in an import statement{instead}"


def module_of(given: str) -> str:
    """Return the module that a word means: itself, or that of a path or of `module:NAME`; none if empty.

    >>> module_of("fit.loss"), module_of("src/fit/loss.py"), module_of("fit.loss:LOSSES"), module_of(".")
    ('fit.loss', 'fit.loss', 'fit.loss', '')
    """
    if _is_dotted(given) and not (given.endswith(".py") and Path(given).exists()):
        return given
    if "\\" in given:
        return ""
    path = Path(given.partition(":")[0])
    if path.is_absolute():
        if not path.is_relative_to(Path.cwd()):
            return ""
        path = path.relative_to(Path.cwd())
    parts = path.with_suffix("").parts if path.suffix == ".py" else path.parts
    first = parts.index("src") + 1 if "src" in parts else 0
    name = ".".join(each for each in parts[first:] if each != "__init__")
    return name if _is_dotted(name) else ""


def _is_dotted(name: str) -> bool:
    """Return whether a name could be that of a module, which may have dashes if no statement imports it."""
    return all(name.split(".")) and not any(each in name for each in "/\\:")


def find_project() -> Project:
    """Return the project that contains the current folder.

    Raises ConfigError with every fault in its settings.
    """
    file = project_folder(Path.cwd()) / "pyproject.toml"
    if not file.is_file():
        return Project(file, Settings())
    settings = tree(Settings, read(file).below(("tool", "typed-registry")))
    typings = settings.typings
    return Project(file, evolve(settings, typings=typings and file.parent / typings))


def find_program() -> None:
    """Have modules imported from the current folder and the project's.

    Unlike `python -m`, a console script looks for modules in neither.
    """
    sys.path[:0] = ["", str(project_folder(Path.cwd()))]


def project_folder(start: Path) -> Path:
    """Return the nearest folder with a pyproject.toml, from `start` upwards; `start` if there is none."""
    return next((each for each in (start, *start.parents) if (each / "pyproject.toml").is_file()), start)
