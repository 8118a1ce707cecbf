"""What `typed-registry stubs` does with a module, and says of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.syntax import Syntax

from typed_registry._atomic_write import replace
from typed_registry._command_line.project import project
from typed_registry._stubs.request import Request, command
from typed_registry._stubs.stamp import made, unchanged
from typed_registry._stubs.write import difference
from typed_registry.errors import MissingExtraError

if TYPE_CHECKING:
    from typed_registry._stubs.generate import Stub

console: Console = Console(highlight=False, soft_wrap=True, markup=False)


def requests(
    modules: tuple[str, ...], imports: tuple[str, ...], typings: Path | None, most: int | None
) -> list[Request]:
    """The stubs that the options ask for; the project's settings stand in for what isn't given.

    Raises NoModulesError when neither names a module.
    """
    own = project(Path.cwd())
    settings = own.settings
    folder = settings.typings if typings is None else typings.absolute()
    limit = settings.most if most is None else most
    return [Request(module, imports or settings.imports, folder, limit) for module in own.modules(modules)]


def write_stub(request: Request) -> bool:
    """Writes the module's stub where it differs from what is there; whether it was up to date."""
    if _is_unchanged(request):
        console.print(f"{request.module}: up to date")
        return True
    stub = _generate(request)
    stale = [(file, text) for file, text in stub.files if _current(file) != text]
    for file, text in stale:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace(file, text)
        console.print(f"{_shown(file)}: written")
    if not stale:
        console.print(f"{request.module}: up to date")
    _stamp(stub)
    return not stale


def check_stub(request: Request) -> bool:
    """Shows how the module's stub differs from what it should be; whether it is up to date."""
    if _is_unchanged(request):
        return True
    stub = _generate(request)
    stale = [(file, text) for file, text in stub.files if _current(file) != text]
    for file, text in stale:
        diff = difference(_current(file) or "", text, _shown(file))
        console.print(
            Syntax(diff, "diff", background_color="default") if console.is_terminal else diff, end=""
        )
        console.print(f"{_shown(file)}: {'stale' if file.exists() else 'missing'}; run: {command(request)}")
    if not stale:
        _stamp(stub)
    return not stale


def _is_unchanged(request: Request) -> bool:
    stamp = unchanged(repr(request))
    if stamp is None:
        return False
    _tell_of_large(request, stamp.large)
    return True


def _generate(request: Request) -> Stub:
    try:
        from typed_registry._stubs.generate import generate
    except ModuleNotFoundError as error:
        raise MissingExtraError("writing stubs", str(error.name), "stubs") from None
    with console.status(f"{request.module}: asking mypy ..."):
        stub = generate(request)
    for variable in stub.empty:
        missing = "perhaps discover(...) or `imports` is missing"
        console.print(f"{request.module}.{variable}: nothing is registered; {missing}")
    _tell_of_large(request, stub.large)
    return stub


def _tell_of_large(request: Request, large: tuple[str, ...]) -> None:
    for variable in large:
        console.print(
            f"{request.module}.{variable}: more than {request.most} components, so `components` alone and no"
            " overloads; `most` sets the limit"
        )


def _stamp(stub: Stub) -> None:
    made(repr(stub.request), (*stub.sources, *(str(file) for file, _ in stub.files)), stub.large)


def _current(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


def _shown(file: Path) -> Path:
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file
