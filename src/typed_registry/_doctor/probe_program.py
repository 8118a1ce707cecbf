"""Write a program that uses registries, each line in one way, and find out which lines a checker refuses."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen

from typed_registry._doctor.checker_messages import is_missing_import, is_untyped_import
from typed_registry._doctor.findings import (
    AcceptedCall,
    ProbedComponent,
    ProbedRegistry,
    RefusedCall,
    Visibility,
)
from typed_registry._doctor.stub_file import AccessForm
from typed_registry._doctor.trial_calls import VALUE, TrialCall

PROGRAM = "typed_registry_doctor"
"""The beginning of the names of the program's files."""
_ABSENT = "no such component"
_HEAD = """\
# mypy: disable-error-code=func-returns-value
# mypy: disallow-any-expr=False, disallow-any-unimported=False, disallow-untyped-calls=False
# pyright: reportAny=false, reportUnknownMemberType=false, reportPrivateUsage=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportDeprecated=false
from typing import Any
a: Any = getattr(0, "a")
def call_control(size: int) -> None: ...\
"""
"""Every argument is `a`. What checkers say of types that they don't know is of no interest."""
_LIBRARY = "import typed_registry; print(typed_registry.Registry)"
_CONTROL = f"call_control(size={VALUE}, no_such_keyword={VALUE})"


class ProbeProgram:
    """A program that uses each registry: a name that isn't registered, every registered name, and calls.

    Its first function and its last contain an error that every checker finds, which shows that the checker
    has read all of it.

    >>> trials = {AccessForm.BUILD: (TrialCall("size=a", "size=a, no_such_keyword=a"),)}
    >>> parts = ProbedRegistry("shop", "PARTS", (ProbedComponent("bolt", trials),))
    >>> print(ProbeProgram([parts]).text.partition("typed_registry.Registry)")[2].strip())
    def call_9() -> None: a(call_control(size=a, no_such_keyword=a))
    from shop import PARTS as registry_0
    def call_11() -> None: a(registry_0.no_such_attribute)
    def call_12() -> None: a(registry_0.components['no such component'])
    def call_13() -> None: a(registry_0.components['bolt'])
    def call_14() -> None: a(registry_0.build('bolt', size=a))
    def call_15() -> None: a(registry_0.build('bolt', size=a, no_such_keyword=a))
    def call_16() -> None: a(call_control(size=a, no_such_keyword=a))
    """

    def __init__(self, registries: Sequence[ProbedRegistry]) -> None:
        self._lines = [*_HEAD.splitlines()]
        self._library = self._add(_LIBRARY)
        begin = self._add_call(_CONTROL)
        self._registries = [self._add_registry(index, each) for index, each in enumerate(registries)]
        self._controls = (begin, self._add_call(_CONTROL))
        self.text: str = "".join(f"{line}\n" for line in self._lines)

    @property
    def length(self) -> int:
        """The number of lines."""
        return len(self._lines)

    def is_read(self, errors: Mapping[int, str]) -> bool:
        """Return whether a checker has found the errors that every checker finds."""
        return all(control in errors for control in self._controls)

    def visibilities(self, errors: Mapping[int, str]) -> Iterator[Visibility]:
        """Yield the findings of a checker about each registry, given its messages by line."""
        missing = "typed_registry" if self._library in errors else None
        return (each.visibility(errors, missing) for each in self._registries)

    def _add(self, line: str) -> int:
        self._lines.append(line)
        return len(self._lines)

    def _add_call(self, expression: str) -> int:
        """Add a line in a function of its own: after a call that never returns, checkers read no further."""
        return self._add(f"def call_{len(self._lines) + 1}() -> None: {VALUE}({expression})")

    def _add_registry(self, index: int, registry: ProbedRegistry) -> _RegistryLines:
        local = f"registry_{index}"
        start = self._add(f"from {registry.module} import {registry.variable} as {local}")
        attribute = self._add_call(f"{local}.no_such_attribute")
        absent = self._add_call(f"{local}.components[{_ABSENT!r}]")
        packages = {name: self._add(f"import {name}") for name in _packages(registry)}
        names = {name: self._add_call(f"{local}.components[{name!r}]") for name in registry.names}
        trials = tuple(
            _TrialLines(each, form, tuple(self._add_trials(f"{local}.", each.name, form, calls)))
            for each in registry.components
            for form, calls in each.trials.items()
        )
        return _RegistryLines(registry, start, attribute, absent, packages, names, trials)

    def _add_trials(
        self, before: str, name: str, form: AccessForm, calls: Sequence[TrialCall]
    ) -> Iterator[tuple[int, int | None]]:
        for call in calls:
            right = self._add_call(before + form.call(name, call.right))
            wrong = call.wrong
            yield right, None if wrong is None else self._add_call(before + form.call(name, wrong))


def _packages(registry: ProbedRegistry) -> list[str]:
    """Return the packages of a registry's components and their bases, those of the standard library apart."""
    found = frozenset[str]().union(*(each.packages for each in registry.components))
    return sorted(name for name in found - sys.stdlib_module_names if name.isidentifier())


@frozen
class _TrialLines:
    """The lines of a component's calls in one form."""

    component: ProbedComponent
    form: AccessForm
    lines: tuple[tuple[int, int | None], ...]
    """For each overload, a right call and a wrong one."""

    def refused(self, errors: Mapping[int, str]) -> RefusedCall | None:
        """Return the first right call that is refused.

        A call that fits any signature counts only if there is no other.
        """
        tried = zip(self.component.trials[self.form], self.lines, strict=True)
        rights = [right for call, (right, _) in tried if not call.fits_any] or [self.lines[0][0]]
        messages = (errors[right] for right in rights if right in errors)
        message = next(messages, None)
        return None if message is None else RefusedCall(self.component.name, self.form, message)

    def accepted(self, errors: Mapping[int, str]) -> AcceptedCall | None:
        """Return the wrong call, if it is accepted where the right one is."""
        wrong = [wrong for right, wrong in self.lines if right not in errors and wrong is not None]
        is_checked = all(line in errors for line in wrong)
        return None if is_checked else AcceptedCall(self.component, self.form)


@frozen
class _RegistryLines:
    """The lines that use a registry."""

    registry: ProbedRegistry
    start: int
    """The line that imports it."""
    attribute: int
    """The line with an attribute that it lacks."""
    absent: int
    """The line with a name that it lacks."""
    packages: Mapping[str, int]
    """The lines that import the packages of its components."""
    names: Mapping[str, int]
    trials: tuple[_TrialLines, ...]

    def visibility(self, errors: Mapping[int, str], missing: str | None) -> Visibility:
        """Return the findings about the registry, given the library's name if that isn't found."""
        message = errors.get(self.start, "")
        if is_missing_import(message):
            missing = missing or self.registry.module
        unseen = Visibility(self.registry, missing, sees_stub=False, unknown_names=self.registry.names)
        if missing is not None or is_untyped_import(message):
            return evolve(unseen, is_untyped=missing is None)
        if self.absent not in errors:
            return evolve(unseen, is_any=not message and self.attribute not in errors)
        unknown = tuple(name for name, line in self.names.items() if line in errors)
        judged = [each for each in self.trials if each.component.name not in unknown]
        refused = tuple(filter(None, (each.refused(errors) for each in judged)))
        accepted = [*filter(None, (each.accepted(errors) for each in judged))]
        chosen = self.registry.has_any
        return Visibility(
            self.registry,
            None,
            sees_stub=True,
            unknown_names=unknown,
            refused=refused,
            accepted=tuple(each for each in accepted if each.component.name not in chosen),
            has_any=frozenset(each.component.name for each in accepted) & chosen.keys(),
            missing_packages=frozenset(
                name for name, line in self.packages.items() if is_missing_import(errors.get(line, ""))
            ),
        )
