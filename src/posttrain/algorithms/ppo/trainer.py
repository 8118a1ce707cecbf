"""Proximal policy optimization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import torch
from attrs import frozen
from torch import Tensor

from posttrain.advantage import gae, moments, whiten
from posttrain.algorithms.learner import Learner, Mean, Objective
from posttrain.algorithms.length import report_epochs
from posttrain.algorithms.loop import run
from posttrain.algorithms.policy_metrics import Tokens, policy_metrics
from posttrain.algorithms.ppo.config import PPOConfig
from posttrain.algorithms.ppo.critic import ActorCritic
from posttrain.algorithms.sampling import (
    Sampled,
    Sampler,
    corrected,
    entropies_of,
    learn,
    token_log_probs,
)
from posttrain.batch import Batch, chunks
from posttrain.context import Context
from posttrain.errors import MissingExamplesError
from posttrain.example import Task
from posttrain.kl import k1
from posttrain.losses.clipped import clipped_value
from posttrain.losses.shapes import of_shape
from posttrain.modes import evaluating
from posttrain.reduction import reduce
from posttrain.reference import Reference
from posttrain.registries import ALGORITHMS


@frozen
class Experience:
    """A step's rollouts, with all that the loss needs to know of them. Shapes: B completions, T tokens."""

    batch: Batch
    mask: Tensor
    """[B, T - 1]: 1 for the tokens that are learnt from; the other tensors have this shape, too."""
    old: Tensor
    """Log-probabilities by the policy that sampled."""
    values: Tensor
    """By the value function of that time."""
    advantages: Tensor
    returns: Tensor
    """The targets of the values."""
    divergence: Tensor | None
    """From the reference model, in nats; None where there is none."""
    behaviour: Tensor | None = None
    """Log-probabilities of the sampling itself."""


@ALGORITHMS.register("ppo", config=PPOConfig)
class PPOTrainer:
    """Learns from rewards with a value function (Schulman et al. 2017; for text, Ouyang et al. 2022).

    The reward of a completion comes with its last token; each token costs `beta` times its divergence from
    the reference model, which is the context's model as it is when the training begins. Lives for one stage.

    Raises MissingExamplesError when the dataset has no tasks, and ContextError or OverlongError when they
    are too long.
    """

    def __init__(self, config: PPOConfig, context: Context) -> None:
        if not context.dataset.train.of(Task):
            raise MissingExamplesError("ppo", "tasks", context.dataset.train.summary)
        self._config = config
        self._context = context
        self._loss = config.loss.build()
        self._sampler = Sampler(config, context)

    def train(self) -> None:
        """Train the context's model in place; the value function is left behind."""
        config, context = self._config, self._context
        report_epochs(context, self._sampler.tasks, config.batch_size, config.steps)
        reference = Reference.of(context.model.network) if config.beta else None
        actor = ActorCritic(context.model.network)
        learner = Learner(config, context, updates=config.updates, module=actor)
        run(config, context, learner, partial(self._step, learner, actor, reference))

    def _step(
        self, learner: Learner, actor: ActorCritic, reference: Reference | None, number: int
    ) -> Mapping[str, float]:
        """Sample, and learn from that; return the means over the updates."""
        sampled = self._sampler.sample(number)
        with learner.autocast():
            experience = self.experience(sampled, actor, reference)
        objective = partial(self.objective, actor, experience)
        metrics = learn(self._config, self._context, learner, sampled, objective)
        return {**metrics, **sampled.metrics(self._context)}

    @torch.no_grad()
    def experience(self, sampled: Sampled, actor: ActorCritic, reference: Reference | None) -> Experience:
        """Return the experience that updates learn from, made of rollouts."""
        config, mask = self._config, sampled.mask
        with evaluating(actor):
            parts = [
                actor.judge(sampled.batch.rows(some), config.temperature)
                for some in chunks(range(len(mask)), config.micro_batch_size)
            ]
        old = torch.cat([part.prediction.token_log_probs() for part in parts])
        values = torch.cat([part.values for part in parts])
        divergence = None if reference is None else self._divergence(old, reference, sampled)
        costs = 0.0 if divergence is None else config.beta * divergence
        given, after = self._outcomes(sampled, torch.cat([part.after for part in parts]))
        advantages, returns = gae(
            terminal(given, mask) - costs, values, mask, config.gamma, config.lam, after
        )
        if config.drop_unfinished:
            mask = mask * sampled.ended.unsqueeze(1)
        if config.whiten:
            advantages = whiten(advantages, mask, self._context.group.sum(moments(advantages, mask)))
        return Experience(
            sampled.batch, mask, old, values, advantages, returns, divergence, sampled.log_probs
        )

    def _divergence(self, old: Tensor, reference: Reference, sampled: Sampled) -> Tensor:
        with reference.restored() as network:
            return k1(old, token_log_probs(network, self._config, sampled.batch)) * sampled.mask

    def _outcomes(self, sampled: Sampled, after: Tensor) -> tuple[Tensor, Tensor]:
        """Return each completion's reward, and the value of its continuation if it was cut off."""
        if not self._config.bootstrap_unfinished:
            return sampled.rewards, torch.zeros_like(after)
        return sampled.rewards * sampled.ended, after * (1 - sampled.ended)

    def objective(self, actor: ActorCritic, experience: Experience, rows: Sequence[int]) -> Objective:
        """Return the losses of the policy and of the value function on some of the completions."""
        config, chosen = self._config, torch.tensor(rows)
        mask, old = experience.mask[chosen], experience.old[chosen]
        judged = actor.judge(experience.batch.rows(rows), config.temperature)
        log_probs = judged.prediction.token_log_probs()
        behaviour = None if experience.behaviour is None else experience.behaviour[chosen]
        advantages = experience.advantages[chosen]
        surrogate = of_shape(mask.shape, config.loss.name, self._loss(log_probs, old, advantages, mask))
        policy = corrected(config, surrogate, old, behaviour)
        value = clipped_value(
            judged.values, experience.values[chosen], experience.returns[chosen], config.value_clip
        )
        entropies = entropies_of(config, judged.prediction)
        losses = policy + config.value_weight * value - config.entropy_weight * entropies
        loss, weight = reduce(losses, mask, "token", config.max_tokens)
        tokens = Tokens(log_probs, old, advantages, mask)
        metrics = {
            "policy_loss": Mean.of(policy, mask),
            "value_loss": Mean.of(value, mask),
            **policy_metrics(self._loss, entropies, tokens, behaviour),
        }
        if experience.divergence is not None:
            metrics["kl"] = Mean.of(experience.divergence[chosen], mask)
        return Objective(loss, metrics, weight)


def terminal(rewards: Tensor, mask: Tensor) -> Tensor:
    """[B, T]: each completion's reward at its last token, 0 elsewhere. Shapes: rewards [B], mask [B, T].

    >>> terminal(torch.tensor([2.0]), torch.tensor([[0.0, 1.0, 1.0, 0.0]]))
    tensor([[0., 0., 2., 0.]])
    """
    places = torch.arange(mask.shape[1], device=mask.device).expand_as(mask)
    last = (places * mask).argmax(dim=1)
    return torch.zeros_like(mask).scatter(1, last.unsqueeze(1), rewards.to(mask.dtype).unsqueeze(1))
