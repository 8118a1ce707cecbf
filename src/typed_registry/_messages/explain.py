"""Write the message of each error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch
from shlex import quote

from typed_registry._change_errors import (
    FrozenRegistryError,
    IsolatedRegistryError,
    OverriddenNameError,
)
from typed_registry._command_errors import EditError, NoModulesError, NoRegistryError, RootError
from typed_registry._distribution import Distribution
from typed_registry._messages.explain_contest import explain_contest
from typed_registry._messages.explain_unconfigurable import explain_unconfigurable
from typed_registry._messages.suggest import did_you_mean, joined, listed, nearest, valid_words
from typed_registry._messages.visible import shown_value
from typed_registry._plugin_errors import ContestedNameError, MissingRegistrationError, PluginsReadError
from typed_registry._worker_errors import UnsharedRegistryError
from typed_registry.errors import (
    BrokenModule,
    BrokenModuleError,
    ConfigError,
    ConformanceError,
    DisabledPlugin,
    DuplicateNameError,
    Mismatch,
    MissingExtraError,
    OutdatedSpecError,
    StubError,
    StubProblem,
    UnconfigurableError,
    UnknownNameError,
    UnknownPackageError,
    UnknownParameterError,
    UnwritableError,
)

_MOST_PLUGINS = 3
"""The most plugins that a message names of those that a setting switches off."""


@singledispatch
def explain(error: Exception) -> str:
    """Return the text of an error."""
    return repr(error)


@explain.register
def _(error: UnknownNameError) -> str:
    parts = [f"{error.registry}: no component is called {_unknown(error)}{_meant(error)}"]
    parts.append(f"Registered: {listed(error.names)}." if error.names else "Nothing is registered.")
    if error.elsewhere is not None:
        module, place = error.elsewhere.module, error.elsewhere.place
        parts.append(
            f"{error.name!r} is registered in {module} ({place}), which was never imported: "
            f'import it, or call discover("{module.rpartition(".")[0] or module}") on the registry.'
        )
    if error.unregistered is not None:
        parts.append(f"It was unregistered at {error.unregistered}.")
    parts += [f"It may be registered by {each}." for each in explain_disabled(error.disabled)]
    if error.broken:
        broken = "; ".join(map(explain_broken, error.broken))
        parts.append(f"It may be registered in a module that fails: {broken}")
    parts += [_sent(error.sender)] if error.sender else []
    return " ".join(parts)


def _sent(sender: str) -> str:
    """Return what to do about a component that only the process of `sender` has registered."""
    call = "call the function that does in each worker, as initializer= of a pool does"
    if sender == "__main__":
        return (
            "The process that sent the spec has registered it in its own program. Register it in a module "
            f"that this process imports, or {call}."
        )
    return (
        f"The process that sent the spec has registered it in {sender}, and importing that module doesn't "
        f"register it here: {call}."
    )


def explain_broken(*modules: BrokenModule) -> str:
    """Return why it isn't known what modules register that fail for the same reason."""
    first = modules[0]
    if not first.module:
        points = joined([f"{_by(module.distribution)}{module.place}" for module in modules], "and")
        return f"{points} {first.error}"
    named = ", ".join(f"{_by(module.distribution)}{module.module} ({module.place})" for module in modules)
    return f"{named} can't be imported: {first.error}"


def explain_disabled(plugins: Iterable[DisabledPlugin]) -> Iterator[str]:
    """Yield the distributions of plugins that the same setting switches off, with that setting."""
    by_switch: dict[str, list[str]] = {}
    for each in plugins:
        by_switch.setdefault(each.switch, []).append(str(each.distribution))
    for switch, names in by_switch.items():
        verb = "are" if names[1:] else "is"
        is_left_out = switch == "allow_plugins"
        why = "n't among those that allow_plugins allows" if is_left_out else f" switched off by {switch}"
        yield f"{_alternatives(names)}, which {verb}{why}"


def _alternatives(names: list[str]) -> str:
    """Return some names with `or` before the last one; of many, how many others there are."""
    more = len(names) - _MOST_PLUGINS
    return joined([*names[:_MOST_PLUGINS], f"{more} more"] if more > 1 else names, "or")


def _by(distribution: Distribution | None) -> str:
    """Return the beginning of a message about a distribution."""
    return f"{distribution}: " if distribution else ""


@explain.register
def _(error: UnknownPackageError) -> str:
    call = f'discover("{error.package}") ({error.place})'
    return f"{error.registry}: {call} finds no package: {error.reason}{did_you_mean(error.near)}"


@explain.register
def _(error: DuplicateNameError) -> str:
    return (
        f"{error.registry}: {error.name!r} is registered twice:\n"
        f"  first at {error.existing}\n"
        f"  again at {error.proposed}\n"
        "Give one of them another name."
    )


@explain.register
def _(error: ContestedNameError) -> str:
    return f"{error.registry}: {error.name!r} is contested: {explain_contest(error)}"


@explain.register
def _(error: PluginsReadError) -> str:
    return (
        f"{error.registry}: {error.method} comes too late: plugins have been read, since a name was looked "
        "for. Call it in the module that defines the registry, or at the start of the program."
    )


@explain.register
def _(error: ConformanceError) -> str:
    registry = f"{_by(error.distribution)}{error.registry}"
    head = f"{registry}: {error.component} can't be registered as {error.name!r} ({error.place})"
    return "\n".join([f"{head}:", *_mismatches(error.mismatches)])


@explain.register
def _(error: UnconfigurableError) -> str:
    return f"{error.registry}: {error.name!r} can't be configured by name: {explain_unconfigurable(error)}"


@explain.register
def _(error: UnknownParameterError) -> str:
    return "\n".join(
        f"{error.registry}: {error.component} has no parameter {parameter!r}, for which the registration "
        f"of {error.name!r} ({error.place}) states a type; {valid_words(parameter, error.valid)}"
        for parameter in error.parameters
    )


@explain.register
def _(error: OutdatedSpecError) -> str:
    if error.unknown or error.missing:
        reasons = (("doesn't take", error.unknown), ("requires", error.missing))
        given = " and ".join(f"{verb} {', '.join(map(repr, names))}" for verb, names in reasons if names)
        return (
            f"{error.registry}: this spec was made before {error.name!r} was overridden ({error.place}) by a "
            f"component that {given}. Make the spec in the block, or give the component the same settings."
        )
    if error.is_sent:
        return (
            f"{error.registry}: this spec is from another process, and {error.name!r} takes other settings "
            f"here ({error.place}). Make the spec where the same component is registered, and not in a block "
            "of override, which other processes don't see."
        )
    return (
        f"{error.registry}: {error.name!r} was registered anew ({error.place}) after this spec was made, "
        "and takes other settings now. Make the spec again."
    )


@explain.register
def _(error: UnsharedRegistryError) -> str:
    return f"{error.registry} of {error.module} {error.reason}"


@explain.register
def _(error: OverriddenNameError) -> str:
    return (
        f"{error.registry}: {error.name!r} is overridden by {error.holder} ({error.place}). Until that block "
        "ends, no other thread or task can override the name, and it can't be unregistered."
    )


@explain.register
def _(error: IsolatedRegistryError) -> str:
    return (
        f"{error.registry} is isolated by {error.holder} ({error.place}). Until that block ends, no other "
        "thread or task can isolate it."
    )


@explain.register
def _(error: FrozenRegistryError) -> str:
    call = f"{error.action}({error.name!r})"
    return (
        f"{error.registry}: {call} comes too late: the registry is frozen since {error.place}. Change it "
        "before that line, or in a block of isolated()."
    )


@explain.register
def _(error: MissingRegistrationError) -> str:
    head = f"{_by(error.distribution)}{error.registry}: {error.place}"
    if error.is_circular:
        return (
            f"{head} registers {error.name!r}, but {error.module} is still being imported and hasn't come to "
            "that line: the import is circular. Use the name in a function, after the modules are imported."
        )
    if error.attribute is not None:
        meant = did_you_mean(error.near)
        return f"{head} names an object that isn't there: {error.module} has no {error.attribute!r}{meant}"
    return (
        f"{head} registers {error.name!r} according to the source, "
        f"but importing {error.module} doesn't run that line."
    )


@explain.register
def _(error: BrokenModuleError) -> str:
    module = f"{_by(error.distribution)}{error.module}"
    return f"{module} can't be imported: {error.error}{did_you_mean(error.near)}"


@explain.register
def _(error: MissingExtraError) -> str:
    install = f"pip install {quote(error.requirement)}"
    return f"{error.feature} needs {error.package}, which isn't installed: {install}"


@explain.register
def _(error: StubError) -> str:
    problems = list(map(explain_stub_problem, error.problems))
    if len(problems) == 1:
        text = f"{error.module}: the stub can't be written: {problems[0]}"
    else:
        head = f"{error.module}: the stub can't be written, because of {len(problems)} problems:"
        text = "\n  ".join([head, *problems])
    keys = (
        f"{error.module}.{each.registry}.{each.component}"
        for each in error.problems
        if each.component is not None and each.registry is not None
    )
    first = next(keys, None)
    return text if first is None else f"{text}\n{_other_treatments(first)}"


def _other_treatments(key: str) -> str:
    """Return the settings with which a stub is written in spite of such a component."""
    return (
        'The setting unresolved = "omit" leaves such components out of the stub, and "any" puts Any in the '
        "place of what is missing. In pyproject.toml, for all components or for one:\n"
        '[tool.typed-registry]\nunresolved = "omit"\n'
        f'unresolved-components = {{ {_quoted(key)} = "omit" }}'
    )


def explain_stub_problem(problem: StubProblem) -> str:
    """Return a line that describes a problem of a stub, with its component, parameter and place."""
    name = None if problem.component is None else repr(problem.component)
    where = f" ({problem.place})" if problem.place else ""
    head = " ".join(filter(None, (problem.registry, name)))
    return ": ".join(filter(None, (head, problem.parameter, problem.reason))) + where


def _quoted(key: str) -> str:
    """Return a key as TOML has it."""
    from json import dumps

    return dumps(key)


@explain.register
def _(error: NoModulesError) -> str:
    setting = '[tool.typed-registry]\nmodules = ["my_package.registries"]'
    return f"no module that defines registries is given; name one, or set it in {error.file}:\n{setting}"


@explain.register
def _(error: NoRegistryError) -> str:
    if not error.others:
        return f"{error.module} defines no registry"
    verb = "does" if len(error.others) == 1 else "do"
    return f"{error.module} defines no registry, but {joined(error.others)} {verb}"


@explain.register
def _(error: RootError) -> str:
    setting = '[tool.typed-registry]\nroot = "my_package.config:Experiment"'
    if error.name is None:
        return f"no root config is given; name one by --root, or set it in {error.file}:\n{setting}"
    return f"{error.name!r} can't be the root config: {error.reason}"


@explain.register
def _(error: EditError) -> str:
    given = " ".join(error.assignments)
    return f"{error.file}: {given} can't be set without touching other values; edit the file by hand"


@explain.register
def _(error: UnwritableError) -> str:
    from typed_registry.config._document.faults import show_path  # which imports this

    return ": ".join(filter(None, (show_path(error.path), error.reason)))


@explain.register
def _(error: ConfigError) -> str:
    from typed_registry._messages.explain_fault import (  # imports config, which imports this
        MOST_FAULTS,
        explain_fault,
        more_faults,
    )

    faults = error.faults
    lines = [explain_fault(fault) for fault in faults[:MOST_FAULTS]]
    if len(faults) == 1:
        return lines[0]
    rest = [more_faults(faults)] if len(faults) > MOST_FAULTS else []
    return "\n".join([f"{len(faults)} faults:", *lines, *rest])


def _unknown(error: UnknownNameError) -> str:
    if error.replacement is None:
        return shown_value(error.name)
    return f"{error.replacement!r}, for which {error.name!r} is a deprecated name"


def _meant(error: UnknownNameError) -> str:
    near = nearest(str(error.replacement or error.name), map(str, error.names))
    return did_you_mean(near) or "."


def _mismatches(mismatches: tuple[Mismatch, ...]) -> Iterator[str]:
    for mismatch in mismatches:
        yield f"  {mismatch.member}: {mismatch.reason}{did_you_mean(mismatch.near)}"
        yield f"    expected  {mismatch.expected}"
        if mismatch.found is not None:
            yield f"    found     {mismatch.found}"
