"""Which parameters of a function have the config of a command."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import Parameter, iscoroutinefunction, signature
from typing import Annotated, Protocol, get_args, get_origin, get_type_hints

from attrs import frozen
from typer.models import ArgumentInfo, OptionInfo, ParameterInfo

from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_class
from typed_registry._annotations.unwrap import is_union
from typed_registry._class_libraries.library_of import library_of
from typed_registry._programs.config_line import ConfigSource
from typed_registry._programs.option_texts import CONFIG_HELP

_REFUSED_KINDS: Mapping[object, str] = {
    Parameter.POSITIONAL_ONLY: "is given by its name; remove the `/` behind it",
    Parameter.VAR_POSITIONAL: "has no argument on the command line; write a parameter of type list[str]",
    Parameter.VAR_KEYWORD: "has no argument on the command line; write a parameter for each option",
}
_NO_DEFAULT = (
    "is always given, so its default would have no effect; remove it. Help on the file is written "
    "Annotated[..., typer.Argument(help=...)]"
)


class CommandFunction(Protocol):
    """A function that is called with keywords."""

    __name__: str
    __qualname__: str
    __module__: str

    def __call__(self, **arguments: object) -> object:
        """Run the command."""
        ...


@frozen
class ConfigParameters:
    """Which parameters of a function have the config and where it comes from."""

    root: type
    config: str
    source: str | None
    help: str = CONFIG_HELP
    """The help on the config file."""

    @property
    def overrides(self) -> str:
        """The name of the parameter with the overrides, which the function doesn't have."""
        return f"{self.config}_overrides"

    @property
    def print_config(self) -> str:
        """The name of the parameter for `--print-config`."""
        return f"{self.config}_printed"

    @property
    def help_for(self) -> str:
        """The name of the parameter for `--help-for`."""
        return f"{self.config}_help_for"


def config_parameters(function: CommandFunction) -> ConfigParameters | None:
    """Return which parameters of a function have the config; None if none does.

    Raises TypeError for several, for a `ConfigSource` without a config, and for a function that can't be
    called with the config and the options.
    """
    hints = parameter_hints(function)
    _require_callable(function, hints)
    found = [(name, root) for name, hint in hints.items() if (root := _config_class(hint))]
    if len(found) > 1:
        names = " and ".join(f"{name!r}" for name, _ in found)
        raise _refused(
            function,
            f"a command has one config, and {names} are config classes; make one class with a field for each",
        )
    sources = [name for name, hint in hints.items() if hint is ConfigSource]
    if not found:
        if sources:
            raise _refused(
                function, f"{sources[0]!r} says where a config comes from, and no parameter is a config"
            )
        return None
    name, root = found[0]
    made = ConfigParameters(
        root, name, sources[0] if sources else None, _argument_help(function, name, hints[name])
    )
    _require_free_names(function, made)
    return made


def parameter_hints(function: CommandFunction) -> dict[str, object]:
    """Return the annotations of the parameters of a function."""
    found: dict[str, object] = get_type_hints(function, include_extras=True)
    return {name: hint for name, hint in found.items() if name != "return"}


def _require_free_names(function: CommandFunction, parts: ConfigParameters) -> None:
    """Raise TypeError if a parameter has the name of one that the config adds."""
    taken = signature(function).parameters.keys() & {parts.overrides, parts.print_config, parts.help_for}
    if taken:
        raise _refused(
            function,
            f"{min(taken)!r} is a parameter that the config {parts.config!r} adds; rename one of both",
        )


def _require_callable(function: CommandFunction, hints: Mapping[str, object]) -> None:
    """Raise TypeError for a function that a command line can't call."""
    if iscoroutinefunction(function):
        raise _refused(
            function, "a command can't be a coroutine; write a function that calls asyncio.run() with it"
        )
    for each in signature(function).parameters.values():
        if each.kind in _REFUSED_KINDS:
            raise _refused(function, f"{each.name!r} {_REFUSED_KINDS[each.kind]}")
        problem = _problem(each, hints.get(each.name))
        if problem is not None:
            raise _refused(function, f"{each.name!r} {problem}")


def _problem(parameter: Parameter, hint: object) -> str | None:
    """Return why a parameter that seems to be meant for a config can't have one; None for any other."""
    bare, has_default = _bare(hint), parameter.default is not Parameter.empty
    if bare is ConfigSource or _config_class(hint) is not None:
        return _NO_DEFAULT if has_default else None
    if _has_parser(hint) or _has_parser(parameter.default):
        return None
    if is_union(bare):
        return _union_problem(parameter.name, get_args(bare))
    origin: object = get_origin(bare)
    if _config_class(origin) is not None:
        return f"has a class with type arguments; write a class that is derived from {show(bare)}"
    if any(map(_config_class, get_args(bare))):
        return f"can't be given by an option; write a config class with a field of the type {show(bare)}"
    library = library_of(bare) if is_class(bare) else None
    return (
        None if library is None else f"is {library.kind}, which can't be a config; write {library.freezing}"
    )


def _union_problem(name: str, alternatives: tuple[object, ...]) -> str | None:
    """Return why a union can't be the type of a parameter; None if no alternative is a config class."""
    if ConfigSource in alternatives:
        return f"is always given; write `{name}: ConfigSource`"
    optional = next(filter(None, map(_config_class, alternatives)), None)
    if optional is None:
        return None
    return (
        f"always has a config; write `{name}: {optional.__name__}`. The file can be left out if all fields "
        "of the class have defaults"
    )


def _has_parser(hint: object) -> bool:
    """Return whether the program gives typer a parser for the values of a parameter."""
    settings: tuple[object, ...] = get_args(hint)[1:] if get_origin(hint) is Annotated else (hint,)
    given = [each for each in settings if isinstance(each, ParameterInfo)]
    ways = ((each.parser, getattr(each, "click_type", None)) for each in given)  # which not every typer has
    return any(way is not None for pair in ways for way in pair)


def _config_class(hint: object) -> type | None:
    """Return the config class that an annotation is, or that is in `Annotated`; None for another type."""
    bare = _bare(hint)
    if not is_class(bare) or bare is ConfigSource:
        return None
    library = library_of(bare)
    return bare if library is not None and library.can_be_config else None


def _argument_help(function: CommandFunction, name: str, hint: object) -> str:
    """Return the help that `Annotated` gives with typer's `Argument`, or the usual one."""
    settings: tuple[object, ...] = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    if any(isinstance(each, OptionInfo) for each in settings):
        raise _refused(function, f"{name!r} is an argument; write typer.Argument in place of typer.Option")
    given = (each.help for each in settings if isinstance(each, ArgumentInfo))
    return next(given, None) or CONFIG_HELP


def _bare(hint: object) -> object:
    """Return the type in `Annotated`, or the hint itself."""
    bare: object = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    return bare


def _refused(function: CommandFunction, reason: str) -> TypeError:
    return TypeError(f"{function.__qualname__}: {reason}")
