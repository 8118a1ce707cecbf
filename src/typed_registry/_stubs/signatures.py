"""Find the calls that a component accepts in the type that mypy infers for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen
from mypy.erasetype import erase_typevars
from mypy.nodes import ARG_STAR, ARG_STAR2, TypeInfo
from mypy.types import AnyType, CallableType, Instance, Type, TypeOfAny, get_proper_type
from mypy.typevars import fill_typevars_with_any

from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.show import show_component
from typed_registry._annotations.type_guards import is_class
from typed_registry._annotations.wrapped_parts import without_partials
from typed_registry._stubs.callables import callables, takes_anything
from typed_registry._stubs.collect import NamedRegistry, RegisteredComponent
from typed_registry._stubs.constructors import expanded
from typed_registry._stubs.derived_parameters import DerivedParameter
from typed_registry._stubs.expressions import ANYTHING, ComponentExpression
from typed_registry._stubs.field_calls import field_call
from typed_registry._stubs.free_variables import bound, with_ordered_defaults
from typed_registry._stubs.mypy_probe import PROBE, MypyAnswer
from typed_registry._stubs.nested_types import NestedTypes
from typed_registry._stubs.other_definition import is_other_definition
from typed_registry._stubs.run_calls import run_call, stated_call, with_field_names, with_run_names
from typed_registry._stubs.spec_calls import FieldTypes, config_calls, derived_calls, generic_config
from typed_registry._stubs.stated_types import run_types, stated_types, with_run_types, with_stated_types
from typed_registry._stubs.unresolved import SignatureOwner, UnresolvedTypes
from typed_registry._stubs.unwritable_keywords import unwritable, with_rest
from typed_registry.errors import StubProblem


@frozen
class ComponentSignature:
    """A component and the calls that it accepts, in mypy's terms."""

    component: RegisteredComponent
    calls: tuple[CallableType, ...]
    spec_calls: tuple[CallableType, ...]
    """The calls of `spec` by keyword, each of which returns what the component builds."""
    config: Instance | None = None
    """The type of the config that the component takes, if its config class is generic."""
    is_untyped: bool = False
    """Whether the calls of `spec` take any values, since the config isn't known."""


@frozen
class SignatureFinder:
    """Finds the calls of components, and marks the types in them that mypy can't resolve."""

    answer: MypyAnswer
    unresolved: UnresolvedTypes
    problems: list[StubProblem]
    """The problems of components for which mypy infers no calls. Those without a signature take anything."""
    unchecked: list[StubProblem]
    """The components that take any arguments, since neither mypy nor the run knows their parameters."""

    def of(self, registry: NamedRegistry, kind: Type, dependencies: int) -> list[ComponentSignature]:
        """Return the calls of a registry's components.

        `kind` is the type of the components, and `dependencies` the number of arguments that each is built
        from beside its config.
        """
        return [self._of(registry.variable, each, kind, dependencies) for each in registry.components]

    def _of(
        self, registry: str, component: RegisteredComponent, kind: Type, dependencies: int
    ) -> ComponentSignature:
        problem = component.problem or self._problem(registry, component)
        if problem is not None:
            self.problems.append(problem)
        owner = SignatureOwner(registry, component.name, component.defined)
        inferred = self._inferred(component, kind) or (self._any_arguments(self._made(component, kind)),)
        is_baseless = self.unresolved.lacks_base(inferred, owner)
        if not is_baseless:
            inferred = tuple(self.unresolved.marked(call, owner) for call in inferred)
        calls = self._checked(inferred, component, registry, is_reported=is_baseless or problem is not None)
        stated = self._stated(calls, component)
        named = [each for call in stated for each in with_field_names(call, component.defined)]
        self._report_unwritable(named, component, registry)
        calls = tuple(map(with_rest, named))
        is_unknown = component.config is not None and not self.answer.calls(component.config)
        if is_unknown or component.expression is ANYTHING:
            bare = evolve(component, config=None)
            return ComponentSignature(bare, calls, (self._any_values(calls[0].ret_type),), is_untyped=True)
        taken: Instance | None = None
        if component.config is not None:
            declared = evolve(owner, defined=component.declared, is_config=True)
            taken = generic_config(calls[0], self.answer.calls(component.config))
            specs = self._config_calls(component.config, calls[0].ret_type, declared, taken)
        else:
            specs = self._derived_calls(component.derived, inferred, dependencies, owner)
        return ComponentSignature(component, calls, tuple(map(with_rest, specs)), taken)

    def _inferred(self, component: RegisteredComponent, kind: Type) -> tuple[CallableType, ...]:
        """Return the calls that mypy infers, or those of the run where mypy reads another definition."""
        if is_other_definition(self.answer.source_definition(component.expression), component.defined):
            found = self._run_calls(component, self._made(component, kind))
            if found:
                return found
        return _calls(component, self.answer, kind)

    def _run_calls(self, component: RegisteredComponent, result: Type) -> tuple[CallableType, ...]:
        """Return a call with the parameters of the component itself; none if it has none to read."""
        call = run_call(component.defined, result, self.answer.function)
        return (with_run_types(call, run_types(component.derived, self.answer)),) if call else ()

    def _report_unwritable(
        self, calls: Sequence[CallableType], component: RegisteredComponent, registry: str
    ) -> None:
        """Report the keywords that no call can write, for which the stub has `**kwargs`."""
        for name in unwritable(calls):
            reason = f"no call can write the keyword {name!r}, so the stub has **kwargs for it"
            self.unchecked.append(StubProblem(component.name, reason, registry, place=component.place))

    def _stated(
        self, calls: Sequence[CallableType], component: RegisteredComponent
    ) -> tuple[CallableType, ...]:
        """Return the calls with the types that the registration states."""
        stated = stated_types(component.derived, self.answer)
        stating = (with_stated_types(call, stated, self.answer.function) for call in calls)
        return tuple(map(with_ordered_defaults, stating))

    def _is_found(self, found: Type | None, expression: ComponentExpression) -> bool:
        """Return whether mypy finds something under the name that an expression is, whatever its type."""
        is_missing = isinstance(found, AnyType) and found.type_of_any == TypeOfAny.from_unimported_type
        return not is_missing and self.answer.node(expression) is not None

    def _made(self, component: RegisteredComponent, kind: Type) -> Type:
        """Return the type of what a component makes if mypy infers no calls: its instances, or `kind`."""
        node = self.answer.node(component.expression)
        return fill_typevars_with_any(node) if isinstance(node, TypeInfo) else kind

    def _checked(
        self,
        calls: tuple[CallableType, ...],
        component: RegisteredComponent,
        registry: str,
        *,
        is_reported: bool,
    ) -> tuple[CallableType, ...]:
        """Return the calls, or the parameters of the component itself if mypy knows none of them.

        `is_reported` says that a problem of the component has been found.
        """
        if not all(map(takes_anything, calls)):
            return calls
        result = erase_typevars(calls[0].ret_type)  # no parameter determines them
        found = self._run_calls(component, result)
        if found:
            return found
        if not is_reported:
            reason = f"mypy knows no parameters of {show_component(component.defined)}"
            self.unchecked.append(StubProblem(component.name, reason, registry, place=component.place))
        return (self._any_arguments(result),)

    def _config_calls(
        self, config: ComponentExpression, result: Type, owner: SignatureOwner, taken: Instance | None
    ) -> tuple[CallableType, ...]:
        constructors = callables(self.answer.of(config))
        if taken is None:
            result = erase_typevars(result)
        else:
            constructors = [expanded(each, taken) for each in constructors]
        if self.unresolved.lacks_base(constructors, owner):
            return (self._any_values(result),)
        named = (with_run_names(bound(each), owner.defined) for each in constructors)
        return config_calls([self.unresolved.marked(each, owner) for each in named], result)

    def _derived_calls(
        self,
        derived: Mapping[str, DerivedParameter] | None,
        calls: Sequence[CallableType],
        dependencies: int,
        owner: SignatureOwner,
    ) -> tuple[CallableType, ...]:
        if derived is None:
            return ()
        nested = _nested_types(derived, self.answer)
        of_run = {key: self.answer.of(each.type) for key, each in derived.items() if each.type}
        types = FieldTypes(of_run, nested, self.answer.class_of("tuple"))
        specs = derived_calls(calls, derived, types, dependencies)
        found = map(with_ordered_defaults, specs)
        return tuple(self.unresolved.known_marked(each, owner) for each in found)

    def _problem(self, registry: str, component: RegisteredComponent) -> StubProblem | None:
        """Return a problem if mypy infers nothing that can be called for a component or its config class.

        If it finds another type under the component's name, that isn't a problem: the component itself says
        what parameters it has. It finds `Any` below a decorator without annotations, or for a class whose
        constructor is, and anything at all in a block for checkers alone.
        """
        for expression in filter(None, (component.expression, component.config)):
            if self.answer.calls(expression):
                continue
            found = self.answer.of(expression)
            if expression is component.expression and self._is_found(found, expression):
                continue
            is_call = "(" in expression.text  # which only the probe can read
            shown = show_component(component.defined) if is_call else expression.text
            reason = f"mypy infers the type {found}, which can't be called, for {shown}"
            if found is None or isinstance(found, AnyType):
                missing = found.missing_import_name if isinstance(found, AnyType) else None
                is_own = missing is None or missing.startswith(PROBE)  # which has short names for modules
                reason = f"mypy can't resolve {shown if is_own else missing}"
                failures = dict.fromkeys(filter(None, map(self.answer.skipped.get, expression.modules)))
                reason += "".join(f", since it fails at {place}" for place in failures)
            return StubProblem(component.name, reason, registry, place=component.place)
        return None

    def _any_arguments(self, result: Type) -> CallableType:
        """Return a call that takes any arguments."""
        anything = AnyType(TypeOfAny.explicit)
        stars = ([anything, anything], [ARG_STAR, ARG_STAR2], ["args", "kwargs"])
        return CallableType(*stars, result, self.answer.function)

    def _any_values(self, result: Type) -> CallableType:
        """Return a call of `spec` that takes any keywords."""
        anything = AnyType(TypeOfAny.explicit)
        return CallableType([anything], [ARG_STAR2], ["values"], result, self.answer.function)


def _calls(component: RegisteredComponent, answer: MypyAnswer, kind: Type) -> tuple[CallableType, ...]:
    """Return the calls that mypy infers; none if it takes a class for an alias of another."""
    found = answer.calls(component.expression)
    if isinstance(component.defined, type) and any(_is_of_another(each, component.defined) for each in found):
        return ()
    written = (_of_run(call, component.defined, answer.function) or call for call in found)
    if any(_is_in_place_of_class(call, component.defined) for call in found):
        written = (_with_result(call, kind) for call in written)
    calls = (bound(_returning(call, kind)) for call in written)
    return tuple(with_run_names(call, component.defined) for call in calls)


def _is_of_another(call: CallableType, defined: type) -> bool:
    """Return whether a constructor is of a class that has the name of none of a class's bases.

    A block for checkers alone may define `Name = Annotated[str, ...]` where the run has `class Name`.
    """
    if not call.is_type_obj():
        return False
    name = call.type_object().fullname.rpartition(".")[2]
    return all(name != base.__name__ for base in defined.__mro__)


def _of_run(call: CallableType, defined: object, function: Instance) -> CallableType | None:
    """Return the constructor that the run has for a class in the place of mypy's; None if it is mypy's."""
    return field_call(call, defined, function) or stated_call(call, defined, function)


def _is_in_place_of_class(call: CallableType, defined: object) -> bool:
    """Return whether a decorator has made something else of a class, as `@lru_cache` does.

    mypy takes the name for the class, and other checkers don't take it for a type.
    """
    called = without_partials(defined)
    is_named_class = call.is_type_obj() and not call.type_object().is_newtype
    return is_named_class and not is_class(without_arguments(called))


def _nested_types(derived: Mapping[str, DerivedParameter], answer: MypyAnswer) -> dict[str, NestedTypes]:
    """Return how the types of those parameters are changed that take other components."""
    found: dict[str, NestedTypes] = {}
    for name, taken in derived.items():
        dependencies = {each.wanted: answer.dependencies_of(each.registry) for each in taken.choices}
        if dependencies:
            found[name] = NestedTypes(dependencies, answer.modules)
    return found


def _returning(call: CallableType, kind: Type) -> CallableType:
    """Return the call, with the registry's own type as its result if it is untyped."""
    return _with_result(call, kind) if isinstance(get_proper_type(call.ret_type), AnyType) else call


def _with_result(call: CallableType, result: Type) -> CallableType:
    return call.copy_modified(ret_type=result)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
