"""The command `evaluate`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posttrain.cli.speaker import speaks
from posttrain.config import RESOLVED, ExperimentConfig
from posttrain.models.adapter import is_adapter
from posttrain.run_errors import RunError, WriteError
from posttrain.stages import stages_of
from posttrain.subject import CheckpointName, Subject
from typed_registry._messages.suggest import nearest  # private: a stage is suggested as a name is
from typed_registry.cli import complete_config_files, complete_overrides

if TYPE_CHECKING:
    from rich.console import Console

    from posttrain.evaluate import Report


def _complete_overrides(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the overrides of the config that measures."""
    given: object = ctx.params.get("config")
    model = Path(str(ctx.params.get("model"))).expanduser()
    ctx.params["config"] = given or (model / RESOLVED if model.is_dir() else model)
    return complete_overrides(ExperimentConfig)(ctx, incomplete)


def evaluate(  # noqa: PLR0913  # each is an option of the command
    model: Annotated[
        Path,
        typer.Argument(
            help="The folder of a run, or of a model; or an experiment's file, for the model as it is before "
            "training.",
            autocompletion=complete_config_files,
        ),
    ],
    overrides: Annotated[
        list[str] | None,
        typer.Argument(
            help="Values in place of the config's, as path=value: evaluation.batch_size=64.",
            autocompletion=_complete_overrides,
        ),
    ] = None,
    *,
    config: Annotated[
        Path | None,
        typer.Option(
            help="The experiment that says how to measure, and with which data; by default the run's own.",
            autocompletion=complete_config_files,
        ),
    ] = None,
    stage: Annotated[
        str | None,
        typer.Option(help="The stage that measures, with its data; by default that which the model is from."),
    ] = None,
    checkpoint: Annotated[
        CheckpointName | None,
        typer.Option(
            help="Which model of a run: the one that is saved; or, if the run was stopped, that of the start "
            "of the stage, of its last checkpoint, or the best of it. By default the last that there is."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="Where metrics and completions go as well: a file of JSON.")
    ] = None,
) -> None:
    """Measure a model on held-out examples, without training.

    The data and the evaluation are those of the run's config, or of another experiment (--config), with any
    values in their place. The metrics are those that training logs; of a run's model, they have the values
    that the run has logged for it.
    """
    subject = _subject(model, overrides or [], config, stage, checkpoint)
    if output is not None and not output.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {output.parent}", param_hint="--output")
    from rich.console import Console

    from posttrain.evaluate import evaluate as measure
    from posttrain.run import Run

    console = Console(quiet=not speaks())
    if subject.is_run and checkpoint is None and Run(model).is_stopped and speaks():
        typer.echo("posttrain: the run isn't done; this is the last model that it has kept", err=True)
    report = measure(subject, console)
    _print(report, console)
    if output is not None and speaks():
        _write(subject, report, output)
        console.print(f"results  {output}", highlight=False, soft_wrap=True)


def _subject(
    model: Path,
    overrides: Sequence[str],
    config: Path | None,
    stage: str | None,
    checkpoint: CheckpointName | None,
) -> Subject:
    """Return the model and the experiment. Raises BadParameter, RunError and ConfigError."""
    measuring = _config_file(model, config)
    chosen = ExperimentConfig.load(measuring, overrides)
    is_run = (model / RESOLVED).is_file()
    if checkpoint is not None and not is_run:
        raise typer.BadParameter(f"{model} is no run, which alone has them", param_hint="--checkpoint")
    if not model.is_file() and overrides and ExperimentConfig.load(measuring).model != chosen.model:
        raise typer.BadParameter(f"the model is that of {model}, and none else", param_hint="OVERRIDES")
    _require_stage(chosen, stage)
    origin = ExperimentConfig.load(model / RESOLVED) if is_run else chosen
    return Subject(model, chosen, origin, stage, checkpoint)


def _config_file(model: Path, given: Path | None) -> Path:
    """Return the file of the experiment that measures. Raises BadParameter and RunError."""
    if model.is_file():
        if given is not None:
            raise typer.BadParameter(f"{model} is an experiment of its own", param_hint="--config")
        return model
    if not model.exists():
        raise RunError(str(model), "there is no such folder")
    is_model = (model / "config.json").is_file() or is_adapter(model)
    if not (model / RESOLVED).is_file() and not is_model:
        raise RunError(str(model), f"it has no {RESOLVED}, and no config.json of a model")
    if given is None and is_model:
        reason = "a model's folder doesn't say what to measure it with; give the file of an experiment"
        raise typer.BadParameter(reason, param_hint="--config")
    return given or model / RESOLVED


def _require_stage(config: ExperimentConfig, title: str | None) -> None:
    """Refuse a stage that the experiment doesn't have. Raises BadParameter."""
    titles = [each.title for each in stages_of(config)]
    if title is not None and title not in titles:
        near = nearest(title, titles)
        meant = f"did you mean {near!r}?" if near else f"valid: {', '.join(map(repr, titles))}"
        raise typer.BadParameter(f"the experiment has no stage {title!r}; {meant}", param_hint="--stage")


def _print(report: Report, console: Console) -> None:
    """Print the metrics and some completions, as at the end of a training."""
    from posttrain.cli.table import SHOWN, answers_table, metrics_table
    from posttrain.completion_table import asked

    console.print(metrics_table({report.title: report.metrics}))
    greedy = [each.attempt for each in report.completions if not each.is_sampled]
    if greedy:
        rows = [(asked(each.prompt), each.completion) for each in greedy[:SHOWN]]
        console.print(answers_table(rows, report.title))


def _write(subject: Subject, report: Report, file: Path) -> None:
    """Write everything that was measured. Raises WriteError."""
    from posttrain.completion_table import in_json, table_rows
    from posttrain.durable import replaced_file

    found = {
        "model": str(subject.path),
        "when": report.title,
        "stage": report.stage,
        "metrics": {**report.metrics},
        "completions": [*table_rows(report.completions)],
    }
    try:
        with replaced_file(file) as stream:
            stream.write(in_json(found, indent=2).encode() + b"\n")
    except OSError as error:
        raise WriteError(str(file), error.strerror or str(error)) from None
