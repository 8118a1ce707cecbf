"""The names of a stub under way: what it imports, and the type variables and Protocols it declares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator


class StubNames:
    """Gives each thing that a stub mentions one name, and never the same name to two.

    Lives as long as the writing of one stub.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._last: defaultdict[str, int] = defaultdict(lambda: 1)
        self._imported: dict[tuple[str, str], str] = {}
        self._declared: dict[str, str] = {}

    def imported(self, module: str, name: str) -> str:
        """The local name of a module's global."""
        if module == "builtins" and name not in self._taken:
            return name
        key = (module, name)
        if key not in self._imported:
            self._imported[key] = self.fresh(name)
        return self._imported[key]

    def fresh(self, name: str) -> str:
        """This name, or with a number behind it if it is taken; taken from now on."""
        free = name
        while free in self._taken:
            self._last[name] += 1
            free = f"{name}_{self._last[name]}"
        self._taken.add(free)
        return free

    def declared(self, name: str, definition: str) -> str:
        """The name of a declaration with `{}` in place of its name; the same one for the same text."""
        if definition not in self._declared:
            self._declared[definition] = self.fresh(name)
        return self._declared[definition]

    def origins(self) -> Iterator[tuple[str, str]]:
        """The module and name of everything imported."""
        return iter(sorted(self._imported))

    def imports(self) -> Iterator[str]:
        """The import statements, in order of module and name."""
        for (module, name), local in sorted(self._imported.items()):
            yield f"from {module} import {name}" + (f" as {local}" if local != name else "")

    def declarations(self) -> Iterator[str]:
        """The declarations, in the order in which they were first needed."""
        return (definition.replace("{}", name) for definition, name in self._declared.items())
