"""The command `posttrain`."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from posttrain import __version__
from posttrain.cli.complete import complete_override
from posttrain.cli.past import compare, sample
from posttrain.cli.show import list_components, show
from posttrain.cli.sweep import sweep
from posttrain.cli.warning import format_warning
from posttrain.config import ExperimentConfig
from posttrain.errors import ExperimentError, GridError
from typed_registry.errors import ConfigError, RegistryError

if TYPE_CHECKING:
    from rich.console import Console

    from posttrain.train import Outcome

INTERRUPTED = 130
"""The exit code of a program that Ctrl-C has ended, by the shells' convention."""


class Commands(TyperGroup):
    """The commands, which say so when Ctrl-C has ended them; the exit code is typer's."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # typer makes no other  # pyright: ignore[reportIncompatibleMethodOverride]
        """Runs the command of the line."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            print("posttrain: interrupted", file=sys.stderr)
            raise


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _print_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"posttrain {__version__}")
        raise typer.Exit


@app.callback()
def enter(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Post-training of language models: every part is a component chosen by its name in a config."""


@app.command()
def train(
    config: Annotated[Path, typer.Argument(help="The experiment's file: YAML, TOML or JSON.")],
    overrides: Annotated[
        list[str] | None,
        typer.Argument(
            help="Values in place of the file's: path=value, such as dpo.beta=0.2.",
            autocompletion=complete_override,
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="The run's name; by default the file's, without its suffix.")
    ] = None,
    *,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the run of this name from its last checkpoint.")
    ] = False,
) -> None:
    """Train the experiment of a config file.

    The run's folder, under the config's output, gets the resolved config, the metrics, the curves and the
    weights. Ctrl-C or SIGTERM stops early and saves the model as it is. A run that was stopped, by whatever,
    goes on with --resume, and comes to the same as if nothing had happened.
    """
    experiment = ExperimentConfig.load(config, overrides or ())
    from rich.console import Console

    from posttrain.train import train as train_experiment

    console = Console(quiet=os.environ.get("RANK", "0") != "0")  # one of several processes speaks
    outcome = train_experiment(experiment, config.stem if name is None else name, console, go_on=resume)
    _conclude(outcome, console)
    if outcome.interrupted:
        raise typer.Exit(INTERRUPTED)


app.command("list")(list_components)
app.command()(show)
app.command()(sweep)
app.command()(compare)
app.command()(sample)


def run() -> None:
    """Runs the command; an error that was foreseen is told in its own words, without a traceback."""
    warnings.formatwarning = format_warning
    try:
        app()
    except (ConfigError, GridError) as error:
        sys.exit(_told(error, 2))
    except (ExperimentError, RegistryError) as error:
        sys.exit(_told(error, 1))


def _told(error: Exception, code: int) -> int:
    print(f"posttrain: {error}", file=sys.stderr)
    return code


def _conclude(outcome: Outcome, console: Console) -> None:
    from posttrain.cli.table import figure_table

    console.print(figure_table(outcome.figures))
    run = outcome.run
    if outcome.interrupted:
        told = "Stopped early; the model is saved as it was then. With --resume, the same command goes on."
        console.print(told, style="yellow", soft_wrap=True)
    for what, where in (
        ("config", run.config),
        ("metrics", run.metrics),
        ("curves", run.curves),
        ("weights", run.model),
    ):
        console.print(f"{what:8} {where}", highlight=False, soft_wrap=True)
