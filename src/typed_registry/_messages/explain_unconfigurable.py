"""Say why no config class can be derived for a component."""

from __future__ import annotations

from typed_registry.errors import NestedComponentError, NestedMismatch, UnconfigurableError


def explain_unconfigurable(error: UnconfigurableError) -> str:
    """Return the message of an error without the registry and the name."""
    if isinstance(error, NestedComponentError):
        head = f"{error.component} takes components that can't be built for it:"
        return "\n  ".join([head, *map(_nested, error.mismatches)])
    return (
        f"{error.component} has no signature to read. Register it with types= or config=, or a function that "
        "calls it."
    )


def _nested(mismatch: NestedMismatch) -> str:
    wanted = mismatch.wanted
    if len(mismatch.registries) > 1:
        return (
            f"{mismatch.parameter}: {len(mismatch.registries)} registries hold {wanted}: "
            f"{', '.join(mismatch.registries)}; say which, as its type or in types= at its registration: "
            f"Annotated[{wanted}, REGISTRY]"
        )
    needed, registry = ", ".join(mismatch.needed), "".join(mismatch.registries)
    return (
        f"{mismatch.parameter}: {registry} builds each {wanted} from [{needed}], and the "
        f"component itself is built from [{', '.join(mismatch.given)}]; annotate the parameter as "
        f"Callable[[{needed}], {wanted}] or Spec[{wanted}, [{needed}]], and build it in the component"
    )
