"""Group relative policy optimization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import torch
from attrs import frozen
from torch import Tensor

from posttrain.advantage import flat_groups, group_advantages
from posttrain.algorithms.grpo.config import GRPOConfig
from posttrain.algorithms.learner import Learner, Mean, Objective
from posttrain.algorithms.length import report_epochs
from posttrain.algorithms.loop import run
from posttrain.algorithms.policy_metrics import Tokens, policy_metrics
from posttrain.algorithms.sampling import (
    Sampled,
    Sampler,
    corrected,
    entropies_of,
    learn,
    token_log_probs,
)
from posttrain.batch import Batch
from posttrain.context import Context
from posttrain.errors import MissingExamplesError
from posttrain.example import Task
from posttrain.kl import k3
from posttrain.losses.shapes import of_shape
from posttrain.policy import predict
from posttrain.reduction import reduce
from posttrain.reference import Reference
from posttrain.registries import ALGORITHMS

FLAT = "flat_groups"
IDLE_STEPS = 10
"""After so many in a row that teach nothing, it is said."""


@frozen
class Experience:
    """A step's rollouts, with all that the loss needs to know of them. Shapes: B completions, T tokens."""

    batch: Batch
    mask: Tensor
    """[B, T - 1]: 1 for the tokens that are learnt from."""
    advantages: Tensor
    """[B]."""
    old: Tensor | None
    """[B, T - 1]: log-probabilities by the policy that sampled; None where that is the one being trained."""
    reference: Tensor | None
    """[B, T - 1]: those by the reference model; None where there is none."""
    behaviour: Tensor | None = None
    """[B, T - 1]: those of the sampling itself."""


@ALGORITHMS.register("grpo", config=GRPOConfig)
class GRPOTrainer:
    """Learns from rewards without a value function (Shao et al. 2024, "DeepSeekMath"). Lives for one stage.

    The reference model is the context's model as it is when the training begins.

    Raises MissingExamplesError when the dataset has no tasks, and ContextError or OverlongError when they
    are too long.
    """

    def __init__(self, config: GRPOConfig, context: Context) -> None:
        if not context.dataset.train.of(Task):
            raise MissingExamplesError("grpo", "tasks", context.dataset.train.summary)
        self._config = config
        self._context = context
        self._loss = config.loss.build()
        self._sampler = Sampler(config, context, config.resamples)
        self._idle = 0

    def train(self) -> None:
        """Train the context's model in place."""
        config, context = self._config, self._context
        report_epochs(context, self._sampler.tasks, config.batch_size, config.steps)
        reference = Reference.of(context.model.network) if config.beta else None
        learner = Learner(config, context, updates=config.updates)
        run(config, context, learner, partial(self._step, learner, reference))

    def _step(self, learner: Learner, reference: Reference | None, number: int) -> Mapping[str, float]:
        """Sample, and learn from that; return the means over the updates."""
        sampled = self._sampler.sample(number)
        with learner.autocast():
            experience = self.experience(sampled, reference)
        metrics = learn(self._config, self._context, learner, sampled, partial(self.objective, experience))
        return {**metrics, **sampled.metrics(self._context), FLAT: self._flat(sampled)}

    def _flat(self, sampled: Sampled) -> float:
        """Return the share of the prompts that teach nothing, over all processes; report if all are."""
        flat = flat_groups(sampled.rewards.view(-1, self._config.samples)).cpu().double()
        sums = self._context.group.sum(torch.stack((flat.sum(), torch.ones_like(flat).sum())))
        share = sums[0].item() / sums[1].item()
        self._idle = self._idle + 1 if share == 1 else 0
        if self._idle == IDLE_STEPS:
            self._context.journal.say(
                f"{self._context.stage}: for {IDLE_STEPS} steps no prompt has had completions that differ in "
                f"their reward, now {sampled.rewards[0].item() + 0.0:g}: there is nothing to learn from"
            )
        return share

    def experience(self, sampled: Sampled, reference: Reference | None) -> Experience:
        """Return the experience that updates learn from, made of rollouts."""
        config, network = self._config, self._context.model.network
        groups = sampled.rewards.view(-1, config.samples)
        advantages = group_advantages(groups, scaled=config.scaled).flatten()
        is_fresh = config.epochs == config.minibatches == 1 and not config.dropout
        old = None if is_fresh else token_log_probs(network, config, sampled.batch)
        referred = None if reference is None else _referred(reference, config, sampled.batch)
        mask = sampled.mask * sampled.ended.unsqueeze(1) if config.drop_unfinished else sampled.mask
        return Experience(sampled.batch, mask, advantages, old, referred, sampled.log_probs)

    def objective(self, experience: Experience, rows: Sequence[int]) -> Objective:
        """Return the loss of some of the completions, and how far the policy has moved."""
        config, chosen = self._config, torch.tensor(rows)
        prediction = predict(self._context.model.network, experience.batch.rows(rows), config.temperature)
        log_probs, mask = prediction.token_log_probs(), experience.mask[chosen]
        old = log_probs.detach() if experience.old is None else experience.old[chosen]
        behaviour = None if experience.behaviour is None else experience.behaviour[chosen]
        advantages = experience.advantages[chosen].unsqueeze(1).expand_as(log_probs)
        found = of_shape(mask.shape, config.loss.name, self._loss(log_probs, old, advantages, mask))
        losses = corrected(config, found, old, behaviour)
        entropies = entropies_of(config, prediction)
        losses = losses - config.entropy_weight * entropies
        metrics = policy_metrics(self._loss, entropies, Tokens(log_probs, old, advantages, mask), behaviour)
        if experience.reference is not None:
            divergence = k3(log_probs, experience.reference[chosen])
            losses = losses + config.beta * divergence
            metrics["kl"] = Mean.of(divergence, mask)
        loss, weight = reduce(losses, mask, config.reduction, config.max_tokens)
        return Objective(loss, metrics, weight)


def _referred(reference: Reference, config: GRPOConfig, batch: Batch) -> Tensor:
    with reference.restored() as network:
        return token_log_probs(network, config, batch)
