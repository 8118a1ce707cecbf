"""The ways in which a generated class has, or hasn't, the member that a Protocol demands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

from attrs import evolve, frozen

from tests.conformance.pair_types import FAMILIES


@frozen
class Parameter:
    name: str
    kind: str
    """`/`, `=`, `*`, `*args` or `**kwargs`."""
    type: str | None
    default: bool = False

    def show(self) -> str:
        stars = {"*args": "*", "**kwargs": "**"}.get(self.kind, "")
        annotation = "" if self.type is None else f": {self.type}"
        return f"{stars}{self.name}{annotation}{' = cast(Any, None)' if self.default else ''}"


@frozen
class Method:
    name: str
    parameters: tuple[Parameter, ...]
    returns: str | None
    is_async: bool = False

    def show(self, first: str = "self", decorators: str = "") -> str:
        parts = [first] if first else []
        kinds = [p.kind for p in self.parameters]
        for index, parameter in enumerate(self.parameters):
            if parameter.kind == "*" and not {"*", "*args"} & {*kinds[:index]}:
                parts.append("*")
            parts.append(parameter.show())
            if parameter.kind == "/" and "/" not in kinds[index + 1 :]:
                parts.append("/")
        returns = "" if self.returns is None else f" -> {self.returns}"
        return f"{decorators}{'async ' * self.is_async}def {self.name}({', '.join(parts)}){returns}: ..."


def indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())


def body(text: str) -> str:
    return f"class CLASS:\n{indented(text)}"


def related(random: Random, kind: str | None) -> str:
    families = [family for family in FAMILIES if kind in family] or [random.choice(FAMILIES)]
    return random.choice(random.choice(families))


def method(random: Random) -> Method:
    """A method as a Protocol may demand it."""
    kinds = sorted(random.choice("/==**") for _ in range(random.randint(0, 3)))
    order = [
        *(k for k in kinds if k == "/"),
        *(k for k in kinds if k == "="),
        *(k for k in kinds if k == "*"),
    ]
    names = ["a", "b", "c"]
    parameters = [
        Parameter(name, kind, random.choice(random.choice(FAMILIES)), default=random.random() < 0.25)
        for name, kind in zip(names, order, strict=False)
    ]
    if random.random() < 0.1:
        parameters.append(Parameter("rest", "*args", random.choice(["int", "Any", "object"])))
    if random.random() < 0.1:
        parameters.append(Parameter("more", "**kwargs", random.choice(["int", "Any", "object"])))
    returns = random.choice(random.choice(FAMILIES))
    is_plain = not any(p.kind in {"*", "**kwargs"} for p in parameters)
    name = random.choice(["do"] * 6 + ["__call__"] + ["__getitem__"] * is_plain)
    return Method(name, ordered(parameters), returns, is_async=random.random() < 0.1)


Form = Callable[[Random, Method], "str | None"]


def changed(random: Random, it: Method, change: Callable[[Parameter], Parameter]) -> Method | None:
    """The method with one of its parameters changed."""
    choices = [index for index, p in enumerate(it.parameters) if p.kind in "/=*"]
    if not choices:
        return None
    index = random.choice(choices)
    parameters = list(it.parameters)
    parameters[index] = change(parameters[index])
    return evolve(it, parameters=ordered(parameters))


def ordered(parameters: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """The parameters in an order that Python accepts, with a default for each that follows one."""
    order = ["/", "=", "*args", "*", "**kwargs"]
    found = sorted(parameters, key=lambda p: order.index(p.kind))
    seen = False
    for index, parameter in enumerate(found):
        if parameter.kind in "/=":
            seen = seen or parameter.default
            found[index] = evolve(parameter, default=seen)
    return tuple(found)


def shown(it: Method | None) -> str | None:
    return None if it is None else body(it.show())


def retyped(random: Random, it: Method) -> str | None:
    if not it.parameters:
        return None
    index = random.randrange(len(it.parameters))
    parameters = list(it.parameters)
    parameters[index] = evolve(parameters[index], type=related(random, parameters[index].type))
    return shown(evolve(it, parameters=tuple(parameters)))


def rekinded(random: Random, it: Method) -> str | None:
    return shown(changed(random, it, lambda p: evolve(p, kind=random.choice("/=*"))))


def without_one(random: Random, it: Method) -> str | None:
    if not it.parameters:
        return None
    index = random.randrange(len(it.parameters))
    return shown(evolve(it, parameters=it.parameters[:index] + it.parameters[index + 1 :]))


def with_one(random: Random, it: Method) -> str:
    kind = random.choice(["/", "=", "*"])
    more = Parameter("extra", kind, "int", default=random.random() < 0.6)
    return body(evolve(it, parameters=ordered((*it.parameters, more))).show())


def starred(random: Random, it: Method) -> str:
    kind = random.choice(["object", "Any", "int", None])
    stars = random.choice([("*args",), ("**kwargs",), ("*args", "**kwargs"), ("*args", "**kwargs")])
    kept = it.parameters[: random.randint(0, 1)]
    kept = tuple(p for p in kept if p.kind in "/=")
    more = tuple(Parameter(star.strip("*"), star, kind) for star in stars)
    return body(evolve(it, parameters=kept + more).show())


def static(random: Random, it: Method) -> str:
    first = random.choice(["", "", "it: Any"])
    return body(it.show(first, "@staticmethod\n"))


def called(it: Method) -> str:
    """The type of the bound method, as far as `Callable` can say it."""
    if all(p.kind == "/" and not p.default for p in it.parameters):
        return f"Callable[[{', '.join(p.type or 'Any' for p in it.parameters)}], {it.returns}]"
    return f"Callable[..., {it.returns}]"


def overloaded(random: Random, it: Method) -> str:
    other = evolve(it, parameters=(Parameter("other", "/", "Box[A]"),), returns="bytes")
    parameters: tuple[Parameter, ...] = (
        Parameter("args", "*args", "Any"),
        Parameter("kwargs", "**kwargs", "Any"),
    )
    if random.random() < 0.5:
        parameters = (
            tuple(evolve(p, name=p.name + "_", type="Any", default=p.kind in "/=*") for p in it.parameters)
            or parameters
        )
    last = evolve(it, parameters=parameters, returns="Any")
    return body(
        "\n".join((it.show(decorators="@overload\n"), other.show(decorators="@overload\n"), last.show()))
    )


METHOD_FORMS: dict[str, Form] = {
    "the same method": lambda _, it: body(it.show()),
    "a parameter of another name": lambda r, it: shown(changed(r, it, lambda p: evolve(p, name="other"))),
    "a parameter of another kind": rekinded,
    "a parameter of another type": retyped,
    "a parameter without annotation": lambda r, it: shown(changed(r, it, lambda p: evolve(p, type=None))),
    "a parameter with two underscores": lambda r, it: shown(changed(r, it, lambda p: evolve(p, name="__a"))),
    "a parameter fewer": without_one,
    "a parameter more": with_one,
    "a default more or fewer": lambda r, it: shown(
        changed(r, it, lambda p: evolve(p, default=r.random() < 0.3))
    ),
    "`*args` or `**kwargs`": starred,
    "another result": lambda r, it: body(evolve(it, returns=related(r, it.returns)).show()),
    "no annotations": lambda _, it: body(
        evolve(it, returns=None, parameters=tuple(evolve(p, type=None) for p in it.parameters)).show()
    ),
    "a coroutine or none": lambda _, it: body(evolve(it, is_async=not it.is_async).show()),
    "a coroutine for an awaitable": lambda r, it: body(
        evolve(it, is_async=True, returns=r.choice(["int", "bool", "str"])).show()
    ),
    "a static method": static,
    "a class method": lambda _, it: body(it.show("cls", "@classmethod\n")),
    "an attribute of a `Callable` type": lambda _, it: body(f"{it.name}: {called(it)}"),
    "an attribute that can't be called": lambda r, it: body(f"{it.name}: {related(r, 'int')}"),
    "assigned in a method": lambda _, it: body(
        f"def __init__(self, it: {called(it)}) -> None:\n    self.{it.name} = it"
    ),
    "a property of a `Callable` type": lambda _, it: body(
        f"@property\ndef {it.name}(self) -> {called(it)}: ..."
    ),
    "kept by a decorator": lambda r, it: body(it.show(decorators=r.choice(["@keep\n", "@plainly_logged\n"]))),
    "wrapped by a decorator": lambda _, it: body(it.show(decorators="@logged\n")),
    "another result by a decorator": lambda _, it: body(it.show(decorators="@as_text\n")),
    "a parameter fewer by a decorator": lambda _, it: body(
        evolve(it, parameters=(Parameter("first", "/", "int"), *it.parameters)).show(
            decorators="@with_first\n"
        )
    ),
    "a decorator that is a class": lambda _, it: body(it.show(decorators="@Decorator\n")),
    "a cached method": lambda _, it: body(it.show(decorators="@functools.lru_cache\n")),
    "a context manager": lambda _, it: body(
        evolve(it, returns="Iterator[int]").show(decorators="@contextmanager\n")
    ),
    "an overloaded method": overloaded,
    "an inherited method": lambda _, it: (
        f"class Above_CLASS:\n    {it.show()}\n\n\nclass CLASS(Above_CLASS): ..."
    ),
    "an abstract base": lambda _, it: (
        f"class Above_CLASS(ABC):\n    @abstractmethod\n    {it.show()}\n\n\n"
        f"class CLASS(Above_CLASS):\n    {it.show()}"
    ),
    "declared again by an annotation": lambda _, it: (
        f"class Above_CLASS:\n    def {it.name}(self, *args: Any, **kwargs: Any) -> Any: ...\n\n\n"
        f"class CLASS(Above_CLASS):\n    {it.name}: {called(it)}  # type: ignore"
    ),
    "a function from elsewhere": lambda _, it: (
        f"class Other_CLASS:\n    {it.show()}\n\n\nclass CLASS:\n    {it.name} = Other_CLASS.{it.name}"
    ),
    "a class in place of a method": lambda r, it: body(
        f"class {it.name}({r.choice(['A', 'Runner', 'int'])}): ..."
    ),
    "an object that can be called": lambda _, it: (
        f"class Other_CLASS:\n    {evolve(it, name='__call__').show()}\n\n\n"
        f"class CLASS:\n    {it.name} = Other_CLASS()"
    ),
    "a lambda": lambda _, it: body(f"{it.name} = lambda self, *args, **kwargs: cast(Any, None)"),
    "`__getattr__`": lambda r, _: body(
        f"def __getattr__(self, name: str) -> {r.choice(['Any', 'int', 'Callable[..., Any]'])}: ..."
    ),
    "a generic class": lambda _, it: f"class CLASS(Generic[T]):\n    {it.show()}",
    "a type of the class's own": lambda _, it: body(f"class A: ...\n{evolve(it, returns='A').show()}"),
    "nothing": lambda _, _it: body("..."),
}

VALUE_FORMS: dict[str, Callable[[Random, str], str]] = {
    "the same attribute": lambda _, t: body(f"it: {t}"),
    "an attribute of another type": lambda r, t: body(f"it: {related(r, t)}"),
    "an attribute without annotation": lambda r, _: body(
        f"it = {r.choice(['1', '''chr(1)''', 'None', 'A()', 'True'])}"
    ),
    "an attribute that is assigned": lambda r, t: body(
        f"def __init__(self, it: {related(r, t)}) -> None:\n    self.it = it"
    ),
    "an attribute that is assigned elsewhere": lambda _, t: body(
        f"@logged\ndef set(self, it: {t}) -> None:\n    a, self.it = it, it"
    ),
    "an attribute that is assigned inside": lambda _, t: body(
        f"def set(self, it: {t}) -> None:\n    def inner() -> None:\n        self.it = it\n    inner()"
    ),
    "an attribute that is only declared": lambda _, t: body(f"def __init__(self) -> None:\n    self.it: {t}"),
    "declared for checkers alone": lambda _, t: body(f"if TYPE_CHECKING:\n    it: {t}"),
    "an attribute that is only read": lambda _, _t: body(
        "def read(self, other: Named) -> str:\n    return other.name + str(other.it)  # type: ignore"
    ),
    "an attribute of another object": lambda _, _t: body(
        "def write(self, other: Any) -> None:\n    other.it = 1"
    ),
    "a dataclass": lambda r, t: f"@dataclass\n{body(f'it: {related(r, t)}')}",
    "a named tuple": lambda r, t: f"class CLASS(NamedTuple):\n    it: {related(r, t)}",
    "a slot": lambda r, t: body(
        f'__slots__ = ("it",)\ndef __init__(self, it: {related(r, t)}) -> None:\n    self.it = it'
    ),
    "a property": lambda r, t: body(f"@property\ndef it(self) -> {related(r, t)}: ..."),
    "a property with a setter": lambda _, t: body(
        f"@property\ndef it(self) -> {t}: ...\n@it.setter\ndef it(self, value: {t}) -> None: ..."
    ),
    "a cached property": lambda r, t: body(
        f"@functools.cached_property\ndef it(self) -> {related(r, t)}: ..."
    ),
    "a class variable": lambda r, t: body(f"it: ClassVar[{related(r, t)}]"),
    "a constant": lambda r, t: body(f"it: Final[{related(r, t)}] = cast(Any, None)"),
    "a method": lambda _, _t: body("def it(self) -> str: ..."),
    "a class in place of a value": lambda r, _: body(f"class it({r.choice(['A', 'int'])}): ..."),
    "an inherited attribute": lambda r, t: (
        f"class Above_CLASS:\n    it: {related(r, t)}\n\n\nclass CLASS(Above_CLASS): ..."
    ),
    "`__getattr__` for an attribute": lambda r, t: body(
        f"def __getattr__(self, name: str) -> {related(r, t)}: ..."
    ),
    "no attribute": lambda _, _t: body("..."),
}
