"""Shell completion: the paths that an override can set, the registries, and the launchers."""

from __future__ import annotations

from collections.abc import Iterator

from typer import Context

from typed_registry._annotations.type_guards import is_table  # private: pyright has no such narrowing

KINDS = ("algorithms", "models", "datasets", "losses", "rewards", "optimizers", "schedulers", "launchers")


def complete_kind(incomplete: str) -> list[str]:
    """The registries that start so."""
    return [kind for kind in KINDS if kind.startswith(incomplete)]


def complete_component(incomplete: str) -> list[str]:
    """The components that start so: by their name, or with their registry's before it."""
    from posttrain.cli.catalog import catalogs

    names = [name for catalog in catalogs() for name in catalog]
    paths = [f"{catalog.name}.{name}" for catalog in catalogs() for name in catalog]
    return [each for each in dict.fromkeys((*names, *paths)) if each.startswith(incomplete)]


def complete_launcher(incomplete: str) -> list[str]:
    """The launchers that start so."""
    from posttrain.registries import LAUNCHERS

    return [name for name in LAUNCHERS if name.startswith(incomplete)]


def complete_override(ctx: Context, incomplete: str) -> list[str]:
    """The `path=` that start so, in the tree of the config file that stands on the line.

    A component of the root is found by its name too, as its section is: `dpo.beta=` for `algorithm.beta=`.
    """
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
    return [path for path in (*_paths(tree, ""), *_section_paths(tree)) if path.startswith(incomplete)]


def _section_paths(tree: object) -> Iterator[str]:
    parts = tree.values() if is_table(tree) else ()
    sections = [part for part in parts if is_table(part) and "name" in part]
    names = [section["name"] for section in sections]
    for section in sections:
        if names.count(section["name"]) == 1:
            settings = {key: value for key, value in section.items() if key != "name"}
            yield from _paths(settings, str(section["name"]))


def _paths(tree: object, prefix: str) -> Iterator[str]:
    if not is_table(tree):
        yield f"{prefix}="
        return
    for key, value in tree.items():
        yield from _paths(value, f"{prefix}.{key}" if prefix else key)
