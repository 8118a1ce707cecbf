"""The names of a derived config's fields: those of the parameters, as far as an attrs class can have them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from keyword import iskeyword
from typing import cast

import attrs

from typed_registry._annotations.full_signature import FullParameter
from typed_registry._class_libraries.field import KEY, VALIDATED
from typed_registry._equality import ByValue
from typed_registry._registration.nested import NestedComponents
from typed_registry._registration.passing import NESTED, Passing, Way

_RESERVED = frozenset({"name", "self"})
"""The key that chooses a component, and what the methods of a config class call their instance."""
_COMPARED = (bool, int, str)
"""The types whose values can always be compared, and are equal to themselves."""
_NO_WORD = re.compile(r"\W")


class FieldNames:
    """Gives each parameter of a component a key and an attribute that no other has."""

    def __init__(self, keys: Iterable[str], nested: NestedComponents) -> None:
        self._keys = {*keys}
        self._nested = nested
        self._given: set[str] = set()
        self._attributes: set[str] = set()

    def field(self, parameter: FullParameter, way: Way) -> tuple[str, object]:
        """Return the attribute's name and the definition of the field for a parameter.

        >>> from inspect import Parameter
        >>> named = FullParameter("name", Parameter.KEYWORD_ONLY)
        >>> FieldNames(["name"], NestedComponents(())).field(named, Way.KEYWORD)[0]
        'name_'
        """
        key = self._key(parameter.key or parameter.name)
        attribute = self._attribute(key)
        is_word = key.isidentifier() and not iskeyword(key)
        passing = Passing(parameter.name, way)
        inner = self._nested.parameter(parameter.name, parameter.type)
        made: object = attrs.field(
            type=cast("type", inner.type if inner else parameter.type),  # attrs keeps whatever a type can be
            default=parameter.default,
            alias=key if is_word else attribute,
            eq=True if any(parameter.type is kind for kind in _COMPARED) else ByValue,
            metadata={
                **passing.metadata(attribute),
                **({} if is_word else {KEY: key}),
                **({NESTED: inner} if inner else {}),
                **({VALIDATED: True} if parameter.is_validated else {}),
            },
        )
        return attribute, made

    def _key(self, name: str) -> str:
        """Return the parameter's name, with an underscore after it if it is reserved.

        So is one that another parameter has already: `*sizes` beside the keyword `sizes` of `**others`.
        """
        if name in _RESERVED or name in self._given:
            name += "_"
            while name in self._keys:
                name += "_"
            self._keys.add(name)
        self._given.add(name)
        return name

    def _attribute(self, key: str) -> str:
        """Return a name that Python doesn't change within a class, and that means nothing to it there."""
        word = _NO_WORD.sub("_", key)
        word = word.strip("_") or word if word.startswith("__") else word
        word = f"_{word}" if word[:1].isdigit() else word
        while word in self._attributes or iskeyword(word) or (word != key and word in self._keys):
            word += "_"
        self._attributes.add(word)
        return word
