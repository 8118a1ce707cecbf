"""Components that pass on their `*args` and `**kwargs`, each in a way of its own."""

# ruff: noqa: ANN001, ANN002, ANN003, ANN201, ANN202, ANN204, ANN205, ANN206  # written as others write them
# ruff: noqa: ARG001, ARG002, ARG003, ARG004, C408, FBT001, FBT002, PLW0108, PLW0406  # as above
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
# pyright: basic, reportArgumentType=false, reportCallIssue=false, reportAttributeAccessIssue=false

from __future__ import annotations

import copy
import functools

DEFAULTS = {"scale": 3.0}


class Loss:
    """Takes two numbers."""

    def __init__(self, margin: float = 1.0, scale: float = 2.0) -> None:
        self.values = {"margin": margin, "scale": scale}


class Extended(Loss):
    """Adds one of its own."""

    def __init__(self, steps: int = 0, **kwargs):
        super().__init__(**kwargs)


class Same(Loss):
    """Passes on everything."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)


class Deep(Same):
    """Does so through two classes."""

    def __init__(self, depth: int, *args, **kwargs):
        super(Deep, self).__init__(*args, **kwargs)  # noqa: UP008  # the older form


class Filled(Loss):
    """Gives one parameter itself, by position."""

    def __init__(self, **kwargs):
        Loss.__init__(self, 5.0, **kwargs)


class Fixed(Loss):
    """Gives one parameter itself, by keyword."""

    def __init__(self, **kwargs):
        kwargs["scale"] = 4.0
        super().__init__(**kwargs)


class Popping(Loss):
    """Takes some out, and has other defaults for the rest."""

    def __init__(self, **kwargs):
        self.mode = kwargs.pop("mode", "mean")
        self.rate = kwargs.pop("rate")
        kwargs.setdefault("scale", 7.0)
        super().__init__(**kwargs)


class Merging(Loss):
    """Joins dictionaries."""

    def __init__(self, **kwargs):
        defaults = {"margin": 3.0, "scale": 4.0}
        super().__init__(**{**defaults, **kwargs})


class Updating(Loss):
    """Joins them otherwise."""

    def __init__(self, **kwargs):
        options = dict(margin=3.0)
        options.update(kwargs)
        super().__init__(**options)


class GlobalDefaults(Loss):
    """Joins one whose keys are elsewhere."""

    def __init__(self, **kwargs):
        options = copy.deepcopy(DEFAULTS)
        options.update(kwargs)
        super().__init__(**options)


class Refusing(Loss):
    """Refuses one of its base's parameters."""

    def __init__(self, **kwargs):
        if "scale" in kwargs:
            raise TypeError(f"scale is fixed: {kwargs}")
        super().__init__(**kwargs)


class Aliased(Loss):
    """Changes its keywords by another name."""

    def __init__(self, **kwargs):
        options = kwargs
        options.pop("mode", None)
        options["scale"] = 2.0
        super().__init__(**kwargs)


def checked(function):
    """Wrap a method, without its signature."""

    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner


def bound(function):
    """Wrap a method, and name its instance."""

    def inner(self, *args, **kwargs):
        return function(self, *args, **kwargs)

    return inner


class Decorated(Loss):
    """Has decorated constructors."""

    @checked
    def __init__(self, steps: int = 0, **kwargs):
        super().__init__(**kwargs)


class Rebound(Decorated):
    """Has one whose decorator names the instance."""

    @bound
    def __init__(self, depth: int = 0, **kwargs):
        super().__init__(**kwargs)


class Filtering(Loss):
    """Passes on some of what it is given."""

    def __init__(self, **kwargs):
        super().__init__(**{key: value for key, value in kwargs.items() if key != "mode"})


class Shadowing(Loss):
    """Calls what only looks like a class of the module."""

    def __init__(self, **kwargs):
        Model = prepared(Loss)  # noqa: N806  # the name is the point
        Model(**kwargs)


class Storing(Loss):
    """Keeps what it is given, without saying what that can be."""

    def __init__(self, steps: int = 0, **kwargs):
        super().__init__()
        self.options = kwargs


class Both(Loss):
    """Keeps what it is given, and passes it on."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.options = dict(kwargs)


class Changing(Loss):
    """Has another function change what it is given."""

    def __init__(self, **kwargs):
        kwargs = prepared(kwargs)
        super().__init__(**kwargs)


class Handing(Loss):
    """Gives its dictionary to a function that may change it."""

    def __init__(self, **kwargs):
        prepared(kwargs)
        super().__init__(**kwargs)


class Ignoring(Loss):
    """Takes any keyword, and uses none."""

    def __init__(self, margin: float = 1.0, **kwargs):
        super().__init__(margin)


class Left:
    """One of two bases that call each other."""

    def __init__(self, left: int = 1, **kwargs):
        super().__init__(**kwargs)


class Right:
    """The other one."""

    def __init__(self, right: int = 2, **kwargs):
        super().__init__(**kwargs)


class Diamond(Left, Right):
    """Has the parameters of both."""

    def __init__(self, top: int = 0, **kwargs):
        super().__init__(**kwargs)


class Created:
    """Takes in `__init__` what `__new__` passes over."""

    def __new__(cls, *args, **kwargs):
        return super().__new__(cls)

    def __init__(self, size: int, name: str = "x") -> None:
        self.size = size


class New:
    """Takes its parameters in `__new__`."""

    def __new__(cls, size: int = 1):
        return super().__new__(cls)


class Meta(type):
    """Calls its classes with something of its own."""

    def __call__(cls, *args, verbose: bool = False, **kwargs):
        return super().__call__(*args, **kwargs)


class Made(Loss, metaclass=Meta):
    """Is called through its metaclass."""


class Model:
    """Has other constructors."""

    def __init__(self, width: int, depth: int = 1) -> None:
        self.width = width

    @classmethod
    def wide(cls, **kwargs):
        return cls(width=100, **kwargs)

    @classmethod
    def from_name(cls, label: str, **kwargs):
        return cls.wide(**kwargs)

    @staticmethod
    def plain(**kwargs):
        return Model(**kwargs)

    def again(self, **kwargs):
        return type(self)(**kwargs)


class Calling:
    """An object that can be called."""

    def __call__(self, factor: float = 1.0, **kwargs):
        return self.scaled(factor, **kwargs)

    def scaled(self, factor: float, offset: float = 0.0) -> float:
        return factor + offset


def prepared(kwargs):
    """Return another dictionary."""
    return kwargs


def made(label: str, **kwargs):
    """Calls a class."""
    return Loss(**kwargs)


def either(flag: bool = False, **kwargs):
    """Calls one of two."""
    if flag:
        return Loss(**kwargs)
    return Model(1, **kwargs)


def alike(flag: bool = False, **kwargs):
    """Calls one of two that take the same."""
    return Loss(**kwargs) if flag else Same(**kwargs)


def recursive(count: int = 0, **kwargs):
    """Calls itself."""
    if count:
        return recursive(count - 1, **kwargs)
    return Loss(**kwargs)


def imported(**kwargs):
    """Calls what it imports."""
    from tests.samples import forwarding

    return forwarding.Loss(**kwargs)


def chosen(kind, **kwargs):
    """Calls what it is given."""
    return kind(**kwargs)


def later(**kwargs):
    """Returns a function that calls a class."""
    return lambda: Loss(**kwargs)


def partly(**kwargs):
    """Returns a partial of a class."""
    return functools.partial(Model, depth=3, **kwargs)


def once(**kwargs):
    """Makes a dictionary from keywords, each of which Python accepts once."""
    options = dict(scale=1.0, **kwargs)
    return Loss(**options)


def perhaps(**kwargs):
    """Passes on what may be another dictionary."""
    return Loss(**(kwargs or DEFAULTS))


def catching(**kwargs):
    """Has another value where a keyword isn't given."""
    try:
        margin = kwargs.pop("distance")
    except KeyError:
        margin = 1.0
    return Loss(margin, **kwargs)


def attribute_of_a_variable(**kwargs):
    """Calls what a variable has, which the source doesn't show."""
    kind = vars(Loss)["__init__"]
    return kind.__call__(**kwargs)


def timed(function):
    """Wrap a function, without its signature."""

    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner


def wrapped(function):
    """Wrap a function, with its signature."""

    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, scale=1.0, **kwargs)

    return inner


def opaque(function):
    """Wrap a function in a way that the source doesn't show."""

    @functools.wraps(function)
    def inner(*args, **kwargs):
        return [function][0](*args, **kwargs)

    return inner


timed_loss = timed(Loss)
wrapped_loss = wrapped(Loss)
opaque_loss = opaque(Loss)
calling = Calling()
again = Model(1).again
partial = functools.partial(made, "x", scale=9.0)
short = lambda **options: Loss(**options)  # noqa: E731  # a lambda passes on as well
