"""Names that the stub has and the registry doesn't, or the other way round."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doctor.project import PART, REGISTRIES, command, configure
from tests.doctor.test_calls import advice, checked, verdicts

MORE = """
from fractions import Fraction

{variable} = Registry[object, []]("nuts")
{variable}.register("third")(Fraction)
"""


def test_name_that_is_no_longer_registered(stubbed: Path) -> None:
    """A name in the stub that isn't registered is a failure, since checkers accept it."""
    (stubbed / "shop" / "parts" / "nut.py").unlink()

    code, said = command(stubbed, "doctor", "--checker", "ty")

    assert code == 1
    assert {"ty": "1 of 1"} == checked(said)
    assert advice(said) == (
        "THINGS: shop/registries.pyi has 'nut', which isn't registered; run: typed-registry stubs "
        "shop.registries\n"
    )


def test_name_of_another_environment(stubbed: Path) -> None:
    """A name in this environment's stub that isn't registered is listed, and is no failure."""
    command(stubbed, "stubs", "--typings", "typings")
    (stubbed / "shop" / "parts" / "nut.py").unlink()
    command(stubbed, "stubs")

    code, said = command(stubbed, "doctor", "--checker", "ty")

    assert code == 0
    assert "typings/shop/registries.pyi, 1 names, and 'nut', which isn't registered here\n" in said


def test_several_names(stubbed: Path) -> None:
    """Several names are in the plural."""
    for part in ("bolt", "nut"):
        (stubbed / "shop" / "parts" / f"{part}.py").unlink()

    _, said = command(stubbed, "doctor", "--checker", "ty")

    assert "has 'bolt', 'nut', which aren't registered; run: " in advice(said)


def test_module_that_cannot_be_imported(stubbed: Path) -> None:
    """A syntax error in the module of a component is reported, and not that its names aren't registered."""
    bolt = stubbed / "shop" / "parts" / "bolt.py"
    bolt.write_text(f"{bolt.read_text()}\ndef (:\n")

    code, said = command(stubbed, "doctor", "--checker", "ty")

    lines = [line for line in said.splitlines() if line.startswith("THINGS: ")]
    assert code == 1
    assert "shop.parts.bolt (" in lines[0]
    assert "bolt.py:8: SyntaxError" in lines[0]
    assert lines[1:] == ["THINGS: shop/registries.pyi has 'bolt', which such a module may register"]
    assert "run: typed-registry stubs" not in said


@pytest.mark.parametrize("checker", ["mypy", "pyright", "ty", "pyrefly"])
def test_new_registry(stubbed: Path, checker: str) -> None:
    """A registry that the stub doesn't have is a failure, and the advice is to write the stub again."""
    (stubbed / "shop" / "registries.py").write_text(f"{REGISTRIES}{MORE.format(variable='NUTS')}")

    code, said = command(stubbed, "doctor", "--checker", checker)

    assert code == 1
    assert f"{checker}: NUTS: no stub has 'third'; run: typed-registry stubs shop.registries\n" == advice(
        said
    )


def test_private_registry(project: Path) -> None:
    """A registry whose name has an underscore is examined as all others are."""
    (project / "shop" / "registries.py").write_text(f"{REGISTRIES}{MORE.format(variable='_NUTS')}")
    command(project, "stubs")

    code, said = command(project, "doctor", "--checker", "pyright", "--checker", "mypy")

    assert (0, {"pyright": "3 of 3", "mypy": "3 of 3"}) == (code, checked(said))


def test_imports(stubbed: Path) -> None:
    """The modules in the setting `imports`, or those given, register more components."""
    (stubbed / "more.py").write_text(PART.format(name="screw", kind="Screw"))

    code, said = command(stubbed, "doctor", "--checker", "ty", "--import", "more")
    assert (1, {"ty": "2 of 3"}) == (code, checked(said))

    configure(stubbed, "[tool.typed-registry]", '[tool.typed-registry]\nimports = ["more"]')
    command(stubbed, "stubs")
    code, said = command(stubbed, "doctor", "--checker", "ty")
    assert (0, {"ty": "3 of 3"}) == (code, checked(said))


def test_alias(stubbed: Path) -> None:
    """An alias is tried as every other name."""
    alias = 'THINGS.deprecate("rivet", since="2.0", use="bolt")\n'
    (stubbed / "shop" / "registries.py").write_text(f"{REGISTRIES}{alias}")
    command(stubbed, "stubs")

    code, said = command(stubbed, "doctor", "--checker", "ty", "--checker", "mypy", "--verbose")

    assert (0, {"ty": "3 of 3", "mypy": "3 of 3"}) == (code, checked(said))
    assert ["checked", "checked"] == verdicts(said)["rivet"]
