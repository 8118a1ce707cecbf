"""The errors of experiments, whose fields are facts and whose texts are made of them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import define, fields, has

ExampleKind: TypeAlias = Literal["example", "prompt"]
ContextSetting: TypeAlias = Literal["max_length", "max_tokens", "prompt"]


class ExperimentError(Exception):
    """Any error that this application raises on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle an error as its facts and notes, so that it comes whole from a worker."""
        kind = type(self)
        facts = [getattr(self, field.name) for field in fields(kind)] if has(kind) else self.args
        return _restored, (kind, tuple(facts), dict(vars(self)))


def _restored(
    kind: type[ExperimentError], facts: tuple[object, ...], others: dict[str, object]
) -> ExperimentError:
    """Return an error as it was, with its notes."""
    error = kind(*facts)
    vars(error).update(others)
    return error


@define(str=False, eq=False)
class ModelError(ExperimentError):
    """A model that can't be loaded."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"the model {self.path!r} can't be loaded: {self.reason.splitlines()[0]}"


@define(str=False, eq=False)
class DataError(ExperimentError):
    """A data file that can't be used, or a row of it that isn't an example."""

    file: str
    line: int | None
    """The line on which the row begins; in Parquet, the number of the row."""
    reason: str
    others: int = 0
    """How many more rows aren't examples."""
    unit: str = "line"
    """The unit that `line` counts: lines or rows."""

    def __str__(self) -> str:
        place = self.file if self.line is None else place_of(self.file, self.line, self.unit)
        more = f" (and {self.others} other {self.unit}{'s'[: self.others > 1]})" if self.others else ""
        return f"{place}: {self.reason}{more}"


def place_of(file: str, number: int, unit: str) -> str:
    """Return where a line or a row of a file is.

    >>> place_of("chat.jsonl", 7, "line"), place_of("chat.parquet", 7, "row")
    ('chat.jsonl:7', 'chat.parquet, row 7')
    """
    return f"{file}:{number}" if unit == "line" else f"{file}, row {number}"


class DataWarning(UserWarning):
    """Rows of data files that were skipped, or that are learnt from and held out alike."""


@define(str=False, eq=False)
class MissingExamplesError(ExperimentError):
    """A dataset without the kind of example that the algorithm learns from."""

    algorithm: str
    needed: str
    found: str = ""
    """The examples that the dataset has instead, such as `400 demonstrations`."""

    def __str__(self) -> str:
        has = f"; it has {self.found}" if self.found else ""
        meant = ", prompts without completions" if self.needed == "tasks" else ""
        return f"{self.algorithm} learns from {self.needed}{meant}, and the dataset has none{has}"


@define(str=False, eq=False)
class ColumnError(ExperimentError):
    """A column that an example doesn't have, or has as another type."""

    column: str
    wanted: str
    """The type."""
    found: str | None
    """The type that it has, if it is there."""
    columns: tuple[str, ...]
    """Those that the example has."""

    def __str__(self) -> str:
        if self.found is not None:
            return f"the column {self.column!r} must be of type {self.wanted}, and is of type {self.found}"
        has = ", ".join(map(repr, self.columns)) or "none"
        return (
            f"an example has no column {self.column!r} beside its prompt; it has {has}. "
            f"The setting `columns` of the dataset renames columns: columns: {{{self.column}: ...}}"
        )


@define(str=False, eq=False)
class RewardError(ExperimentError):
    """A reward that doesn't return a finite number for each completion."""

    reward: str
    """Its name."""
    completions: int
    """How many were to be judged."""
    count: int
    """How many numbers it has returned."""
    place: int | None = None
    """The first completion, from 0, whose reward isn't a finite number."""
    value: float | None = None
    """That reward."""
    returned: str = ""
    """The `repr` of a result that isn't a sequence of numbers; empty for any other."""

    def __str__(self) -> str:
        if self.returned:
            return (
                f"the reward {self.reward!r} must return one number for each completion, as a list: it "
                f"returned {self.returned} for {self.completions} completions"
            )
        if self.place is None:
            return (
                f"the reward {self.reward!r} must return one number for each completion: it got "
                f"{self.completions} completions and returned {self.count} numbers"
            )
        return (
            f"the reward {self.reward!r} must return finite numbers: it returned {self.value} for "
            f"completion {self.place + 1} of {self.completions}"
        )


@define(str=False, eq=False)
class LossError(ExperimentError):
    """A loss that returns a tensor of another shape than losses of its kind do."""

    loss: str
    """Its name."""
    wanted: tuple[int, ...]
    """The shape that the algorithm needs; `()` for a scalar."""
    found: tuple[int, ...]
    """The shape of the result."""

    def __str__(self) -> str:
        wanted = f"a loss for each token, {[*self.wanted]}" if self.wanted else "a scalar"
        found = f"a tensor of shape {[*self.found]}" if self.found else "a scalar"
        return f"the loss {self.loss!r} must return {wanted}, and returned {found}"


@define(str=False, eq=False)
class ChatTemplateError(ExperimentError):
    """A chat template that can't render a conversation as it must be for training."""

    first: str
    """The first message of the conversation."""
    messages: int
    reason: str

    def __str__(self) -> str:
        longest = 60
        first = self.first if len(self.first) <= longest else f"{self.first[:longest]}..."
        where = f"the conversation of {self.messages} messages that begins with {first!r}"
        return f"the model's chat template can't be used for {where}: {self.reason}"


class EmptyPromptError(ExperimentError):
    """A prompt to be completed that has no tokens."""

    def __str__(self) -> str:
        return "a prompt has no tokens to complete: it is empty, and the tokenizer puts none before a text"


@define(str=False, eq=False)
class DivergedError(ExperimentError):
    """A loss or a gradient that is no number any more. The weights are those before the step."""

    stage: str
    step: int
    loss: float
    gradient: float
    """Its norm."""

    def __str__(self) -> str:
        return (
            f"{self.stage}: at step {self.step} the loss is {self.loss:.4f} and the norm of its gradient "
            f"{self.gradient:.4f}; the weights are kept as they were before it. "
            "A lower learning rate is the first thing to try."
        )


@define(str=False, eq=False)
class CutError(ExperimentError):
    """A `max_length` that leaves nothing to learn from."""

    stage: str
    max_length: int
    prompt: int
    """Tokens of the shortest prompt."""

    def __str__(self) -> str:
        return (
            f"{self.stage}: nothing is left of any completion: max_length is {self.max_length}, and the "
            f"shortest prompt has {self.prompt} tokens"
        )


@define(str=False, eq=False)
class ContextError(ExperimentError):
    """Sequences that are longer than the model's context."""

    stage: str
    setting: ContextSetting
    """The setting that bounds them: `max_length`, or `max_tokens` after a prompt; `prompt` if none does."""
    tokens: int
    """The length of the longest sequence."""
    context: int
    beyond: int = 0
    """How many examples are too long, or prompts leave no room for `max_tokens`."""
    count: int = 0
    """Of how many."""
    places: tuple[str, ...] = ()
    """Where the first of them are."""

    def __str__(self) -> str:
        longest, advice = {
            "max_length": ("longest example", "lower max_length"),
            "max_tokens": ("longest prompt with max_tokens more", "lower max_tokens"),
            "prompt": ("prompt with a token of its answer", "shorten it"),
        }[self.setting]
        return (
            f"{self.stage}: the {longest} has {self.tokens} tokens, and the model's context {self.context}; "
            f"{advice}, or take a model with a longer context{self._share}"
        )

    @property
    def _share(self) -> str:
        """Say how many are too long and where, if that is known: they can be left out."""
        if not self.count:
            return ""
        kind, skip = (
            ("example", "overlong") if self.setting == "max_length" else ("prompt", "overlong_prompts")
        )
        many = f"{self.beyond} of {self.count} {kind}s {'is' if self.beyond == 1 else 'are'} too long"
        return f". {many}: {listed_places(self.places, self.beyond)}; {skip}: skip leaves them out"


@define(str=False, eq=False)
class OverlongError(ExperimentError):
    """Examples to learn from, or prompts, that are longer than they may be."""

    stage: str
    kind: ExampleKind
    limit: str
    """The longest that they may be, in words: `max_length, 512 tokens`."""
    shortest: int
    """Tokens of the shortest of all."""
    longest: int
    beyond: int
    """How many are too long."""
    count: int
    """Of how many."""
    places: tuple[str, ...]
    """Where the first of them are."""

    def __str__(self) -> str:
        if self.beyond == self.count:
            none = f"all {self.count} {self.kind}s are longer than {self.limit}"
            return f"{self.stage}: {none}, so that nothing is left; the shortest has {self.shortest}"
        advice = "overlong: skip" if self.kind == "example" else "overlong_prompts: skip"
        cut = ", and overlong: cut shortens them" if self.kind == "example" else ""
        return (
            f"{self.stage}: {self.beyond} of {self.count} {self.kind}s are longer than {self.limit}, the "
            f"longest of {self.longest}: {listed_places(self.places, self.beyond)}; {advice} leaves them "
            f"out{cut}"
        )


def listed_places(places: tuple[str, ...], count: int) -> str:
    """Return the places of the first of several in words.

    >>> listed_places(("a.jsonl:1", "a.jsonl:4"), 5)
    'a.jsonl:1, a.jsonl:4 and 3 more'
    """
    more = f" and {count - len(places)} more" if count > len(places) else ""
    return f"{', '.join(places)}{more}"


@define(str=False, eq=False)
class EmbeddingError(ExperimentError):
    """A token of the examples that the tokenizer knows and the network has no embedding for."""

    stage: str
    token: str
    id: int
    embeddings: int
    """The number of embeddings, which are those of the tokens from 0 on."""

    def __str__(self) -> str:
        return (
            f"{self.stage}: the tokenizer's {self.token!r} is token {self.id}, and the network has "
            f"{self.embeddings} embeddings; add those that are missing to the model, by "
            "resize_token_embeddings(len(tokenizer)), and save it"
        )


@define(str=False, eq=False)
class MissingMetricError(ExperimentError):
    """A metric to choose the best weights by, which the held-out split doesn't give."""

    stage: str
    metric: str
    known: tuple[str, ...]

    def __str__(self) -> str:
        known = ", ".join(self.known) or "nothing"
        return f"{self.stage}: the held-out split gives no {self.metric!r}; it gives {known}"


@define(str=False, eq=False)
class NothingMeasuredError(ExperimentError):
    """A held-out split that has nothing that the evaluation measures."""

    evaluation: str
    """Its name."""
    found: str
    """The examples that are held out, such as `100 tasks`; empty if there are none."""

    def __str__(self) -> str:
        if not self.found:
            return "the dataset holds out no examples to measure with"
        return f"the evaluation {self.evaluation!r} measures nothing of what is held out: {self.found}"


@define(str=False, eq=False)
class SmallBatchError(ExperimentError):
    """A batch, or a minibatch of one, that has less than one example for each process."""

    stage: str
    processes: int

    def __str__(self) -> str:
        return f"{self.stage}: an update has less than one example for each of {self.processes} processes"


@define(str=False, eq=False)
class DeviceError(ExperimentError):
    """A device that isn't there."""

    device: str
    accelerator: str | None
    """The kind that is there, beside the CPU."""
    count: int = 1
    """How many of them."""

    def __str__(self) -> str:
        valid = ["cpu"]
        if self.accelerator is not None:
            valid += [self.accelerator, *(f"{self.accelerator}:{number}" for number in range(self.count))]
        return f"device: torch has no {self.device!r} here; it has {', '.join(map(repr, valid))}"


@define(str=False, eq=False)
class PackingError(ExperimentError):
    """A model in which sequences that are packed into one row see one another."""

    stage: str
    architecture: str

    def __str__(self) -> str:
        return (
            f"{self.stage}: sequences that share a row see one another in {self.architecture}; "
            "set packing to false"
        )
