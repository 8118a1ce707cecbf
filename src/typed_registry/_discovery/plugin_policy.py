"""Which installed plugins a registry reads: the choice of the program and of its user."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable

from typed_registry._distribution import DISABLE_PLUGINS, normalized


class PluginPolicy:
    """The distributions whose plugins may be read, by their normalized names."""

    def __init__(self) -> None:
        self._allowed: frozenset[str] | None = None
        self._denied: frozenset[str] = frozenset()

    def allow(self, distributions: Iterable[str]) -> None:
        """Allow these distributions, beside those that have been allowed before, and no others."""
        self._allowed = (self._allowed or frozenset()) | frozenset(map(normalized, distributions))

    def deny(self, distributions: Iterable[str]) -> None:
        """Deny these distributions."""
        self._denied |= frozenset(map(normalized, distributions))

    def switches(self, distributions: Iterable[str]) -> dict[str, str | None]:
        """Return what keeps the plugins of each distribution from being read; None if they are read.

        >>> policy = PluginPolicy()
        >>> policy.deny(["Audiofx_Reverb"])
        >>> policy.switches(["audiofx-reverb", "audiofx-delay"])
        {'audiofx-reverb': 'deny_plugins', 'audiofx-delay': None}
        """
        disabled = {normalized(name.strip()) for name in os.environ.get(DISABLE_PLUGINS, "").split(",")}
        return {each: self._switch(each, disabled) for each in distributions}

    def _switch(self, distribution: str, disabled: Container[str]) -> str | None:
        if distribution in disabled or "*" in disabled:
            return DISABLE_PLUGINS
        if distribution in self._denied:
            return "deny_plugins"
        return None if self._allowed is None or distribution in self._allowed else "allow_plugins"
