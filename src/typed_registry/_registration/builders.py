"""Functions that build a component from its config and the dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from attrs import fields

from typed_registry._constant import Constant

if TYPE_CHECKING:
    from attrs import AttrsInstance

    from typed_registry._registration.records import Record


class Builder(Protocol):
    """Builds a component from its config and then what the registry's components are built from."""

    def __call__(self, config: AttrsInstance, /, *args: object, **kwargs: object) -> object: ...


def builder_of(
    record: Record, config: type[AttrsInstance], dependencies: tuple[object, ...] | None
) -> Builder:
    """Return the function that builds a component.

    A component with a declared config is called with it. One with a derived config is called with the
    config's values as keywords, by a function that is compiled once.
    """
    component = record.component
    if record.declared is not None:
        return component
    if isinstance(component, Constant):

        def build(_config: AttrsInstance, /, *_args: object, **_kwargs: object) -> object:
            return component()

        return build
    names = [field.name for field in fields(config)]
    more = "" if dependencies == () else "*args, "
    last = "" if dependencies == () else "**kwargs"
    given = "".join(f"{name}=config.{name}, " for name in names)
    source = f"def build(config, /, {more}{last}): return component({more}{given}{last})"
    namespace: dict[str, object] = {"component": component}
    exec(source, namespace)  # noqa: S102  # identifiers only: they are the names of parameters
    return cast("Builder", namespace["build"])
