"""The command `posttrain`."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Annotated

import typer

from posttrain import __version__, registries
from posttrain.cli.evaluate import evaluate
from posttrain.cli.past import compare, sample
from posttrain.cli.speaker import speaks
from posttrain.cli.sweep import sweep
from posttrain.config import ExperimentConfig, at_home
from posttrain.errors import DataWarning, ExperimentError
from posttrain.run_errors import GridError
from typed_registry._programs.exit_codes import INTERRUPTED  # private: as the library's programs end
from typed_registry.cli import ConfigApp, ConfigSource
from typed_registry.errors import OutdatedConfigWarning

if TYPE_CHECKING:
    from rich.console import Console

    from posttrain.train import Outcome

app = ConfigApp("posttrain", errors={GridError: 2, ExperimentError: 1}, warnings=[DataWarning])


def _print_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"posttrain {__version__}")
        raise typer.Exit


@app.callback()
def enter(
    *,
    version: Annotated[  # noqa: ARG001  # its callback acts on it
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Post-training of language models: every part is a component chosen by its name in a config."""
    if not speaks():
        for category in (DataWarning, OutdatedConfigWarning):
            warnings.simplefilter("ignore", category)


@app.command()
def train(
    config: ExperimentConfig,
    source: ConfigSource,
    name: Annotated[
        str | None, typer.Option(help="The run's name; by default the file's, without its suffix.")
    ] = None,
    *,
    resume: Annotated[
        bool, typer.Option("--resume", help="Continue the run of this name from its last checkpoint.")
    ] = False,
) -> None:
    """Train the experiment of a config file.

    The run's folder, under the config's output, gets the resolved config, the metrics, the curves and the
    weights. Ctrl-C or SIGTERM stops early and saves the model as it is. A run that was stopped in any way
    continues with --resume, and arrives at the same result as if it had never been stopped.
    """
    from rich.console import Console

    from posttrain.train import train as train_experiment

    console = Console(quiet=not speaks())
    run = name if name is not None else source.file.stem if source.file else ""
    outcome = train_experiment(at_home(config), run, console, go_on=resume)
    _conclude(outcome, console)
    if outcome.interrupted:
        raise typer.Exit(INTERRUPTED)


app.add_component_commands(
    registries.ALGORITHMS,
    registries.MODELS,
    registries.DATASETS,
    registries.GENERATORS,
    registries.EVALUATIONS,
    registries.LOSSES,
    registries.REWARDS,
    registries.OPTIMIZERS,
    registries.SCHEDULERS,
    registries.LAUNCHERS,
)
app.command()(sweep)
app.command()(evaluate)
app.command()(compare)
app.command()(sample)


def _conclude(outcome: Outcome, console: Console) -> None:
    """Print the metrics of a run, and where its files are."""
    from posttrain.cli.table import SHOWN, answers_table, metrics_table
    from posttrain.past_run import read_run

    console.print(metrics_table(outcome.metrics))
    run = outcome.run
    answers = [] if outcome.interrupted or console.quiet else read_run(run.folder).answers
    if answers:
        console.print(answers_table(answers[:SHOWN], "before", "after"))
    if outcome.interrupted:
        stopped = "Stopped early; the model is saved as it was then. With --resume, the same command goes on."
        console.print(stopped, style="yellow", soft_wrap=True)
    for what, where in (
        ("config", run.config),
        ("metrics", run.metrics),
        ("curves", run.curves),
        ("weights", run.model),
    ):
        console.print(f"{what:8} {where}", highlight=False, soft_wrap=True)
