"""Say which calls a checker judges wrongly, and why."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Sized

from attrs import frozen

from typed_registry._doctor.examine import CheckerReport
from typed_registry._doctor.examined_module import ExaminedModule
from typed_registry._doctor.findings import AcceptedCall, ProbedComponent, Visibility
from typed_registry._doctor.setting_advice import change
from typed_registry._doctor.stub_file import AccessForm
from typed_registry._doctor.weak_settings import blind_settings, weak_settings
from typed_registry._messages.suggest import joined

ADD_SETTINGS = "without settings it accepts mistakes; add a table [tool.pyrefly] to pyproject.toml"


@frozen
class NameList:
    """Writes names of components, a long list of them in short.

    >>> NameList(2)(["bolt", "nut", "screw", "pin"])
    "'bolt', 'nut' and 2 more"
    """

    most: int | None = None
    """How many names are written; None for all."""

    def __call__(self, names: Iterable[str]) -> str:
        """Return the names with commas between them."""
        return self._short([*map(repr, names)])

    def with_notes(self, notes: Mapping[str, str]) -> str:
        """Return the names, each with its note in parentheses."""
        return self._short([f"{name!r} ({note})" for name, note in notes.items()])

    def _short(self, items: Sequence[str]) -> str:
        left = 0 if self.most is None else len(items[self.most :])
        written = ", ".join(items[: self.most])
        return f"{written} and {left} more" if left else written


def is_or_are(items: Sized) -> str:
    """Return the negated verb for one item or several: "isn't" or "aren't"."""
    return "isn't" if len(items) == 1 else "aren't"


def has_no_settings(report: CheckerReport) -> bool:
    """Return whether this is pyrefly without any settings: then most of its rules are off."""
    return report.checker.name == "pyrefly" and report.config is None


def weakened(report: CheckerReport) -> str:
    """Return which settings turn off a checker's errors about calls; empty if none do."""
    found = {config: weak_settings(report.checker, config) for config in report.configs}
    return joined(
        f"{joined(settings)} in {config} {'turns' if len(settings) == 1 else 'turn'} off errors"
        for config, settings in found.items()
        if settings
    )


def blinded(report: CheckerReport, module: str) -> str:
    """Return which settings may make a module `Any`; empty if none do."""
    found = {config: blind_settings(report.checker, config, module) for config in report.configs}
    return joined(
        f"{joined(settings)} in {config} {'makes' if len(settings) == 1 else 'make'} modules Any"
        for config, settings in found.items()
        if settings
    )


def call_advice(
    seen: Visibility, report: CheckerReport, module: ExaminedModule, shown: NameList
) -> Iterator[str]:
    """Yield a line for each reason why right calls of components are refused, and wrong ones accepted."""
    yield from _of_refused(seen, module, shown)
    yield from _of_accepted(seen, report, module, shown)


def _of_refused(seen: Visibility, module: ExaminedModule, shown: NameList) -> Iterator[str]:
    """Yield a line for each set of forms in which right calls are refused, with the first message."""
    kinds = module.types(seen.registry)
    refused: dict[str, dict[AccessForm, str]] = {}
    for right in seen.refused:
        refused.setdefault(right.name, {})[right.form] = right.message
    groups: dict[tuple[str, str], dict[str, str]] = {}
    for component in seen.registry.components:
        messages = refused.get(component.name, {})
        if messages:
            remedy = _remedy(component, messages, kinds.get(component.name, ""), module)
            groups.setdefault((_joined(messages), remedy), {})[component.name] = next(iter(messages.values()))
    for (through, remedy), names in groups.items():
        first = next(iter(names.values()))
        calls = f"right calls of {shown(names)} through {through}"
        yield f"{seen.registry.variable}: refuses {calls}: {first}; {remedy}"


def _remedy(
    component: ProbedComponent, refused: Container[AccessForm], kind: str, module: ExaminedModule
) -> str:
    """Return what to do about a component whose right calls are refused in these forms."""
    passing = [form for form in component.trials if form not in refused]
    through = f"through {_joined(passing)} they pass" if passing else ""
    if AccessForm.COMPONENTS not in refused or not kind.startswith("type["):
        remedy = through or "if not, register a function with simpler parameters that calls it"
        outdated = f"if the component has changed, run: {_stubs(module)}"
        return "; ".join((remedy, outdated) if through else (outdated, remedy))
    return through or "that is how it reads the class itself, so register a function that calls the class"


def _of_accepted(
    seen: Visibility, report: CheckerReport, module: ExaminedModule, shown: NameList
) -> Iterator[str]:
    """Yield a line for each reason why wrong calls are accepted."""
    kinds = module.types(seen.registry)
    forms: dict[str, dict[AccessForm, None]] = {}
    names: dict[str, dict[str, str]] = {}
    for wrong in seen.accepted:
        name = wrong.component.name
        why = next(_reasons(wrong, kinds.get(name, ""), seen, report, module), "")
        forms.setdefault(why, {})[wrong.form] = None
        names.setdefault(why, {})[name] = "" if why else kinds.get(name, "")
    for why, found in names.items():
        of = shown.with_notes(found) if any(found.values()) else shown(found)
        stub = f"the stub has these types for them; if they are outdated, run: {_stubs(module)}"
        outdated = f"{stub}; if not, register functions with simpler parameters that call them"
        through = _joined(forms[why])
        yield f"{seen.registry.variable}: accepts wrong calls of {of} through {through}: {why or outdated}"


def _reasons(
    wrong: AcceptedCall, kind: str, seen: Visibility, report: CheckerReport, module: ExaminedModule
) -> Iterator[str]:
    """Yield why a wrong call is accepted, given the component's type in the stub; the first is likeliest."""
    component = wrong.component
    for name in sorted(component.packages & seen.missing_packages):
        yield f"it doesn't find {name}, and takes its classes for Any"
    if has_no_settings(report):
        yield ADD_SETTINGS
    if component.untyped_package and kind.startswith("type["):
        setting = report.checker.untyped_packages
        remedy = f", or {change(report.checker, report.config, setting)}" if setting else ""
        why = f"{component.untyped_package} has no py.typed, so it doesn't know the class's type"
        yield f"{why}; run: {_stubs(module)}{remedy}"
    if component.metaclass and kind.startswith("type["):
        why = f"it checks them with the parameters of the metaclass's {component.metaclass}.__call__"
        yield f"{why}; run: {_stubs(module)}"
    if component.has_unpacked_keywords and report.checker.name == "ty":
        yield "ty accepts any keyword for `**kwargs: Unpack[...]`"
    if kind.startswith("type[") and blinded(report, component.module):
        yield blinded(report, component.module)
    if weakened(report):
        yield weakened(report)
    if _is_unchecked(wrong.form, seen):
        yield f"it doesn't check calls through {wrong.form.value}"


def _is_unchecked(form: AccessForm, seen: Visibility) -> bool:
    """Return whether no wrong call in this form is refused, of several that are refused in another form."""
    accepted = {each.component.name for each in seen.accepted if each.form is form}
    others = {each.component.name for each in seen.accepted if each.form is not form}
    tried = {
        each.name
        for each in seen.registry.components
        if any(call.wrong is not None for call in each.trials.get(form, ()))
    }
    return len(tried) > 1 and accepted == tried - set(seen.unknown_names) and not tried <= others


def _joined(forms: Iterable[AccessForm]) -> str:
    """Return forms as a text: `components and build`."""
    return joined(form.value for form in forms)


def _stubs(module: ExaminedModule) -> str:
    return f"typed-registry stubs {module.module}"
