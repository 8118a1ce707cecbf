"""The message of a contested name: who contests it, and how to decide it."""

from __future__ import annotations

from typed_registry._distribution import DISABLE_PLUGINS
from typed_registry._messages.suggest import joined
from typed_registry._plugin_errors import ContestedNameError
from typed_registry.errors import Claimant

_ALL_TWICE = "Each of them registers it several times, which only their authors can change."


def explain_contest(error: ContestedNameError) -> str:
    """Return the message of an error after "is contested:"."""
    owner = error.claimants[0].distribution
    if owner is not None and all(each.is_plugin and each.distribution == owner for each in error.claimants):
        places = joined(str(each.place) for each in error.claimants)
        return (
            f"{owner} registers it several times, at {places}. The authors of "
            f"{owner.name} must give all but one of them other names; its other names work."
        )
    who = joined(f"{each.distribution or 'this program'} ({each.place})" for each in error.claimants)
    how, remedy = "", "A component that is meant to replace others is registered with replace=True."
    if error.replaces:
        how = " with replace=True"
        remedy = "What the program itself registers with replace=True comes before these."
    return f"{who} register it{how}. {_switches(error.claimants)} {remedy}"


def _switches(claimants: tuple[Claimant, ...]) -> str:
    """Return how to switch plugins off, so that one of those who contest a name is left.

    Each choice is the set of plugins to switch off together.
    """
    found = [each.distribution.name for each in claimants if each.distribution and each.is_plugin]
    plugins = [*dict.fromkeys(found)]
    kept = [each for each in plugins if found.count(each) == 1]  # with another one, it is contested still
    choices = [[each for each in plugins if each != one] for one in reversed(kept)]
    if any(not each.is_plugin for each in claimants):
        choices = [plugins]
    if not choices:
        return _ALL_TWICE
    if not choices[1:]:
        which, them = " and ".join(choices[0]), "them" if choices[0][1:] else "it"
        return f"Switch {which} off {_settings(choices)}, or uninstall {them}."
    if not plugins[2:]:
        return f"Switch one of them off {_settings(choices)}, or uninstall it."
    left = " or ".join(kept) if plugins != kept else "one of them"
    return f"Switch all but {left} off, for instance {_settings(choices[:1])}, or uninstall them."


def _settings(choices: list[list[str]]) -> str:
    """Return the settings that switch plugins off, for each choice of these."""
    settings = " or ".join(f"{DISABLE_PLUGINS}={','.join(each)}" for each in choices)
    quoted = [", ".join(f'"{name}"' for name in each) for each in choices]
    calls = " or ".join(f"deny_plugins({each})" for each in quoted)
    return f"by {settings} in the environment, by {calls} in the program"
