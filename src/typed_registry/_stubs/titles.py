"""Derive the names of classes in a stub from the variables of registries."""

from __future__ import annotations


def camel_case(variable: str) -> str:
    """Return a variable's name in the style of classes.

    >>> camel_case("REWARD_MODELS")
    'RewardModels'
    """
    return "".join(part.capitalize() for part in variable.split("_"))


def singular(title: str) -> str:
    """Return the singular of an English plural.

    >>> singular("Losses"), singular("Policies"), singular("Rewards")
    ('Loss', 'Policy', 'Reward')
    """
    if title.endswith("ies"):
        return f"{title[:-3]}y"
    return title[:-2] if title.endswith(("sses", "shes", "ches", "xes", "zes")) else title.removesuffix("s")
