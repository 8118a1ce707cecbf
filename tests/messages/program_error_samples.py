"""The errors that end a command or the load of a config, for the samples of all errors."""

from __future__ import annotations

from pathlib import Path

from typed_registry import Distribution, Place
from typed_registry.config._document.faults import Fault, Malformed, Origin, UnknownKey
from typed_registry.errors import (
    BrokenModuleError,
    ConfigError,
    EditError,
    MissingExtraError,
    NoModulesError,
    NoRegistryError,
    RegistryError,
    RootError,
    StubError,
    StubProblem,
    UnknownPackageError,
    UnwritableError,
)

PLACE = Place("a/b.py", 3)
KTO = Distribution("zoo-kto", "1.2")
PROGRAM_ERRORS: list[tuple[RegistryError, type[Exception], str]] = [
    (
        UnknownPackageError("losses", "zoo.los", PLACE, "No module named 'zoo.los'", "zoo.losses"),
        ModuleNotFoundError,
        (
            "losses: discover(\"zoo.los\") (a/b.py:3) finds no package: No module named 'zoo.los'; "
            "did you mean 'zoo.losses'?"
        ),
    ),
    (
        UnknownPackageError("losses", "nope", PLACE, "No module named 'nope'"),
        ModuleNotFoundError,
        "losses: discover(\"nope\") (a/b.py:3) finds no package: No module named 'nope'",
    ),
    (
        MissingExtraError("reading YAML", "PyYAML", "typed-registry[config]"),
        ImportError,
        "reading YAML needs PyYAML, which isn't installed: pip install 'typed-registry[config]'",
    ),
    (
        StubError("a.registries", (StubProblem(None, "it also defines x"),)),
        ValueError,
        "a.registries: the stub can't be written: it also defines x",
    ),
    (
        StubError(
            "a.registries",
            (
                StubProblem(None, "so what"),
                StubProblem('d"po', "it has no name", "LOSSES", place=PLACE),
                StubProblem("sft", "no x", "LOSSES", "x: int", PLACE),
            ),
        ),
        ValueError,
        (
            "a.registries: the stub can't be written, because of 3 problems:\n"
            "  so what\n"
            "  LOSSES 'd\"po': it has no name (a/b.py:3)\n"
            "  LOSSES 'sft': x: int: no x (a/b.py:3)\n"
            'The setting unresolved = "omit" leaves such components out of the stub, and "any" puts Any in '
            "the place of what is missing. In pyproject.toml, for all components or for one:\n"
            '[tool.typed-registry]\nunresolved = "omit"\n'
            'unresolved-components = { "a.registries.LOSSES.d\\"po" = "omit" }'
        ),
    ),
    (
        NoModulesError(Path("p/pyproject.toml")),
        LookupError,
        (
            "no module that defines registries is given; name one, or set it in p/pyproject.toml:\n"
            '[tool.typed-registry]\nmodules = ["my_package.registries"]'
        ),
    ),
    (
        BrokenModuleError("zoo.kto", "zoo/kto.py:1: OSError: x"),
        ImportError,
        "zoo.kto can't be imported: zoo/kto.py:1: OSError: x",
    ),
    (
        BrokenModuleError("zoo_kto", "zoo_kto.py:1: OSError: x", KTO),
        ImportError,
        "zoo-kto 1.2: zoo_kto can't be imported: zoo_kto.py:1: OSError: x",
    ),
    (
        BrokenModuleError("zoo.pts", "No module named 'zoo.pts'", near="zoo.pets"),
        ImportError,
        "zoo.pts can't be imported: No module named 'zoo.pts'; did you mean 'zoo.pets'?",
    ),
    (NoRegistryError("zoo"), LookupError, "zoo defines no registry"),
    (
        NoRegistryError("zoo", ("zoo.pets", "zoo.food")),
        LookupError,
        "zoo defines no registry, but zoo.pets and zoo.food do",
    ),
    (
        RootError(None, "none is given", Path("p/pyproject.toml")),
        LookupError,
        (
            "no root config is given; name one by --root, or set it in p/pyproject.toml:\n"
            '[tool.typed-registry]\nroot = "my_package.config:Experiment"'
        ),
    ),
    (
        RootError("a.config", "it must have the form module:Class", Path("p/pyproject.toml")),
        LookupError,
        "'a.config' can't be the root config: it must have the form module:Class",
    ),
    (UnwritableError(("a", 0), "TOML has no null"), ValueError, "a.0: TOML has no null"),
    (
        EditError(Path("a/c.yaml"), ("x=1", "y=2")),
        ValueError,
        "a/c.yaml: x=1 y=2 can't be set without touching other values; edit the file by hand",
    ),
    (
        ConfigError((Fault(("a", 0), UnknownKey(("b",)), Origin("c.yaml", 2, 3, ("a", 0))),)),
        ValueError,
        "c.yaml:2:3: a.0: unknown key; valid: 'b'",
    ),
    (
        ConfigError(
            (Fault((), Malformed("one")), Fault(("x",), Malformed("two"), Origin("f", 1, None, ("x",))))
        ),
        ValueError,
        "2 faults:\none\nf:1: x: two",
    ),
]
