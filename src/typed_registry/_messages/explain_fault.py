"""The text of a fault: `file:line:column: path: message; did you mean ...`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from functools import singledispatch
from math import isfinite

from typed_registry._annotations.hidden_parameters import HiddenParameters
from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._error_facts import Claimant
from typed_registry._messages.explain import explain_broken, explain_disabled
from typed_registry._messages.sendable import ShownValue
from typed_registry._messages.suggest import listed, nearest, valid_words
from typed_registry._messages.visible import shortened, shown_value, visible
from typed_registry.config._document.faults import (
    COMMAND_LINE,
    Alternative,
    BrokenDefault,
    Fault,
    IdleOverride,
    LoneItem,
    Malformed,
    MisplacedSection,
    MissingKey,
    NoAlternative,
    Origin,
    Problem,
    Refused,
    TwoNames,
    UnclearSection,
    UnfitComponent,
    UnknownComponent,
    UnknownKey,
    UnsetVariable,
    WrittenTwice,
    WrongChoiceKey,
    WrongType,
    WrongValue,
    show_path,
)

MOST_FAULTS = 1000
"""The most faults in a text. The others are counted."""

_LONGEST = 200
"""The length up to which a suggestion is part of a message."""

_ITEM = re.compile(r"(.+)\[(-?[0-9]+)\]")
"""An item of a list as other tools write it."""
_EXTENDING_KEYS = frozenset(
    {"_base_", "_BASE_", "__base__", "__include__", "base_config", "defaults", "inherits"}
)
"""Keys under which other tools name the files that a file extends."""
_LONGEST_PATH = 300
_LONGEST_MESSAGE = 2000


def explain_fault(fault: Fault) -> str:
    """Return one line for a fault, from the place that an editor can jump to.

    Characters that aren't printed are shown as escapes, and a long text is shown without its middle.
    """
    written = fault.origin.path if fault.origin else fault.path
    path = shortened(show_path(written), _LONGEST_PATH)
    return visible(": ".join(filter(None, (show_origin(fault.origin), path, explain_here(fault)))))


def more_faults(faults: Sequence[object]) -> str:
    """Return the last line of a text that doesn't contain all of these faults."""
    return f"and {len(faults) - MOST_FAULTS} more faults"


def explain_here(fault: Fault) -> str:
    """Return the message of a fault without its place and path, on one line."""
    return visible(shortened(_explain_here(fault), _LONGEST_MESSAGE))


def _explain_here(fault: Fault) -> str:
    key = str(fault.path[-1]) if fault.path else ""
    variable = fault.origin.variable if fault.origin else None
    parts = [explain_problem(fault.problem, key), _show_suggestion(fault.problem, fault.origin)]
    parts.append(f" (environment variable {variable})" if variable else "")
    parts.append(f" (as {fault.alternative})" if fault.alternative else "")
    parts.append(_from(fault.replacement) if fault.replacement else "")
    parts.append(f" (extended at {show_origin(fault.extended)})" if fault.extended else "")
    return "".join(parts)


def _from(replacement: Claimant) -> str:
    """Return where a component is from that has taken the name of another one."""
    owner = replacement.distribution or "this program"
    return f"; the component is from {owner} ({replacement.place}), in place of the original"


def _show_suggestion(problem: Problem, origin: Origin | None) -> str:
    """Return what to write in place of a value of another type, as the format of the file has it."""
    if not isinstance(problem, WrongType) or problem.instead is None:
        return ""
    data, given = problem.instead.data, problem.given
    if isinstance(data, str) and not (given is None or is_mapping(given) or is_sequence(given)):
        return f"; write it in quotes{_in_shell(origin, '...', ': ')}"
    text = (_in_shell(origin, "") if data == "" else "") or _write(data, origin.source if origin else "")
    return f"; write {text}{' if there is nothing in it' if given is None else ''}" if text else ""


def _in_shell(origin: Origin | None, text: str, before: str = "") -> str:
    """Return an override with a text in quotes that the shell leaves; nothing for a value of a file."""
    if origin is None or origin.source != COMMAND_LINE:
        return ""
    return before + shlex.quote(f'{shortened(show_path(origin.path), _LONGEST)}="{text}"')


def _write(data: object, source: str) -> str | None:
    """Return data as the format of a file has it; None if the format has no such value, or it is long."""
    from typed_registry.config._formats.formats import FORMATS, format_name

    form = FORMATS.get(format_name(source), FORMATS["yaml"])
    is_infinite = isinstance(data, float) and not isfinite(data)
    if (data is None and not form.has_null) or (is_infinite and not form.has_infinity):
        return None
    try:
        text = form.write_value(data)
    except (TypeError, ValueError):  # for an object of the program's
        return None
    return text if len(text) <= _LONGEST else None


def explain_hidden(hidden: HiddenParameters) -> str:
    """Return who hides parameters of a component, where, and what to write."""
    where = f"{hidden.component} hides its parameters behind {hidden.stars} ({hidden.place})"
    return f"{where}: register it with types={{...}}, which says what they are, or with config="


def show_origin(origin: Origin | None) -> str:
    """Return `file:line:column`, as far as these are known."""
    if origin is None:
        return ""
    return ":".join(str(part) for part in (origin.source, origin.line, origin.column) if part is not None)


@singledispatch
def explain_problem(problem: Problem, key: str) -> str:
    """Return the message about the value of `key`."""
    raise TypeError(f"no text for {problem!r}, {key}")


@explain_problem.register
def _(problem: UnknownKey, key: str) -> str:
    of = "" if problem.registry is None else f" of {problem.owner} ({problem.registry})"
    if of and not problem.valid and not problem.hidden:
        return f"unknown key{of}, which has no settings"
    outer, _, inner = key.partition(".")
    if inner and outer in problem.valid:
        return f"unknown key{of}; write {inner!r} inside {outer!r}"
    item = _ITEM.fullmatch(key)
    if item and item[1] in problem.valid:
        return f"unknown key{of}; write {item[1]}.{item[2]}"
    if key in _EXTENDING_KEYS and not problem.hidden:
        return f"unknown key{of}; the files that a file extends are under the key 'extends'"
    hidden = "".join(f"; {explain_hidden(each)}" for each in problem.hidden)
    return f"unknown key{of}; {valid_words(key, problem.valid)}{hidden}"


@explain_problem.register
def _(problem: MisplacedSection, key: str) -> str:
    if problem.chosen:
        paths = " and ".join(problem.chosen)
        return f"{key!r} is chosen by {paths}, which no section reaches; write its settings there"
    where = "whose settings belong inside the field that chooses it"
    return f"unknown key; {key!r} is one of {problem.registry}, {where}"


@explain_problem.register
def _(problem: MissingKey, _key: str) -> str:
    return f"missing; expected {problem.expected}"


@explain_problem.register
def _(problem: WrongType, _key: str) -> str:
    return f"expected {problem.expected}, got {_given(problem.given)}"


@explain_problem.register
def _(problem: WrongChoiceKey, key: str) -> str:
    beside = f", with its settings beside it, not under {problem.settings!r}" if problem.settings else ""
    right = f"write {problem.valid}: {problem.name}{beside}"
    return f"the component is chosen by {problem.valid!r}, not {key!r}; {right}"


@explain_problem.register
def _(problem: WrongValue, _key: str) -> str:
    valid = listed(problem.valid) + (f", or {problem.others}" if problem.others else "")
    words = {str(value): value for value in problem.valid}
    near = nearest(problem.given, words) if isinstance(problem.given, str) else None
    meant = f"; did you mean {words[near]!r}?" if near else ";"
    return f"got {_shown(problem.given)}{meant} valid: {valid}"


@explain_problem.register
def _(problem: LoneItem, _key: str) -> str:
    return f"expected {problem.expected}, got item {problem.index} alone; write the whole list here"


@explain_problem.register
def _(problem: NoAlternative, _key: str) -> str:
    why = "; ".join(map(_alternative, problem.alternatives))
    return f"expected {problem.expected}, got {_given(problem.given)}: {why}"


def _alternative(found: Alternative) -> str:
    key = str(found.path[-1]) if found.path else ""
    where = f"{show_path(found.path)}: " if found.path else ""
    return f"as {found.type}, {where}{explain_problem(found.problem, key)}"


@explain_problem.register
def _(problem: UnknownComponent, _key: str) -> str:
    broken = "".join(f"; {explain_broken(module)}" for module in problem.broken)
    disabled = "".join(f"; it may be registered by {each}" for each in explain_disabled(problem.disabled))
    meant = valid_words(problem.given, problem.valid)
    return f"{problem.registry} has no {shown_value(problem.given)}; {meant}{broken}{disabled}"


@explain_problem.register
def _(problem: UnfitComponent, _key: str) -> str:
    why = "; ".join(problem.reasons)
    fitting = listed(problem.valid) or "none that is registered"
    return f"{shown_value(problem.given)} is not a {problem.needed} ({why}); valid: {fitting}"


@explain_problem.register
def _(problem: Refused, _key: str) -> str:
    whole = isinstance(problem.given, Mapping)  # what is wrong then is how its values go together
    return problem.message if whole else f"got {_given(problem.given)}: {problem.message}"


@explain_problem.register
def _(problem: WrittenTwice, _key: str) -> str:
    path, place = show_path(problem.first.path), show_origin(problem.first)
    return f"written twice; first at {f'{place} ({path})' if place else path}"


@explain_problem.register
def _(problem: TwoNames, _key: str) -> str:
    return f"another name of {problem.other!r}, which is given as well"


@explain_problem.register
def _(problem: UnclearSection, _key: str) -> str:
    fields = " and ".join(problem.fields)
    return f"a section of both {fields}; write it inside the one that is meant"


@explain_problem.register
def _(problem: IdleOverride, _key: str) -> str:
    chosen = listed(problem.chosen) or "nothing"
    return f"would change nothing: no field chooses {problem.name!r}; chosen: {chosen}"


@explain_problem.register
def _(problem: UnsetVariable, _key: str) -> str:
    return (
        f"the environment variable {problem.name} isn't set; a default is written ${{env:{problem.name},...}}"
    )


@explain_problem.register
def _(problem: Malformed, _key: str) -> str:
    return problem.message


@explain_problem.register
def _(problem: BrokenDefault, _key: str) -> str:
    return f"the default of {problem.config} can't be made: {problem.reason}"


def _given(value: object) -> str:
    """Return a value as a message shows it, with its type unless that is obvious."""
    if value is None or is_mapping(value) or is_sequence(value):
        return _shown(value)
    kind = value.kind if isinstance(value, ShownValue) else type(value).__name__
    return f"{shown_value(value)} ({'str' if isinstance(value, str) else kind})"


def _shown(value: object) -> str:
    """Return a value as a message shows it."""
    if value is None:
        return "nothing (null)"
    if is_mapping(value):
        return "a mapping"
    return f"a list of {len(value)}" if is_sequence(value) else shown_value(value)
