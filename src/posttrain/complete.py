"""Shell completion: the paths that an override can set, and the registries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from click import Context

KINDS = ("algorithms", "models", "datasets", "losses", "optimizers", "schedulers")


def complete_kind(incomplete: str) -> list[str]:
    """The registries that start so."""
    return [kind for kind in KINDS if kind.startswith(incomplete)]


def complete_override(ctx: Context, incomplete: str) -> list[str]:
    """The `path=` that start so, in the tree of the config file that stands on the line."""
    from posttrain.config import ExperimentConfig
    from typed_registry.config import plain_data
    from typed_registry.errors import RegistryError

    file = ctx.params.get("config")
    if file is None:
        return []
    try:
        tree = plain_data(ExperimentConfig.load(file))
    except RegistryError:
        return []
    return [path for path in _paths(tree, "") if path.startswith(incomplete)]


def _paths(tree: object, prefix: str) -> Iterator[str]:
    if not isinstance(tree, dict):
        yield f"{prefix}="
        return
    for key, value in cast("dict[str, object]", tree).items():
        yield from _paths(value, f"{prefix}.{key}" if prefix else key)
