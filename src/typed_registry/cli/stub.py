"""What `typed-registry stubs` does with a module, and says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.syntax import Syntax

from typed_registry.errors import MissingExtraError
from typed_registry.file import replace
from typed_registry.stubs.write import difference

if TYPE_CHECKING:
    from typed_registry.stubs import Stub

console: Console = Console(highlight=False, soft_wrap=True)


def write_stub(module: str, most: int) -> bool:
    """Writes the module's stub where it differs from what is there; whether it was up to date."""
    stub, old = _both(module, most)
    if stub.text == old:
        console.print(f"{stub.file}: up to date")
        return True
    replace(stub.file, stub.text)
    console.print(f"{stub.file}: written")
    return False


def check_stub(module: str, most: int) -> bool:
    """Shows how the module's stub differs from what it should be; whether it is up to date."""
    stub, old = _both(module, most)
    if stub.text == old:
        return True
    diff = difference(old, stub.text, stub.file)
    console.print(Syntax(diff, "diff", background_color="default") if console.is_terminal else diff, end="")
    console.print(f"{stub.file}: stale; run: typed-registry stubs {module}")
    return False


def _both(module: str, most: int) -> tuple[Stub, str]:
    """The stub as it should be, and its text as it is."""
    try:
        from typed_registry.stubs import generate
    except ModuleNotFoundError as error:
        raise MissingExtraError("writing stubs", str(error.name), "stubs") from None
    stub = generate(module, most)
    for variable in stub.without_overloads:
        console.print(
            f"{module}.{variable}: more than {most} components, so `components` alone and no overloads"
        )
    return stub, stub.file.read_text(encoding="utf-8") if stub.file.exists() else ""
