"""Supervised fine-tuning."""

from __future__ import annotations

from collections.abc import Sequence

from posttrain.algorithms.learner import Objective
from posttrain.algorithms.length import fitting_examples
from posttrain.algorithms.loop import fit
from posttrain.algorithms.sft.config import SFTConfig
from posttrain.algorithms.sft.packing_check import require_packing
from posttrain.batch import collate
from posttrain.context import Context
from posttrain.errors import MissingExamplesError
from posttrain.example import Completion, Demonstration, Prompt
from posttrain.losses.shapes import of_shape
from posttrain.packing import collate_packed
from posttrain.policy import predict
from posttrain.registries import ALGORITHMS


@ALGORITHMS.register("sft", config=SFTConfig)
class SFTTrainer:
    """Makes the demonstrations' completions likelier, token by token. Lives for one stage.

    Raises MissingExamplesError when the dataset has no demonstrations, CutError, OverlongError and
    ContextError when they don't fit, and PackingError for a model in which packed sequences see one another.
    """

    def __init__(self, config: SFTConfig, context: Context) -> None:
        if not context.dataset.train.of(Demonstration):
            raise MissingExamplesError("sft", "demonstrations", context.dataset.train.summary)
        self._config = config
        self._context = context
        self._loss = config.loss.build()
        if config.packing:
            require_packing(context)
        given = context.dataset.train.of(Demonstration)
        self._examples = fitting_examples(context, given, lambda each: _pairs([each]), config)

    def train(self) -> None:
        """Train the context's model in place."""
        fit(self._config, self._context, self._examples, self.objective)

    def objective(self, examples: Sequence[Demonstration]) -> Objective:
        """Return the loss of a batch: the mean over its completions' tokens."""
        model = self._context.model
        form = collate_packed if self._config.packing else collate
        batch = form(model.tokenizer, _pairs(examples), self._config.max_length)
        prediction = predict(model.network, batch)
        loss = self._loss(prediction.logits, prediction.labels, prediction.mask)
        return Objective(of_shape((), self._config.loss.name, loss), weight=prediction.mask.sum().item())


def _pairs(examples: Sequence[Demonstration]) -> list[tuple[Prompt, Completion]]:
    return [(example.prompt, example.completion) for example in examples]
