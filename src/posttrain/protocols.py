"""The Protocols of the components of each registry. No torch is imported here: its types are for checkers."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from posttrain.attempt import Attempt
from posttrain.example import Split
from posttrain.generation import Computation, GeneratedCompletion, GenerationRequest, SamplingParameters
from posttrain.measurement import Measurement
from posttrain.sweep.job import Job, Result

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

    from posttrain.reference import Reference


class Trainer(Protocol):
    """An algorithm at work on the model and data of its context. Lives for one stage of an experiment."""

    def train(self) -> None:
        """Train the context's model in place, and log to the context's journal on the way."""


class Model(Protocol):
    """A causal language model with the tokenizer that it was made for."""

    @property
    def network(self) -> PreTrainedModel:
        """The module whose weights are trained."""
        ...

    @property
    def tokenizer(self) -> PreTrainedTokenizerBase:
        """Turns text into token ids, and back."""
        ...

    def save(self, folder: Path) -> None:
        """Write the weights and the tokenizer in the Hugging Face layout."""


class Dataset(Protocol):
    """Examples to learn from, and others that are held out for measuring."""

    @property
    def train(self) -> Split:
        """The examples that training may see."""
        ...

    @property
    def held_out(self) -> Split:
        """The examples that training never sees."""
        ...


class TextGenerator(Protocol):
    """Completes prompts with a model: its own network here, or an engine in other processes.

    Lives as long as the run.
    """

    def update_weights(self) -> None:
        """Take over the model's weights as they are now, before completions are asked for again."""

    def generate(
        self,
        requests: Sequence[GenerationRequest],
        parameters: SamplingParameters,
        computation: Computation,
    ) -> Sequence[GeneratedCompletion]:
        """Return the completions of all requests, in their order, those of one request after each other.

        A completion is a function of the weights, the prompt, the parameters and its seed. `computation` is
        how the caller scores the tokens; an engine of another kind may compute in its own way.
        """
        ...


class Evaluation(Protocol):
    """Measures the model of its context on held-out examples. Lives as long as the run."""

    @property
    def metrics(self) -> tuple[str, ...]:
        """The names of the metrics that any model has, such as `exact_match` for `eval/exact_match`."""
        ...

    def evaluate(
        self, computation: Computation, max_length: int, reference: Reference | None = None
    ) -> Measurement:
        """Return the metrics of the model as it is now, computed as the stage computes.

        Examples that are longer than `max_length` tokens lose their end. The reference model is that of the
        stage, if it has one.
        """
        ...


class Loss(Protocol):
    """A pure function of tensors to minimise. The kinds below say which arguments it takes."""

    def __call__(self, *args: Any, **kwargs: Any) -> Tensor:  # type: ignore[explicit-any]  # noqa: ANN401  # each kind has its own arguments
        """Return the loss."""
        ...


class TokenLoss(Loss, Protocol):
    """A loss of next-token prediction."""

    def __call__(self, logits: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Return a scalar, the mean over the labels that count.

        Takes logits [B, T, V], labels [B, T] and a mask [B, T] that is 1 where a label counts. Columns in
        which no label counts may be left out.
        """
        ...


class PreferenceLoss(Loss, Protocol):
    """A loss of preferring one completion to another."""

    def __call__(self, chosen: Tensor, rejected: Tensor, beta: float) -> Tensor:
        """Return a scalar, the mean over the pairs.

        Takes the log ratios of policy to reference model, [B] each, and the weight of the KL penalty.
        """
        ...


class PolicyLoss(Loss, Protocol):
    """A loss of the tokens that a policy has sampled, by how much better than expected they turned out.

    A loss that has a method `is_clipped` of the same parameters, which returns the tokens that are beyond a
    bound as booleans [B, T], has the metric `train/clip_fraction`. The policy's entropy isn't among the
    parameters: the setting `entropy_weight` of the algorithm adds a term of it to any loss.
    """

    def __call__(self, log_probs: Tensor, old_log_probs: Tensor, advantages: Tensor, mask: Tensor) -> Tensor:
        """Return the loss of each token, [B, T].

        Takes the tokens' log-probabilities now and when they were sampled, their advantages, and a mask that
        is 1 for the tokens that are learnt from; all are [B, T]. The losses of other tokens don't count.
        """
        ...


class Reward(Protocol):
    """Judges completions of tasks. Higher is better.

    A stage with rollouts builds its own, which lives for the stage. The evaluation of a stage builds another,
    which lives as long as the run. They share no state.
    """

    def __call__(self, attempts: Sequence[Attempt]) -> Sequence[float]:
        """Return the reward of each of these completions, in their order.

        All completions that a process has sampled in a step are judged in one call. An evaluation judges the
        completions of the likeliest tokens in one call, and those that it samples in another.
        """
        ...


class Scheduler(Protocol):
    """A learning-rate schedule, already bound to its optimizer."""

    def step(self) -> None:
        """Set the rate of the next update."""

    def state_dict(self) -> dict[str, Any]:  # type: ignore[explicit-any]  # as torch's schedulers have it
        """Return what a checkpoint keeps of it."""
        ...

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:  # type: ignore[explicit-any]  # as above
        """Go on from a checkpoint."""


class Launcher(Protocol):
    """Performs the runs of a sweep, in processes here or on a cluster. Lives for one sweep."""

    def launch(self, jobs: Sequence[Job]) -> Generator[Result]:
        """Perform every job, each in a process of its own, and yield each result as it comes.

        A job says how it is performed. One that fails has a result that says why, and the others go on. One
        whose process dies may be performed again, and then goes on from its last checkpoint. The jobs are
        known beforehand, so a launcher may submit all of them at once. When the generator is closed before
        its end, as Ctrl-C does, the jobs under way are stopped.
        """
        ...
