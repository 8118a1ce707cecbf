"""The command that writes stubs: its options, settings and messages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.stubs.command import run

MORE = """
from one_animal import ANIMALS
from tests.stubs.shapes import Inherited

ANIMALS.register_instance("more", Inherited(2))
"""


def test_life_of_a_stub(package: Path) -> None:
    """A stub is written, is up to date, is stale after a registration, and is written again."""
    stub = package / "one_animal.pyi"

    code, printed = run("stubs", "--check", "one_animal", cwd=package)
    assert code == 1
    assert printed.endswith("\none_animal.pyi: missing; run: typed-registry stubs one_animal\n")
    assert not stub.exists()
    assert (0, "one_animal.pyi: written\n") == run("stubs", "one_animal", cwd=package)
    first = stub.read_text()
    assert (0, "") == run("stubs", "--check", "one_animal", cwd=package)
    assert (0, "one_animal: up to date\n") == run("stubs", "one_animal", cwd=package)

    with (package / "one_animal.py").open("a") as module:
        module.write('ANIMALS.register_instance("two", Inherited(2))\n')
    code, printed = run("stubs", "--check", "one_animal", cwd=package)

    assert code == 1
    assert '+    def build(self, name: Literal["two"], /) -> Inherited:\n' in printed
    assert printed.endswith("one_animal.pyi: stale; run: typed-registry stubs one_animal\n")
    assert first == stub.read_text()
    assert (0, "one_animal.pyi: written\n") == run("stubs", "one_animal", cwd=package)
    assert (0, "") == run("stubs", "--check", "one_animal", cwd=package)


def test_a_second_run_imports_nothing(package: Path) -> None:
    """If nothing has changed, neither mypy nor the module is imported."""
    command = [sys.executable, "-X", "importtime", "-m", "typed_registry", "stubs", "one_animal"]
    subprocess.run(command, cwd=package, capture_output=True, check=True)
    done = subprocess.run(command, cwd=package, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}

    assert done.stdout == "one_animal: up to date\n"
    assert "typed_registry._stubs.freshness" in imported
    assert not {"mypy", "one_animal", "typed_registry._stubs.generate"} & imported


def test_a_base_class_is_watched(package: Path) -> None:
    """A stub is stale when a module that its components only inherit from has changed."""
    (package / "parent.py").write_text("class Parent:\n    def __init__(self, size: int) -> None: ...\n")
    (package / "child.py").write_text("from parent import Parent\n\nclass Child(Parent): ...\n")
    registering = (
        'from child import Child\nfrom typed_registry import Registry\n\nR = Registry[object]("r")\n'
    )
    (package / "children.py").write_text(f'{registering}R.register("child")(Child)\n')
    run("stubs", "children", cwd=package)
    (package / "parent.py").write_text("class Parent:\n    def __init__(self, width: str) -> None: ...\n")
    code, printed = run("stubs", "--check", "children", cwd=package)

    assert code == 1
    assert '-    def build(self, name: Literal["child"], /, size: int) -> Child:\n' in printed
    assert '+    def build(self, name: Literal["child"], /, width: str) -> Child:\n' in printed


def test_a_module_that_nothing_imports_is_watched(package: Path) -> None:
    """A stub is stale when a module of a discovered package begins to register something."""
    parts = package / "shop" / "parts"
    parts.mkdir(parents=True)
    for folder in (parts, parts.parent):
        (folder / "__init__.py").touch()
    registries = (
        'from typed_registry import Registry\n\nR = Registry[object, []]("r")\nR.discover("shop.parts")\n'
    )
    registering = 'from shop.registries import R\n\n\n@R.register("{0}")\nclass {0}: ...\n'
    (parts.parent / "registries.py").write_text(registries)
    (parts / "one.py").write_text(registering.format("one"))
    (parts / "two.py").write_text("TWO = 2\n")
    run("stubs", "shop.registries", cwd=package)
    (parts / "two.py").write_text(registering.format("two"))
    code, printed = run("stubs", "--check", "shop.registries", cwd=package)

    assert code == 1
    assert '+_RName: TypeAlias = Literal["one", "two"]\n' in printed


def test_a_module_that_cannot_be_read(package: Path) -> None:
    """A module that can't be read is reported, and no stub is written without it."""
    parts = package / "shop"
    parts.mkdir()
    (parts / "__init__.py").touch()
    (parts / "broken.py").write_text('R.register("x")(\n')
    (package / "shelf.py").write_text(
        'from typed_registry import Registry\n\nR = Registry[object, []]("r")\nR.discover("shop")\n'
    )

    code, printed = run("stubs", "shelf", cwd=package)
    reason = f"{parts / 'broken.py'}:1: SyntaxError: '(' was never closed\n"
    assert code == 1
    assert printed.endswith(reason)
    assert printed.count(reason) == 1
    assert not (package / "shelf.pyi").exists()


def test_a_diff_is_shown_as_it_is(package: Path) -> None:
    """Brackets in a stub aren't taken for markup."""
    run("stubs", "one_animal", cwd=package)
    stub = package / "one_animal.pyi"
    stub.write_text(stub.read_text().replace("Inherited", "dict[str, int]"))
    _, printed = run("stubs", "--check", "one_animal", cwd=package)

    assert "dict[str, int]" in printed


def test_a_registry_without_components(package: Path) -> None:
    """A registry without components is reported, since a call of discover may be missing."""
    (package / "empty.py").write_text(
        'from typed_registry import Registry\n\nR = Registry[object, []]("r")\n'
    )

    assert run("stubs", "empty", cwd=package) == (
        0,
        "empty.R: nothing is registered; perhaps discover(...) or `imports` is missing\nempty.pyi: written\n",
    )


def test_a_folder_that_cannot_be_written(package: Path) -> None:
    """Errors of the operating system are printed without a traceback."""
    (package / "seen").write_text("")

    assert run("stubs", "one_animal", "--typings", "seen", cwd=package) == (
        1,
        f"typed-registry: {package / 'seen'}: File exists\n",
    )


def test_settings(package: Path) -> None:
    """Options that aren't given come from the project's settings."""
    (package / "more.py").write_text(MORE)
    settings = 'modules = ["one_animal"]\nimports = ["more"]\ntypings = "seen"\nmost = 1\n'
    (package / "pyproject.toml").write_text(f"[tool.typed-registry]\n{settings}")

    assert run("stubs", cwd=package) == (
        0,
        (
            "one_animal.ANIMALS: more than 1 components, so only `components` and `specs` know the "
            "arguments of each; the setting `most` is the limit\n"
            "seen/one_animal.pyi: written\n"
        ),
    )
    text = (package / "seen" / "one_animal.pyi").read_text()
    assert '{"one": ReadOnly' in text.replace("\n", "").replace("    ", "")
    assert 'def build(self, name: Literal["one"]' not in text
    assert (0, "seen/one_animal.pyi: written\n") == run("stubs", "--most", "2", cwd=package)


def test_faulty_settings(package: Path) -> None:
    """Every fault in the settings is reported with its place."""
    (package / "pyproject.toml").write_text('[tool.typed-registry]\nmodule = ["one_animal"]\nmost = "many"\n')

    assert run("stubs", cwd=package) == (
        1,
        (
            f"{package}/pyproject.toml:2:1: tool.typed-registry.module: unknown key; did you mean 'modules'? "
            "valid: 'modules', 'imports', 'typings', 'root', 'most', 'unresolved', "
            "'unresolved-components', 'checkers'\n"
            '  2 | module = ["one_animal"]\n'
            "    | ^\n"
            f"{package}/pyproject.toml:3:8: tool.typed-registry.most: expected int, got 'many' (str)\n"
            '  3 | most = "many"\n'
            "    |        ^\n"
            "typed-registry: 2 faults\n"
        ),
    )


def test_no_module(package: Path) -> None:
    """Without a module, the message says where one could be named."""
    assert run("stubs", cwd=package) == (
        2,
        (
            "typed-registry: no module that defines registries is given; name one, or set it in "
            f'{package}/pyproject.toml:\n[tool.typed-registry]\nmodules = ["my_package.registries"]\n'
        ),
    )


def test_a_module_that_is_not_there(package: Path) -> None:
    """A misspelt module is reported without a traceback."""
    reason = "No module named 'one_animl'; did you mean 'one_animal'?"
    message = f"typed-registry: one_animl can't be imported: {reason}\n"

    assert (2, message) == run("stubs", "one_animl", cwd=package)


def test_a_module_that_only_imports_registries(package: Path) -> None:
    """The message says which modules define what a module imports, or what its package has."""
    shelter = package / "shelter"
    shelter.mkdir()
    (shelter / "__init__.py").write_text(
        "import sys\nfrom shelter import cats\nsys.modules['shelter.dogs'] = None\n"  # can't be imported
    )
    (shelter / "cats.py").write_text((package / "one_animal.py").read_text())
    (package / "pets.py").write_text("from one_animal import ANIMALS as ANIMALS")
    kennel = package / "kennel"
    kennel.mkdir()
    (kennel / "__init__.py").write_text("")  # imports none of its modules
    (kennel / "dogs.py").write_text((package / "one_animal.py").read_text())

    code, printed = run("stubs", "pets", "shelter", "kennel", cwd=package)

    assert code == 2
    assert "typed-registry: pets defines no registry, but one_animal does" in printed
    assert "typed-registry: shelter defines no registry, but shelter.cats does" in printed
    assert "typed-registry: kennel defines no registry, but kennel.dogs does" in printed


def test_a_registry_without_a_type(package: Path) -> None:
    """The message says how to state the type of the components."""
    (package / "untyped.py").write_text("from typed_registry import Registry\nTHINGS = Registry('things')\n")

    code, printed = run("stubs", "untyped", cwd=package)

    assert code == 1
    assert "THINGS: mypy can't infer the type of its components; state it, as in Registry[" in printed


FORWARDING = """
class Base:
    def __init__(self, margin: float = 1.0, tags: "list[str] | None" = None) -> None: ...

class Child(Base):
    def __init__(self, extra: int = 0, **kwargs: object) -> None:
        super().__init__(**kwargs)

def stored(size: int = 1, **kwargs: object) -> Base:
    return Base(*kwargs)
"""


def test_forwarded_keywords(tmp_path: Path) -> None:
    """`spec` has the keywords that a component forwards, with their types, and those with stated types."""
    (tmp_path / "forwarding.py").write_text(FORWARDING)
    (tmp_path / "kids.py").write_text(
        "import forwarding\nfrom typed_registry import Registry\n"
        "KIDS = Registry[forwarding.Base, []]('kids')\n"
        "KIDS.register('child')(forwarding.Child)\n"
        "KIDS.register_factory('stored', types={'rate': dict[str, float]})(forwarding.stored)\n"
    )

    code, printed = run("stubs", "kids", cwd=tmp_path)
    stub = " ".join((tmp_path / "kids.pyi").read_text().split())

    assert code == 0
    assert "kids: KIDS 'stored': stored hides its parameters behind **kwargs" in " ".join(printed.split())
    assert (
        'name: Literal["child"], /, *, extra: int = ..., margin: float = ..., tags: list[str] | None = ..., )'
        in stub
    )
    assert 'name: Literal["stored"], /, *, size: int = ..., rate: dict[str, float] = ...' in stub


UNMET = """
from typed_registry import Registry
from unmet_kinds import Optimizer, Trainer

OPTIMIZERS = Registry[Optimizer, [int]]("unmet optimizers")
TRAINERS = Registry[Trainer, []]("unmet trainers")
TRAINERS.register("plain")(Trainer)
"""
UNMET_KINDS = """
class Optimizer:
    def __init__(self, size: int) -> None: ...

class Trainer:
    def __init__(self, optimizer: Optimizer) -> None: ...
"""


def test_component_that_no_config_can_choose(tmp_path: Path) -> None:
    """The reason is printed, and the stub has the component's `build`, but no `spec`."""
    (tmp_path / "unmet_kinds.py").write_text(UNMET_KINDS)
    (tmp_path / "unmet_registries.py").write_text(UNMET)

    code, said = run("stubs", "unmet_registries", cwd=tmp_path, path=tmp_path)

    text = (tmp_path / "unmet_registries.pyi").read_text()
    assert 0 == code
    assert "TRAINERS 'plain': can't be configured by name: " in said
    assert "Callable[[int], Optimizer]" in said
    assert 'def build(self, name: Literal["plain"]' in text
    assert 'def spec(self, name: Literal["plain"]' not in text
