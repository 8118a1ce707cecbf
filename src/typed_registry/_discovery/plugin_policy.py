"""Which installed plugins a registry reads: the choice of the program and of its user."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping

from typed_registry._distribution import DISABLE_PLUGINS, normalized

_ALL = "*"
_SAID: set[str] = set()
"""The warnings that this process has given."""


class PluginPolicy:
    """The distributions whose plugins may be read, by their normalized names."""

    def __init__(self) -> None:
        self._allowed: Mapping[str, str] | None = None
        """The names as they were given, by their normalized form; None if all are allowed."""
        self._denied: Mapping[str, str] = {}

    def allow(self, distributions: Iterable[str]) -> None:
        """Allow these distributions, beside those that have been allowed before, and no others."""
        self._allowed = {**(self._allowed or {}), **_by_key(distributions)}

    def deny(self, distributions: Iterable[str]) -> None:
        """Deny these distributions."""
        self._denied = {**self._denied, **_by_key(distributions)}

    def switches(self, distributions: Iterable[str]) -> dict[str, str | None]:
        """Return what keeps the plugins of each distribution from being read; None if they are read.

        >>> policy = PluginPolicy()
        >>> policy.deny(["Audiofx_Reverb"])
        >>> policy.switches(["audiofx-reverb", "audiofx-delay"])
        {'audiofx-reverb': 'deny_plugins', 'audiofx-delay': None}
        """
        disabled = _disabled()
        return {each: self._switch(each, disabled) for each in distributions}

    def _switch(self, distribution: str, disabled: Container[str]) -> str | None:
        if distribution in disabled or _ALL in disabled:
            return DISABLE_PLUGINS
        if distribution in self._denied:
            return "deny_plugins"
        return None if self._allowed is None or distribution in self._allowed else "allow_plugins"

    def new_mistakes(self, registry: str, plugins: Iterable[str]) -> list[str]:
        """Return a message for each name that is probably misspelt, unless this process has had it before.

        A program may name plugins that only some of its users have, so what it names is a mistake only if
        one of the installed `plugins` has a similar name. A name that a user gives is a mistake if it isn't
        installed.
        """
        named = _disabled(), {**self._denied, **(self._allowed or {})}
        if not any(named):
            return []
        found = [each for each in self._mistakes(registry, [*plugins]) if each not in _SAID]
        _SAID.update(found)
        return found

    def _mistakes(self, registry: str, plugins: list[str]) -> Iterator[str]:
        from typed_registry._discovery.entry_points import installed_distributions
        from typed_registry._messages.suggest import did_you_mean, nearest

        installed = sorted(each.key for each in installed_distributions())
        for key, name in _disabled().items():
            if key not in installed and key != _ALL:
                meant = did_you_mean(nearest(key, installed))
                yield f"{DISABLE_PLUGINS} names {name!r}, and no such distribution is installed{meant}"
        given = {"allow_plugins": self._allowed or {}, "deny_plugins": self._denied}
        others = [each for each in plugins if not any(each in names for names in given.values())]
        for method, names in given.items():
            for key, name in names.items():
                near = None if key in installed else _misspelt(key, plugins)
                if near in others:
                    yield f"{registry}: {method} names {name!r}, which isn't installed{did_you_mean(near)}"


def _misspelt(name: str, plugins: list[str]) -> str | None:
    """Return the plugin whose name is most similar, not just because both begin with the name of the host."""
    from typed_registry._messages.suggest import nearest

    ends = ((each, *_different_ends(name, each)) for each in plugins)
    return nearest(name, [each for each, own, other in ends if nearest(own, [other])])


def _different_ends(one: str, other: str) -> tuple[str, str]:
    """Return two names without the first words that both have.

    >>> _different_ends("audiofx-reverb", "audiofx-delay")
    ('reverb', 'delay')
    """
    words, others = one.split("-"), other.split("-")
    while words and others and words[0] == others[0]:
        del words[0], others[0]
    return "-".join(words), "-".join(others)


def _disabled() -> Mapping[str, str]:
    """Return the names in the environment variable as they are written, by their normalized form."""
    names = map(str.strip, os.environ.get(DISABLE_PLUGINS, "").split(","))
    return _by_key(filter(None, names))


def _by_key(names: Iterable[str]) -> Mapping[str, str]:
    return {normalized(name): name for name in names}
