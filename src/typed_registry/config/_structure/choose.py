"""A `Spec` from a name and values that only the run knows."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from attrs import NOTHING

from typed_registry._annotations.type_guards import is_mapping
from typed_registry._default_spec import unresolved_default
from typed_registry._registration.class_body import class_body
from typed_registry._registration.deprecation import caller_level
from typed_registry._spec import Spec, chosen
from typed_registry.config._document.deprecated_fields import OutdatedConfigWarning, explain_deprecated_use
from typed_registry.config._types.choices import ChoiceRule, component_rule
from typed_registry.config._types.class_reader import reader_finder
from typed_registry.config._types.fields import changed_values
from typed_registry.config._types.given_keys import Owner
from typed_registry.config._types.replaced_components import explain_replaced
from typed_registry.config._types.rule import INVALID, Reading
from typed_registry.errors import ConfigError, RegistryError

if TYPE_CHECKING:
    from typing import TypeAlias

    from typed_registry._registration.entries import Entries

    Chooser: TypeAlias = Callable[[Mapping[str, object]], Spec[object]]


def spec_of(
    entries: Entries, component: object, config: object, values: Mapping[str, object]
) -> Spec[object]:
    """Return the choice that `spec` of a registry was called for.

    In the body of a class, where the choice is the default of a field, one that can't be made is an
    `UnresolvedDefault`. Elsewhere, raises UnknownNameError, ContestedNameError, and ConfigError for values
    that the config doesn't take; anywhere, TypeError for arguments that don't go together.
    """
    if values and config is not None:
        raise TypeError(
            f"{entries.name}: spec takes a config or keywords, not both; got {config!r}, {values!r}"
        )
    if values and not isinstance(component, str):
        given = ", ".join(f"{key}={value!r}" for key, value in values.items())
        raise TypeError(
            f"{entries.name}: spec takes keywords with a name, and a config with a component: write "
            f"spec({entries.name_of(component)!r}, {given})"
        )
    if not isinstance(component, str):
        with suppress(RegistryError):  # it isn't registered, but may be by the time that it is needed
            entries.name_of(component)
    make = partial(_made, entries, component, config, values)
    try:
        return make()
    except (RegistryError, TypeError):
        body = class_body(sys._getframe(2))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # of the user
        if body is None:
            raise
        return unresolved_default(entries, _written(component, config, values), make, *body)


def _made(entries: Entries, component: object, config: object, values: Mapping[str, object]) -> Spec[object]:
    name = entries.name_of(component)
    return choose(entries, name, values) if config is None else Spec(entries, name, config)


def _written(component: object, config: object, values: Mapping[str, object]) -> Mapping[str, object]:
    """Return the name and the settings that `spec` was given."""
    name = component if isinstance(component, str) else str(getattr(component, "__name__", component))
    return {"name": name, **({} if config is None else changed_values(config)), **values}


def choose(entries: Entries, name: str, values: Mapping[str, object]) -> Spec[object]:
    """Return the choice of a component with these values for its config.

    Raises UnknownNameError, and ConfigError for values that the config doesn't take.
    """
    rule = component_rule(entries, name)
    reading = Reading()
    config = rule.reader(Owner(name, entries.name))(rule.by_key(values), (), reading, NOTHING)
    if config is INVALID:
        raise ConfigError(tuple(explain_replaced(reading.faults, entries, name)))
    _warn(entries, reading)
    return chosen(entries, name, config)


def chooser(entries: Entries) -> Chooser:
    """Return the function that returns the choice that a mapping describes.

    The mapping has the component's name under `name`, and its settings. The function raises ConfigError
    for a name that is not registered and for values that the config does not take.
    """
    find = reader_finder(ChoiceRule(Spec, entries))

    def choose_by(data: Mapping[str, object]) -> Spec[object]:
        reading = Reading()
        spec = find(data)(data, (), reading, NOTHING)
        if spec is INVALID:
            error = _error(entries, data, reading)
            body = class_body(sys._getframe(2))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # of the user
            if body is None or not isinstance(data.get("name"), str):
                raise error
            return unresolved_default(entries, data, partial(_choose_by, entries, data), *body)
        if reading.outdated:
            _warn(entries, reading)
        return spec  # type: ignore[return-value]  # a cast costs 2 %  # pyright: ignore[reportReturnType]  # as above

    return choose_by


def _choose_by(entries: Entries, data: Mapping[str, object]) -> Spec[object]:
    """Return the choice that a mapping describes; unlike that of `chooser`, this function can be pickled."""
    return chooser(entries)(data)


def _error(entries: Entries, data: object, reading: Reading) -> ConfigError:
    name = data.get("name") if is_mapping(data) else None
    if isinstance(name, str) and name in entries:
        component_rule(entries, name)  # whose own error says more than a fault of a config
    return ConfigError(tuple(reading.faults))


def _warn(entries: Entries, reading: Reading) -> None:
    """Warn of deprecated names, keys and values, at the user's line."""
    for use in reading.outdated:
        if use.path == ("name",):
            entries.warn_if_deprecated(use.given)
        else:
            warnings.warn(explain_deprecated_use(use), OutdatedConfigWarning, stacklevel=caller_level())
