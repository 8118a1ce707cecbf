"""The command `sweep`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from attrs import frozen

from posttrain.config import ExperimentConfig
from posttrain.registries import LAUNCHERS
from typed_registry.cli import complete_components, complete_config_files, complete_overrides
from typed_registry.config import from_mapping
from typed_registry.errors import ConfigError, UnknownNameError

if TYPE_CHECKING:
    from posttrain.protocols import Launcher
    from posttrain.sweep.start import Sweep
    from typed_registry import Spec


def sweep(
    config: Annotated[
        Path,
        typer.Argument(
            help="The experiment's file: YAML, TOML or JSON.", autocompletion=complete_config_files
        ),
    ],
    grid: Annotated[
        list[str],
        typer.Argument(
            help="path=value,value: what to try. 'dpo.beta=0.1,0.2' 'seed=0,1' are four points; a path with "
            "one value holds for all of them.",
            autocompletion=complete_overrides(ExperimentConfig),
        ),
    ],
    launcher: Annotated[
        str,
        typer.Option(
            help="Where the runs happen: a component of launchers, with settings as in 'ray:{cpus: 2}'; "
            "`posttrain list launchers` shows them.",
            autocompletion=complete_components(LAUNCHERS),
        ),
    ] = "local",
    name: Annotated[
        str | None, typer.Option(help="The sweep's name; by default the file's with -sweep behind it.")
    ] = None,
) -> None:
    """Train an experiment at every point of a grid of values.

    The configs of all points are checked before any is started. Each point is a run of its own in the sweep's
    folder, under the config's output, beside a log of what it prints. One that fails doesn't stop the others,
    and one whose process dies is tried again from its last checkpoint. The same command, given again, skips
    the points that are done and goes on with those that were stopped. At the end the folder has a table,
    sweep.json, and a plot, sweep.png.
    """
    from posttrain.sweep.grid import read_grid

    points = read_grid(config, grid, _word(f"{config.stem}-sweep" if name is None else name))
    built = _chosen(launcher).build()
    from posttrain.sweep.start import open_sweep

    _run(open_sweep(points), built)


def _word(name: str) -> str:
    """Return a name if it is a single word. Raises BadParameter."""
    if not name or Path(name).name != name or name in (".", ".."):
        raise typer.BadParameter(
            f"a sweep's name is a single word, and no path: {name!r}", param_hint="--name"
        )
    return name


@frozen
class _Settings:
    """The settings behind the name of a launcher."""

    given: Mapping[str, object] = {}


def _chosen(text: str) -> Spec[Launcher, []]:
    """Return the launcher of `name` or `name:{key: value}`. Raises ConfigError for settings that can't be."""
    name, colon, settings = text.partition(":")
    try:
        values = from_mapping(_Settings, {}, [f"given={settings}"] if colon else ()).given
    except ConfigError:
        hint = "settings are written as in 'ray:{cpus: 2}'"
        raise typer.BadParameter(f"got {text!r}; {hint}", param_hint="--launcher") from None
    try:
        name = LAUNCHERS.entries[name].name
    except UnknownNameError as error:
        raise typer.BadParameter(str(error), param_hint="--launcher") from None
    return LAUNCHERS.from_mapping({"name": name, **values})


def _run(sweep: Sweep, launcher: Launcher) -> None:
    """Run the points of a sweep, and print its table and where its files are."""
    from rich.console import Console

    from posttrain.cli.progress import watch
    from posttrain.cli.table import sweep_table
    from posttrain.run_errors import SweepError

    console = Console()
    try:
        with watch(sweep, console) as tell:
            sweep.run(launcher, tell)
    except KeyboardInterrupt:
        console.print("Stopped early; the same command goes on with what is left.", style="yellow")
        raise
    table = sweep_table(sweep.points, sweep.results)
    width = max(console.width, console.measure(table).minimum)  # a heading is never broken within a word
    console.print(table, width=width, crop=False)
    for what, where in (("table", sweep.table), ("plot", sweep.plot), ("runs", sweep.folder)):
        console.print(f"{what:8} {where}", highlight=False, soft_wrap=True)
    if sweep.failures:
        raise SweepError(len(sweep.points), sweep.failures)
