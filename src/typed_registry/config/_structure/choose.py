"""A `Spec` from a name and values that only the run knows."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from attrs import NOTHING

from typed_registry._annotations.type_guards import is_mapping
from typed_registry._registration.deprecation import caller_level
from typed_registry._spec import Spec, chosen
from typed_registry.config._document.deprecated_fields import OutdatedConfigWarning, explain_deprecated_use
from typed_registry.config._types.choices import ChoiceRule, component_rule
from typed_registry.config._types.class_reader import reader_finder
from typed_registry.config._types.given_keys import Owner
from typed_registry.config._types.rule import INVALID, Reading
from typed_registry.errors import ConfigError

if TYPE_CHECKING:
    from typing import TypeAlias

    from typed_registry._registration.entries import Entries

    Chooser: TypeAlias = Callable[[Mapping[str, object]], Spec[object]]


def choose(entries: Entries, name: str, values: Mapping[str, object]) -> Spec[object]:
    """Return the choice of a component with these values for its config.

    Raises UnknownNameError, and ConfigError for values that the config doesn't take.
    """
    rule = component_rule(entries, name)
    reading = Reading()
    config = rule.reader(Owner(name, entries.name))(rule.by_key(values), (), reading, NOTHING)
    if config is INVALID:
        raise ConfigError(tuple(reading.faults))
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
            raise _error(entries, data, reading)
        if reading.outdated:
            _warn(entries, reading)
        return spec  # type: ignore[return-value]  # a cast costs 2 %  # pyright: ignore[reportReturnType]  # as above

    return choose_by


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
