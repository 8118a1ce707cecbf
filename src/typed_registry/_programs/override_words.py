"""Overrides as shells complete them: paths up to the equals sign, and values after it."""

from __future__ import annotations

from collections.abc import Iterator

from typed_registry._programs.config_node import ConfigNode, section_nodes
from typed_registry._programs.file_words import file_words
from typed_registry._programs.reachable import registry_of_rule
from typed_registry.config._document.faults import show_part
from typed_registry.config._formats.yaml.writer import write_flow
from typed_registry.config._sources.overrides import path_of
from typed_registry.config._types.choices import ChoiceRule
from typed_registry.config._types.config_classes import ClassRule
from typed_registry.config._types.options import OptionsRule
from typed_registry.config._types.rule import Rule

_DEEPEST = 8
"""The number of parts up to which paths are completed."""
_NAME = "name"


def override_words(root: ConfigNode, incomplete: str) -> Iterator[str]:
    """Yield the overrides that begin so: `path=` for each path, or `path=value` for each known value.

    The settings of a choice of the root are also found by the component's name: `dpo.beta=` for
    `algorithm.beta=`.
    """
    path, equals, value = incomplete.partition("=")
    if equals:
        for word in value_words(root, path, value):
            yield f"{path}={word}"
        return
    found = [f"{each}=" for each in _paths(root, "")]
    for name, node in section_nodes(root):
        found += [f"{each}=" for each in _paths(node, name) if each not in (name, f"{name}.{_NAME}")]
    yield from (word for word in dict.fromkeys(found) if word.startswith(incomplete))


def value_words(root: ConfigNode, path: str, incomplete: str = "") -> Iterator[str]:
    """Yield the values that can be named at a path: components, literals, members, booleans and files."""
    parts = [str(part) for part in path_of(path)]
    if not parts:
        return
    starts = [(root, parts), *((node, parts[1:]) for name, node in section_nodes(root) if name == parts[0])]
    found = [word for node, rest in starts for word in _values(node, rest, incomplete)]
    yield from (word for word in dict.fromkeys(found) if word.startswith(incomplete))


def _paths(node: ConfigNode, path: str, outer: frozenset[Rule] = frozenset()) -> Iterator[str]:
    """Yield the paths at which a value can be set, from a node on.

    `outer` are the rules of the nodes above that have no data: a class that contains itself is followed once.
    """
    for each in node.alternatives():
        if path and not isinstance(each.rule, ClassRule):
            yield path
        if isinstance(each.rule, ChoiceRule):
            yield f"{path}.{_NAME}"
        is_empty = each.data is None
        if is_empty and each.rule in outer:
            continue
        inside = outer | {each.rule} if is_empty and each.rule.has_keys else outer
        for part, item in each.items() if path.count(".") < _DEEPEST else ():
            name = show_part(part)
            yield from _paths(item, f"{path}.{name}" if path else name, inside)


def _values(node: ConfigNode, parts: list[str], incomplete: str) -> Iterator[str]:
    for each in node.alternatives():
        if not parts or (parts == [_NAME] and isinstance(each.rule, ChoiceRule)):
            yield from _words(each.rule, incomplete)
        else:
            for item in each.at(parts[0]):
                yield from _values(item, parts[1:], incomplete)


def _words(rule: Rule, incomplete: str) -> Iterator[str]:
    registry = registry_of_rule(rule)
    if registry is not None:
        yield from registry
    elif isinstance(rule, OptionsRule):
        yield from map(write_flow, rule.labels)
    elif rule.annotation is bool:
        yield from ("true", "false")
    elif rule.annotation is type(None):
        yield "null"
    elif getattr(rule.annotation, "__module__", "").startswith("pathlib"):
        yield from file_words(incomplete)
