"""Components whose parameters mypy doesn't know: the stub has those that `inspect` reads from them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from attrs import frozen

from tests.stubs.command import run

KINDS = """
class Kind:
    def __init__(self) -> None: ...
"""
REGISTRIES = """
from typed_registry import Registry
from open_kinds import Kind

KINDS = Registry[Kind, []]("open kinds")
THINGS = Registry[object, []]("open things")
KINDS.discover("open_parts")
"""
PARTS = """
import dataclasses, enum, functools, inspect, attrs
from collections.abc import Callable
from typing import Annotated, Any, TYPE_CHECKING, overload
from open_kinds import Kind
from open_registries import KINDS, THINGS

Point = attrs.make_class("Point", ["x", "y"])
Dot = dataclasses.make_dataclass("Dot", [("x", int), ("y", int, 3)])

def loose(f: Callable[..., Any]) -> Callable[..., Any]:
    return f

@loose
def below(a: int, b: str = "") -> int: ...

class Assigned:
    __call__: Callable[..., int] = lambda self, a, /, *more, b=1, **others: a

@overload
def overloaded(a: int) -> int: ...
@overload
def overloaded(a: str, b: int = 1) -> int: ...
def overloaded(a, b=1): ...

def untyped(a, b, c=1): ...

def anything(*args: Any, **kwargs: Any) -> int: ...

@attrs.define
class Safe:
    a: int
    __key: str
    _b: int = 3

@attrs.frozen
class Settings:
    __rate: float = 0.1

@THINGS.register("configured", config=Settings)
class Configured:
    def __init__(self, config: Settings) -> None: ...

THINGS.register("point")(Point)
THINGS.register("dot")(Dot)
THINGS.register("safe")(Safe)
THINGS.register_factory("below")(below)
THINGS.register_factory("assigned")(Assigned())
THINGS.register_factory("partial overloaded")(functools.partial(overloaded, b=1))
THINGS.register_factory("partial untyped")(functools.partial(untyped, 1))
THINGS.register_factory("anything")(anything)

def deco(f): return f

def wrapping(f):
    @functools.wraps(f)
    def inner(*args, **kwargs): return f(*args, **kwargs)
    return inner

def with_argument(n): return wrapping

def hiding(f):
    def inner(*args, **kwargs): return f(*args, **kwargs)
    return inner

@KINDS.register_factory("made")
@deco
def made(a: int, b: int = 1) -> Kind: return Kind()

@KINDS.register_factory("wrapped")
@wrapping
def wrapped(a: int, b: int = 1) -> Kind: return Kind()

@KINDS.register_factory("with argument")
@with_argument(3)
def with_an_argument(a: int, b: int = 1) -> Kind: return Kind()

@KINDS.register_factory("hidden")
@hiding
def hidden(a: int, b: int = 1) -> Kind: return Kind()

@deco
@KINDS.register_factory("below an untyped decorator")
def registered_first(a: int, b: int = 1) -> Kind: return Kind()

class Methods:
    @deco
    def method(self, a: int) -> Kind: return Kind()

    @classmethod
    @deco
    def of_class(cls, a: int) -> Kind: return Kind()

    @staticmethod
    @deco
    def of_none(a: int) -> Kind: return Kind()

methods = Methods()
KINDS.register_factory("method")(methods.method)
KINDS.register_factory("classmethod")(Methods.of_class)
KINDS.register_factory("staticmethod")(Methods.of_none)

class signed:
    def __new__(cls, f):
        self = object.__new__(cls)
        self.f = f
        return self

    def __call__(self, *args, **kwargs): return self.f(*args, **kwargs)

    @property
    def __signature__(self): return inspect.signature(self.f)

@signed
def dispatched(a: int, b: int = 1) -> Kind: return Kind()

KINDS.register_factory("dispatched")(dispatched)

@THINGS.register_factory("positional config", config=Settings)
def with_any_others(config: Settings, /, *others: Any) -> Kind: return Kind()

if TYPE_CHECKING:
    Mail = Annotated[str, "mail"]
    Address = int | str
else:
    class Mail: ...
    class Address:
        def __init__(self, text: str, /) -> None: ...

@THINGS.register_factory("stated", types={"a": int, "more": list[str]})
def stated(a, b=1, **others): ...

@THINGS.register("stated class", types={"size": int})
class Stated:
    def __init__(self, size, *, width: int = 1): ...

SIGNATURE = inspect.Signature(
    [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=1) for name in ("size", "width")]
)

@THINGS.register("stated signature")
class Signed:
    __signature__ = SIGNATURE

    def __init__(self, *, size: int = 1, **others: object): ...

class Signing(type):
    @property
    def __signature__(cls): return SIGNATURE

@THINGS.register("signature of a metaclass")
class SignedByMetaclass(metaclass=Signing):
    def __init__(self, **others: object): ...

class Mixed(str, enum.Enum):
    ONE = "one"

THINGS.register("mixed enum")(Mixed)
THINGS.register("mail")(Mail)
THINGS.register("address")(Address)

@THINGS.register("twice")
class Twice:
    def __new__(cls, *_: Any, **__: Any): return object.__new__(cls)

    @deco
    def __init__(self, a: int, *, b: int = 1) -> None: ...

@THINGS.register("initialized")
class Initialized:
    @deco
    def __init__(self, a: int, *, b: int = 1) -> None: ...

try:
    from missing_package import Parent
except ImportError:
    class Parent: ...

@THINGS.register("unknown base")
class Unknown(Parent):
    def __new__(cls, size: int = 1) -> "Unknown": return object.__new__(cls)

register = KINDS.register_factory("second definition")
if THINGS is KINDS:
    @register
    @deco
    def defined_twice(first: int) -> Kind: return Kind()
else:
    @register
    @deco
    def defined_twice(second: str, third: str) -> Kind: return Kind()
"""


@frozen
class Generated:
    """What the command printed, the stub, and the parameters of `build` and of `spec` in it, by name."""

    printed: str
    text: str
    build: dict[str, str]
    spec: dict[str, str]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """Write the modules, and generate the stub."""
    folder = tmp_path_factory.mktemp("open")
    for name, text in {"kinds": KINDS, "registries": REGISTRIES, "parts": PARTS}.items():
        (folder / f"open_{name}.py").write_text(text)
    code, printed = run("stubs", "open_registries", cwd=folder, path=folder)
    assert code == 0, printed
    text = (folder / "open_registries.pyi").read_text()
    tree = ast.parse(text)
    return Generated(printed, text, dict(parameters(tree, "build")), dict(parameters(tree, "spec")))


def parameters(tree: ast.Module, method: str) -> Iterator[tuple[str, str]]:
    """Yield each name that a method has an overload for, with the other parameters and the result."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(
                args=ast.arguments(
                    posonlyargs=[_, ast.arg(annotation=ast.Subscript(slice=ast.Constant(str(name)))), *_]
                ),
                returns=ast.expr() as returns,
            ) if node.name == method:
                del node.args.posonlyargs[:2]
                yield name, f"{ast.unparse(node.args)} -> {ast.unparse(returns)}"
            case _:
                pass


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("point", "x: Any, y: Any -> object"),
        ("dot", "x: int, y: int=... -> object"),
        ("assigned", "_0: Any, /, *more: Any, b: Any=..., **others: Any -> int"),
        ("partial overloaded", "a: str, *, b: int=... -> int"),
        ("partial untyped", "b: Any, c: Any=... -> object"),
        ("positional config", "_0: Settings, /, *others: Any -> Kind"),
        ("dispatched", "a: Any, b: Any=... -> Kind"),
        ("initialized", "a: int, *, b: int=... -> Initialized"),
        ("twice", "a: int, *, b: int=... -> Twice"),
        ("stated", "a: int, b: Any=..., *, more: list[str]=..., **others: Any -> object"),
        ("stated class", "size: int, *, width: int=... -> Stated"),
        ("stated signature", "*, size: int=..., width: Any=... -> Signed"),
        ("signature of a metaclass", "*, size: Any=..., width: Any=... -> SignedByMetaclass"),
        ("mail", " -> object"),
        ("address", "_0: Any, / -> object"),
    ],
)
def test_parameters_of_the_run(name: str, expected: str, generated: Generated) -> None:
    """If mypy knows no parameters, the stub has them from the run, and the result that is known."""
    assert expected == generated.build[name]


def test_keywords_keep_their_types(generated: Generated) -> None:
    """`spec` has the types that the run knows."""
    assert generated.spec["dot"].startswith("*, x: int, y: int=... -> ")
    assert generated.spec["signature of a metaclass"].startswith("*, size: Any=..., width: Any=... -> ")
    assert generated.spec["partial overloaded"].startswith("*, a: str, b: int=... -> ")
    assert generated.spec["initialized"].startswith("*, a: int, b: int=... -> ")


@pytest.mark.parametrize("name", ["made", "wrapped", "with argument", "below an untyped decorator"])
def test_functions_below_untyped_decorators(name: str, generated: Generated) -> None:
    """A decorator without annotations hides no parameters of the function that it returns or wraps."""
    assert generated.build[name] == "a: int, b: int=... -> Kind"


def test_a_function_below_a_loose_decorator(generated: Generated) -> None:
    """The same holds for a decorator that returns a function with any parameters."""
    assert generated.build["below"].startswith("a: int, b: str=... -> ")


@pytest.mark.parametrize("name", ["method", "classmethod", "staticmethod"])
def test_methods_below_untyped_decorators(name: str, generated: Generated) -> None:
    """The same holds for methods, without their first parameter."""
    assert generated.build[name] == "a: int -> Kind"


def test_another_function_of_the_same_name(generated: Generated) -> None:
    """Of two definitions of a function, mypy may know the one that isn't registered."""
    assert generated.build["second definition"] == "second: str, third: str -> Kind"


def test_nothing_is_unchecked_in_silence(generated: Generated) -> None:
    """A component that takes any arguments, as far as mypy and the run know, is listed."""
    listed = [line.split(" (")[0] for line in generated.printed.splitlines() if "knows no" in line]

    assert listed == [
        "  KINDS 'hidden': mypy knows no parameters of hiding.<locals>.inner",
        "  THINGS 'anything': mypy knows no parameters of anything",
    ]
    assert generated.build["hidden"] == "*args: Any, **kwargs: Any -> Kind"


def test_private_fields_of_attrs_classes(generated: Generated) -> None:
    """A field whose name Python mangles has the parameter that attrs gives it at run time."""
    assert generated.build["safe"] == "a: int, Safe__key: str, b: int=... -> Safe"
    assert generated.spec["safe"].startswith("*, a: int, Safe__key: str, b: int=... -> ")
    assert generated.spec["configured"].startswith("*, Settings__rate: float=... -> ")


def test_an_enum_of_texts(generated: Generated) -> None:
    """An enum is called with a value, though mypy has the constructor of `str` for it."""
    assert generated.build["mixed enum"] == "value: object -> Mixed"
    assert generated.spec["mixed enum"].startswith("*, value: object -> Spec[Mixed, ")


def test_a_class_with_an_unknown_base(generated: Generated) -> None:
    """An `__init__` that it may inherit hides its `__new__` from zuban, so that it has a Protocol."""
    assert generated.build["unknown base"] == "size: int=... -> Unknown"
    assert '"unknown base": ReadOnly[_UnknownBaseCall]' in generated.text
