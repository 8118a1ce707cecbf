"""The command `posttrain`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posttrain.cli.complete import complete_component, complete_kind, complete_override
from posttrain.cli.past import compare, sample
from posttrain.cli.sweep import sweep
from posttrain.config import ExperimentConfig
from posttrain.errors import ExperimentError, GridError
from typed_registry.errors import ConfigError, RegistryError

if TYPE_CHECKING:
    from rich.console import Console

    from posttrain.train import Outcome

INTERRUPTED = 130
"""The exit code of a program that Ctrl-C has ended, by the shells' convention."""

app = typer.Typer(
    help="Post-training of language models: every part is a component chosen by its name in a config.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


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
    outcome = train_experiment(experiment, name or config.stem, console, go_on=resume)
    _conclude(outcome, console)
    if outcome.interrupted:
        raise typer.Exit(INTERRUPTED)


@app.command("list")
def list_components(
    kind: Annotated[
        str | None,
        typer.Argument(help="One registry, such as losses; all by default.", autocompletion=complete_kind),
    ] = None,
) -> None:
    """Show every component with the fields of its config and their defaults."""
    from rich.console import Console

    from posttrain.cli.catalog import catalogs
    from typed_registry.cli.table import show_registries

    show_registries(catalogs(), kind, Console())


@app.command()
def show(
    name: Annotated[
        str,
        typer.Argument(
            help="A component, such as grpo; losses.dpo where others have its name, too.",
            autocompletion=complete_component,
        ),
    ],
) -> None:
    """Show a component: where it is, all that it says of itself, and the fields of its config."""
    from rich.console import Console

    from posttrain.cli.catalog import catalogs
    from typed_registry.cli.table import show_component

    show_component(catalogs(), name, Console())


app.command()(sweep)
app.command()(compare)
app.command()(sample)


def run() -> None:
    """Runs the command; an error that was foreseen is told in its own words, without a traceback."""
    try:
        app()
    except (ConfigError, GridError) as error:
        sys.exit(_told(error, 2))
    except (ExperimentError, RegistryError) as error:
        sys.exit(_told(error, 1))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _told(error: Exception, code: int) -> int:
    print(f"posttrain: {error}", file=sys.stderr)
    return code


def _conclude(outcome: Outcome, console: Console) -> None:
    from posttrain.cli.table import figure_table

    console.print(figure_table(outcome.figures))
    run = outcome.run
    if outcome.interrupted:
        console.print("Stopped early; the model is saved as it was then.", style="yellow")
    for what, where in (
        ("config", run.config),
        ("metrics", run.metrics),
        ("curves", run.curves),
        ("weights", run.model),
    ):
        console.print(f"{what:8} {where}", highlight=False, soft_wrap=True)
