"""The names in a stub: of what it imports and of what it declares."""

from __future__ import annotations

import builtins
import keyword
import unicodedata
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager

OWN_NAME = "\0"
"""Takes the place of a declaration's name in its source, where no source contains this character."""


class StubNames:
    """Gives each thing that a stub mentions a name, and never one name to two things.

    An object lives as long as the generation of one stub.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._own = {*taken}
        self._taken = {*self._own, *dir(builtins)}
        self._last: defaultdict[str, int] = defaultdict(lambda: 1)
        self._imported: dict[tuple[str, str], str] = {}
        self._renamed: dict[tuple[str, str], str] = {}
        self._hidden: set[str] = set()
        self._declared: dict[tuple[str, str], str] = {}

    def imported(self, module: str, name: str) -> str:
        """Return the local name of a module's global, which is imported from now on."""
        key = (module, name)
        if module == "builtins" and not self._is_other(name):
            return name
        if self._imported.get(key, name) in self._hidden:
            return self._renamed.get(key) or self._renamed.setdefault(key, self.fresh(f"{name}_"))
        if key not in self._imported:
            self._imported[key] = self.fresh(name)
        return self._imported[key]

    @contextmanager
    def inside_class(self, members: Iterable[str]) -> Generator[None]:
        """Import what a class's members hide under other names, within the context."""
        before = self._hidden
        self._hidden = {*members}
        try:
            yield
        finally:
            self._hidden = before

    def fresh(self, name: str) -> str:
        """Return `name`, with a number behind it if it is taken. It is taken from now on."""
        free = name
        while free in self._taken:
            self._last[name] += 1
            free = f"{name}_{self._last[name]}"
        self._taken.add(free)
        return free

    def declared(self, name: str, source: str) -> str:
        """Return the name of a declaration, whose source contains OWN_NAME in its place.

        Equal declarations of one name are written once. Those of two names are two, since type variables with
        the same bounds are not the same.
        """
        if (name, source) not in self._declared:
            self._declared[name, source] = self.fresh(name)
        return self._declared[name, source]

    def variable(self, make: str, name: str, limits: Sequence[str] = ()) -> str:
        """Declare a type variable, made by a call of `make` with these arguments, and return its name."""
        module = "typing_extensions" if make == "TypeVarTuple" or "default=" in str(limits) else "typing"
        inside = ", ".join([f'"{OWN_NAME}"', *limits])
        name = name.rpartition(".")[2]  # mypy's name of `typing.AnyStr` may be the whole
        return self.declared(f"_{name.lstrip('_')}", f"{OWN_NAME} = {self.imported(module, make)}({inside})")

    def _is_other(self, name: str) -> bool:
        """Return whether a builtin has to be imported, since its name means something else or is private."""
        return name in self._own or name in self._hidden or name.startswith("_")

    def origins(self) -> Iterator[tuple[str, str]]:
        """Yield the module and the name of everything that is imported."""
        return iter(sorted(self._imported))

    def imports(self) -> Iterator[str]:
        """Yield the import statements, sorted by module and name."""
        for (module, name), local in sorted([*self._imported.items(), *self._renamed.items()]):
            yield f"from {module} import {name}" + (f" as {local}" if local != name else "")

    def declarations(self) -> Iterator[str]:
        """Yield the declarations, in the order in which they were first needed."""
        return (source.replace(OWN_NAME, name) for (_, source), name in self._declared.items())


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


def is_name(text: str) -> bool:
    """Return whether source code can have this text as a name: of a module, a class or a keyword.

    Python reads a name in its normal form, and so a ligature, for instance, as two letters.

    >>> is_name("size"), is_name("class"), is_name("a-b"), is_name("\N{LATIN SMALL LIGATURE FI}x")
    (True, False, False, False)
    """
    is_word = text.isidentifier() and not keyword.iskeyword(text)
    return is_word and unicodedata.is_normalized("NFKC", text)
