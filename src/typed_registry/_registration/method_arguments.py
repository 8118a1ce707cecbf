"""Check the arguments of a registry's methods, and find the line that calls them."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from typed_registry._annotations.type_guards import is_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import FrameType

    from typing_extensions import TypeIs

    from typed_registry._registration.entries import Entries
    from typed_registry._typing_forms import Component, T

CLASS = "class"
FACTORY = "factory"


def caller() -> FrameType:
    """Return the frame that called the method that calls this function."""
    return sys._getframe(2)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # the frames are the question


if sys.version_info >= (3, 11):
    decorator = partial
else:

    def decorator(accept: Callable[..., object], *arguments: object, **options: object) -> object:
        """Return a decorator that registers a component in the line of the decorator.

        Python 3.10 calls it in the line of the class or the function that follows.
        """
        frame = sys._getframe(1)  # noqa: SLF001  # the frames are the question
        while frame.f_globals.get("__name__") in {__name__, "typed_registry._registry"}:
            frame = frame.f_back
        return partial(accept, *arguments, instruction=frame.f_lasti, **options)


def stated(  # noqa: PLR0913  # what the decorator was given
    entries: Entries,
    name: str,
    kind: str,
    *,
    config: object,
    types: object,
    replaces: object,
) -> object:
    """Return the decorator for a component with stated types of parameters, or with `replace=True`.

    Raises TypeError for arguments of wrong types.
    """
    require_options(entries.name, name, config, replaces)
    if types is not None and config is not None:
        raise TypeError(
            f"{entries.name}: the registration of {name!r} takes config= or types=, not both: the fields of "
            "a config class have their types"
        )
    if types is not None and not is_mapping(types):
        raise TypeError(
            f"{entries.name}: the registration of {name!r} takes types= as a mapping from parameters to "
            f'their types, as in types={{"steps": int}}; got {types!r}'
        )
    copied = None if types is None else dict(types)
    return decorator(entries.accept, name, config, kind, types=copied, replaces=replaces)


def require_options(registry: str, name: str, config: object, replaces: object) -> None:
    """Raise TypeError if the config class or `replace=` of a registration is something else."""
    if not isinstance(replaces, bool):
        raise TypeError(
            f"{registry}: the registration of {name!r} takes replace=True or replace=False; got {replaces!r}"
        )
    if not _is_config_class(config):
        raise TypeError(f"{registry}: the registration of {name!r} takes a class as config=; got {config!r}")


def called(component: object, registry: str) -> Component[object]:
    """Return the component that `build` was given in place of a name. Raises TypeError for another object."""
    if callable(component):
        return component
    raise TypeError(f"{registry}: build takes a component, or the name of one; got {component!r}")


def overriding(
    registry: str,
    name: object,
    component: Component[T] | None,
    config: object,
    components: Mapping[str, Component[T]],
) -> tuple[Mapping[str, Component[object]], type | None]:
    """Return the components that `override` was given, by name, and their config class.

    Without a positional name, a component may be called `config`. Raises TypeError for other arguments.
    """
    if name is None and component is None:
        more: dict[str, Component[object]] = {"config": config} if callable(config) else {}
        if more or components:
            return {**components, **more}, None
    elif isinstance(name, str) and component is not None and not components and _is_config_class(config):
        return {name: component}, config
    keywords = {**({} if config is None else {"config": config}), **components}
    given = [*map(repr, (each for each in (name, component) if each is not None))]
    given += [f"{key}={value!r}" for key, value in keywords.items()]
    raise TypeError(
        f'{registry}: override takes a name and a component, override("name", Fake), perhaps with a class as '
        f"config=, or components by their names, override(name=Fake); got override({', '.join(given)})"
    )


def _is_config_class(value: object) -> TypeIs[type | None]:
    """Return whether this is a class, or None for no class."""
    return value is None or isinstance(value, type)


def checked_text(given: object, demand: str) -> str:
    """Return a text that isn't empty, as plain text if it is a member of an enumeration.

    Raises TypeError for anything else. It begins with the demand, which says where such a text is expected.
    """
    if isinstance(given, str) and given:
        return str.__str__(given)
    raise TypeError(f"{demand}; got {given!r}")


def checked_name(registry: str, name: object, method: str) -> str:
    """Return the name that a method was given first.

    Raises TypeError for anything but text, such as the class that follows a bare `@REGISTRY.register`.
    """
    return checked_text(
        name,
        f"{registry}: {method} takes the component's name first, a text that isn't empty, as in "
        f'{method}("name")',
    )
