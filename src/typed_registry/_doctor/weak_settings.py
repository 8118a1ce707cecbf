"""Find the settings of a project by which a checker doesn't refuse wrong calls."""

from __future__ import annotations

import configparser
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from attrs import frozen

from typed_registry._annotations.type_guards import is_sequence
from typed_registry._doctor.checker_config import CheckerConfig
from typed_registry._doctor.checkers import Checker, CheckerName
from typed_registry._doctor.probe_program import PROGRAM
from typed_registry.config._document.document import value_at
from typed_registry.config._formats.read import read
from typed_registry.errors import ConfigError

_OFF = ("false", "none", "off", "ignore", "warn", "warning", "information", "hint")
"""The values by which a rule reports no error."""
_ON = ("true", "1", "yes", "on")


@frozen
class _WeakSetting:
    """A setting with values that weaken a checker."""

    path: tuple[str, ...]
    values: tuple[str, ...]
    """One of them, or a list with one of them, weakens it; any value does if there are none."""


def _rules(names: str, values: tuple[str, ...], *path: str) -> tuple[_WeakSetting, ...]:
    return tuple(_WeakSetting((*path, name), values) for name in names.split())


_MYPY_CODES = ("call-arg", "call-overload", "typeddict-item", "misc")
_MYPY = (
    _WeakSetting(("ignore_errors",), _ON),
    _WeakSetting(("disable_error_code",), _MYPY_CODES),
)
_PYRIGHT = (
    _WeakSetting(("typeCheckingMode",), ("off",)),
    *_rules("reportCallIssue reportGeneralTypeIssues", _OFF),
)
_WEAK: Mapping[CheckerName, tuple[_WeakSetting, ...]] = {
    "mypy": _MYPY,
    "zuban": _MYPY,
    "pyright": _PYRIGHT,
    "basedpyright": _PYRIGHT,
    "ty": _rules("all unknown-argument no-matching-overload invalid-typed-dict-key", _OFF, "rules"),
    "pyrefly": (
        _WeakSetting(("preset",), ("off", "basic")),
        *_rules("unexpected-keyword no-matching-overload bad-typed-dict-key", _OFF, "errors"),
    ),
}
"""The settings that turn off errors about calls."""
_TRANSLATED: Mapping[CheckerName, tuple[_WeakSetting, ...]] = {
    "mypy": (_WeakSetting(("disable_error_code",), ("call-overload",)),),
    "pyright": _PYRIGHT,
}
"""Those of other checkers that pyrefly translates into settings that turn off errors about calls."""
_BLIND: Mapping[CheckerName, tuple[_WeakSetting, ...]] = {
    **dict.fromkeys(("mypy", "zuban"), _rules("ignore_missing_imports follow_imports", (*_ON, "skip"))),
    **dict.fromkeys(("pyright", "basedpyright"), _rules("reportMissingImports", _OFF)),
    "ty": _rules("unresolved-import", _OFF, "rules"),
    "pyrefly": _rules("ignore-missing-imports replace-imports-with-any", ()),
}
"""The settings by which a module becomes `Any`."""


def weak_settings(checker: Checker, config: CheckerConfig) -> tuple[str, ...]:
    """Return the settings that turn off errors about calls, each as `name = value`."""
    author = _author(checker, config)
    return tuple(_found(_WEAK[author] if author == checker.name else _TRANSLATED[author], config, PROGRAM))


def blind_settings(checker: Checker, config: CheckerConfig, module: str) -> tuple[str, ...]:
    """Return the settings by which a module becomes `Any` if the checker doesn't find or read it."""
    return tuple(_found(_BLIND[_author(checker, config)], config, module))


def _author(checker: Checker, config: CheckerConfig) -> CheckerName:
    """Return the checker whose settings these are: mypy or pyright, if a third one translates them."""
    if config.is_own or not checker.translates:
        return checker.name
    is_mypy = config.file.name == "mypy.ini" or config.table == ("tool", "mypy")
    return "mypy" if is_mypy else "pyright"


def _found(wanted: tuple[_WeakSetting, ...], config: CheckerConfig, module: str) -> Iterator[str]:
    for table in _tables(config, module):
        for each in wanted:
            value = value_at(table, each.path)
            words = [*map(_word, _items(value))]
            if value is not None and (not each.values or any(word in each.values for word in words)):
                yield f"{each.path[-1]} = {', '.join(words)}"


def _tables(config: CheckerConfig, module: str) -> Iterator[object]:
    """Yield the checker's table, and those for single modules that apply to this one."""
    try:
        if config.file.suffix not in {".toml", ".json"}:
            yield from _sections(config.file, module)
            return
        table = value_at(read(config.file).data, config.table)
    except (ConfigError, configparser.Error, UnicodeDecodeError):
        return  # which the checker says itself
    yield table
    for each in _items(value_at(table, ("overrides",))):
        if any(_applies(str(pattern), module) for pattern in _items(value_at(each, ("module",)))):
            yield each


def _sections(file: Path, module: str) -> Iterator[object]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(file, encoding="utf-8")
    for name in parser.sections():
        kind, _, patterns = name.partition("-")
        if kind == "mypy" and (not patterns or any(_applies(p, module) for p in patterns.split(","))):
            yield {key: value.replace(",", " ").split() for key, value in parser.items(name)}


def _applies(pattern: str, module: str) -> bool:
    """Return whether mypy's settings for a pattern apply to a module.

    >>> _applies("shop.*", "shop"), _applies("*", "shop.parts"), _applies("shop", "shop.parts")
    (True, True, False)
    """
    return fnmatchcase(module, pattern.strip()) or module == pattern.strip().removesuffix(".*")


def _items(value: object) -> Sequence[object]:
    """Return the items of a list; any other value is one itself."""
    return value if is_sequence(value) else [value]


def _word(value: object) -> str:
    """Return a value as it is compared: a truth value in any spelling is in lower case.

    >>> _word("TRUE"), _word(False), _word("shop.Cart")
    ('true', 'false', 'shop.Cart')
    """
    lowered = str(value).lower()
    return lowered if lowered in {*_ON, *_OFF} else str(value)
