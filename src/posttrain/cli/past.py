"""The commands that look at runs: `compare` and `sample`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def compare(
    runs: Annotated[list[Path], typer.Argument(help="The folders of runs, two or more.")],
    output: Annotated[Path, typer.Option(help="Where the plot goes: a PNG.")] = Path("compare.png"),
) -> None:
    """Show how the configs and the results of runs differ.

    Two tables are printed, of the values that differ and of the held-out metrics of the models. The plot has
    a panel for each held-out metric, and in it a curve for each run.
    """
    if len(runs) < 2:  # noqa: PLR2004  # it takes two to differ
        raise typer.BadParameter("give the folders of two runs or more", param_hint="RUNS")
    from rich.console import Console

    from posttrain.cli.table import config_table, metrics_table
    from posttrain.compare import differing, read_runs, save_plot

    console, past = Console(), read_runs(runs)
    configs = differing([each.config for each in past.values()])
    console.print(config_table([*past], configs))
    console.print(metrics_table({label: each.metrics for label, each in past.items()}))
    save_plot(past, output)
    console.print(f"plot     {output}", highlight=False, soft_wrap=True)


def sample(  # noqa: PLR0913  # each is an option of the command
    run: Annotated[Path, typer.Argument(help="The folder of a run, or of a model.")],
    prompts: Annotated[list[str], typer.Argument(help="What to ask its model, one or several.")],
    *,
    max_tokens: Annotated[
        int, typer.Option(min=1, help="The longest answer, in tokens; never beyond the model's context.")
    ] = 64,
    temperature: Annotated[
        float, typer.Option(min=0, help="How freely to choose tokens; 0 takes the likeliest each time.")
    ] = 0.0,
    top_p: Annotated[
        float, typer.Option(min=0.001, max=1, help="Choose among the likeliest tokens of this probability.")
    ] = 1.0,
    seed: Annotated[int, typer.Option(help="Of the choice; the same seed gives the same answers.")] = 0,
    count: Annotated[
        int, typer.Option(min=1, help="Answers to each prompt; for several, the temperature is above 0.")
    ] = 1,
    chat: Annotated[
        bool, typer.Option("--chat", help="Ask as a user of a conversation does, by the chat template.")
    ] = False,
    system: Annotated[
        str | None, typer.Option(help="The system message of the conversation; only with --chat.")
    ] = None,
) -> None:
    """Ask the model of a run, and print its answers.

    Several prompts are printed each above its answers.
    """
    if count > 1 and not temperature:
        raise typer.BadParameter("at a temperature of 0 all answers are the same", param_hint="--count")
    if not all(prompts):
        raise typer.BadParameter("a prompt has at least one character", param_hint="PROMPTS")
    if system is not None and not chat:
        raise typer.BadParameter(
            "only a conversation has a system message: add --chat", param_hint="--system"
        )
    from posttrain.example import Conversation, Message
    from posttrain.generation import SamplingParameters
    from posttrain.run import Run
    from posttrain.sample import answers, open_model

    model = open_model(run)
    if Run(run).is_stopped:
        typer.echo("posttrain: the run stopped before its end; this is its model as it was then", err=True)
    before = () if system is None else (Message("system", system),)
    asked = [Conversation((*before, Message("user", prompt))) if chat else prompt for prompt in prompts]
    given = answers(model, asked, SamplingParameters(max_tokens, temperature, top_p), seed, count)
    for number, (prompt, texts) in enumerate(zip(prompts, given, strict=True)):
        if len(prompts) > 1:
            typer.secho(f"{prompt}" if number == 0 else f"\n{prompt}", bold=True)
        for text in texts:
            typer.echo(text)
