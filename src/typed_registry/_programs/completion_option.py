"""The options `--install-completion` and `--show-completion`, with scripts that know overrides.

The options and the places of the scripts are typer's. Its own scripts take the words of bash as they are,
which end at `=` and `:`, and they put a space behind `chain.0.db=`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from typer import completion

from typed_registry._programs.output import write_output
from typed_registry._programs.shell_scripts import SCRIPTS, shell_script

if TYPE_CHECKING:
    from typing import TypeAlias

    Callback: TypeAlias = Callable[[object, object, object], object]


class _Install(Protocol):
    """Typer's function that installs a script."""

    def __call__(self, *, shell: str | None, prog_name: str) -> tuple[str, Path]:
        """Return the shell, which is that of the user by default, and the file of its script."""
        ...


def set_completion_scripts(parameters: Iterable[object], program: str) -> None:
    """Have typer's options for completion, if they are among the parameters, use this library's scripts."""
    for parameter in parameters:
        name, own = (getattr(parameter, each, None) for each in ("name", "callback"))
        if name == "install_completion":
            setattr(parameter, "callback", _installing(program))  # noqa: B010  # a parameter of typer's
        elif name == "show_completion" and callable(own):
            setattr(parameter, "callback", _showing(program, own))  # noqa: B010  # as above


def _installing(program: str) -> Callback:
    def install(context: object, _parameter: object, value: object) -> object:
        if not value or getattr(context, "resilient_parsing", False):
            return value
        typers: _Install = completion.install  # type: ignore[attr-defined]  # pyright: ignore[reportPrivateImportUsage]  # imported there for typer's own option
        shell, file = typers(shell=value if isinstance(value, str) else None, prog_name=program)
        if shell in SCRIPTS:
            file.write_text(shell_script(program, shell), encoding="utf-8")
        write_output(f"{shell}: completion is installed in {file}; it works in new terminals\n")
        raise SystemExit(0)

    return install


def _showing(program: str, otherwise: Callback) -> Callback:
    def show(context: object, parameter: object, value: object) -> object:
        if not value or getattr(context, "resilient_parsing", False):
            return value
        shell = value if isinstance(value, str) else _users_shell()
        if shell not in SCRIPTS:
            return otherwise(context, parameter, value)
        write_output(shell_script(program, shell))
        raise SystemExit(0)

    return show


def _users_shell() -> str:
    """Return the name of the shell that runs the program; an empty name if there is none."""
    shellingham = import_module("shellingham")  # typer's own, which has no types
    detect: Callable[[], tuple[str, str]] = shellingham.detect_shell
    failure: type[Exception] = shellingham.ShellDetectionFailure
    try:
        return detect()[0]
    except failure:
        return ""
