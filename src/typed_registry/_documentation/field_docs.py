"""Read the docstrings of config classes, their fields and components.

A config class documents each field by a string below it. A component without a config class documents its
parameters in its own docstring or in that of its constructor, in any of the usual styles.
"""

from __future__ import annotations

import ast
import functools
import inspect
import re
from collections.abc import Iterator
from itertools import pairwise

from typed_registry._annotations.type_guards import is_mapping
from typed_registry._annotations.wrapped_parts import without_partials
from typed_registry._class_libraries.library_of import library_of
from typed_registry._conformance.instance_attributes import class_definitions
from typed_registry._constant import Constant
from typed_registry._registration.entries import Entries
from typed_registry._registration.failed_modules import registering_modules
from typed_registry._registration.records import Record
from typed_registry.errors import MissingExtraError

_GENERAL = frozenset({"builtins", "typing", "abc", "enum", "pydantic.main", "msgspec"})
"""Modules whose classes have docstrings that say nothing of the classes that derive from them."""
_LIBRARY = __name__.partition(".")[0]
_SENTENCE = re.compile(r".*?(?<!\be\.g)(?<!\bi\.e)(?<!\bet al)[.!?](?=\s|$)")


@functools.cache
def docs(config: type) -> dict[str, str]:
    """Return the doc of each field of a class and of its bases, on one line each.

    A class whose source can't be read has no field docs.

    Raises MissingExtraError without docstring-parser.
    """
    found: dict[str, str] = {}
    for base in filter(library_of, reversed(config.__mro__)):
        found |= {**_attribute_docs(base), **_parameter_docs(base.__doc__)}
    return found


def _attribute_docs(owner: type) -> dict[str, str]:
    """Return the strings below the attributes of a class. A module is parsed once for all its classes."""
    bodies = [definition.body for definition in class_definitions(owner)]
    pairs = [pair for body in bodies for pair in pairwise(body)]
    return {
        name: " ".join(doc.split())
        for above, below in pairs
        if (doc := _text(below))
        for name in _name(above)
    }


def _text(node: ast.stmt) -> str | None:
    """Return the text of a statement that is only a string."""
    value = node.value if isinstance(node, ast.Expr) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def _name(node: ast.stmt) -> Iterator[str]:
    """Yield the name of the attribute that a statement of a class defines."""
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(target, ast.Name):
        yield target.id


def component_docs(entries: Entries, name: str) -> dict[str, str]:
    """Return the doc of each key that configures the component `name`.

    Imports the component if it has no config class.

    Raises UnknownNameError, and MissingExtraError without docstring-parser.
    """
    declared = entries[name].declared
    if declared is not None:
        return docs(declared)
    component: object = entries.load(name).component
    constructor: object = getattr(component, "__init__", None) if isinstance(component, type) else None
    return _parameter_docs(f"{own_doc(component)}\n\n{inspect.getdoc(constructor) or ''}")


def summary(documented: object) -> str:
    """Return the first paragraph of a docstring on one line, unless a library has generated it."""
    return " ".join(first_paragraph(documented).split())


def first_paragraph(documented: object) -> str:
    """Return the first paragraph of a docstring, line breaks included."""
    return own_doc(documented).split("\n\n")[0].strip()


def first_sentence(doc: str) -> str:
    r"""Return the first sentence of a docstring on one line, or its first paragraph if that is shorter.

    >>> first_sentence("Train, e.g. by\nAdam (Kingma et al. 2014). Then save.\n\nMore.")
    'Train, e.g. by Adam (Kingma et al. 2014).'
    """
    text = " ".join(doc.split("\n\n", maxsplit=1)[0].split())
    return text[: found.end()] if (found := _SENTENCE.match(text)) else text


def component_doc(record: Record) -> str:
    """Return the docstring of a component. Of an instance or a partial it is its own, or that of its class.

    Where that class, or the function of the partial, is of another package than the one that registers it,
    its docstring is about other things as well: only its first sentence is returned.
    """
    component = record.component
    given = component.value if isinstance(component, Constant) else component
    if not isinstance(component, (Constant, functools.partial)):
        return own_doc(component)
    attributes: object = getattr(given, "__dict__", None)
    own: object = attributes.get("__doc__") if is_mapping(attributes) else None
    if isinstance(own, str):
        return inspect.cleandoc(own)
    written = _written(given)
    package = _package(str(getattr(written, "__module__", None)))
    if package == _LIBRARY:
        return ""
    doc = own_doc(written)
    return doc if package in map(_package, registering_modules(record)[:1]) else first_sentence(doc)


def _written(given: object) -> object:
    """Return the class of an instance, or the function of a partial."""
    given = without_partials(given)
    return given if hasattr(given, "__qualname__") else type(given)


def _package(module: str) -> str:
    return module.partition(".")[0]


def own_doc(documented: object) -> str:
    """Return the docstring that somebody wrote for a component or a class.

    That of a partial is its function's, and that of an instance its class's. Docstrings that Python inherits
    from its own classes and that dataclasses generate are left out.

    >>> own_doc(functools.partial(own_doc))[:20]
    'Return the docstring'
    """
    documented = without_partials(documented)
    if isinstance(documented, Constant):
        return own_doc(type(documented.value))
    if not isinstance(documented, type):
        return inspect.getdoc(documented) or ""
    bases = (base for base in documented.__mro__ if base.__module__ not in _GENERAL)
    written: Iterator[object] = (vars(base).get("__doc__") for base in bases)
    doc = inspect.cleandoc(next((each for each in written if each and isinstance(each, str)), ""))
    return "" if doc.startswith(f"{documented.__name__}(") else doc  # generated by @dataclass


def _parameter_docs(doc: str | None) -> dict[str, str]:
    """Return what a docstring says of each parameter. Raises MissingExtraError without docstring-parser."""
    try:
        from docstring_parser import parse
    except ImportError:
        raise MissingExtraError("reading field docs", "docstring-parser", "typed-registry[cli]") from None
    params = parse(doc or "").params
    return {each.arg_name: " ".join((each.description or "").split()) for each in params}
