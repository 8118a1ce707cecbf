"""Proximal policy optimization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import torch
from attrs import frozen
from torch import Tensor
from transformers import PreTrainedModel

from posttrain.advantage import gae, moments, whiten
from posttrain.algorithms.learner import Learner, Objective
from posttrain.algorithms.loop import run
from posttrain.algorithms.ppo.config import PPOConfig
from posttrain.algorithms.ppo.critic import ActorCritic
from posttrain.algorithms.sampling import Sampled, Sampler, learn, token_log_probs
from posttrain.batch import Batch, chunks
from posttrain.context import Context
from posttrain.errors import MissingExamplesError
from posttrain.example import Task
from posttrain.kl import k1
from posttrain.losses.clipped import clipped_value
from posttrain.policy import frozen_copy
from posttrain.reduction import reduce
from posttrain.registries import ALGORITHMS


@frozen
class Experience:
    """A step's rollouts, with all that the loss needs to know of them. Shapes: B completions, T tokens."""

    batch: Batch
    mask: Tensor
    """[B, T - 1]: 1 for the tokens that were sampled; the others are so, too."""
    old: Tensor
    """Log-probabilities by the policy that sampled."""
    values: Tensor
    """By the value function of that time."""
    advantages: Tensor
    returns: Tensor
    """What the values should have been."""
    divergence: Tensor
    """From the reference model, in nats."""


@ALGORITHMS.register("ppo", config=PPOConfig)
class PPOTrainer:
    """Learns from rewards with a value function (Schulman et al. 2017; for text, Ouyang et al. 2022).

    The reward of a completion comes with its last token; each token costs `beta` times its divergence from
    the reference model, which is the context's model as it is when the training begins. Lives for one stage.

    Raises MissingExamplesError when the dataset has no tasks, and ContextError when they leave no room.
    """

    def __init__(self, config: PPOConfig, context: Context) -> None:
        if not context.dataset.train.of(Task):
            raise MissingExamplesError("ppo", "tasks")
        self._config = config
        self._context = context
        self._loss = config.loss.build()
        self._sampler = Sampler(config, context)

    def train(self) -> None:
        """Trains the context's model in place; the value function is left behind."""
        config, context = self._config, self._context
        reference = frozen_copy(context.model.network)
        actor = ActorCritic(context.model.network)
        learner = Learner(config, context, updates=config.updates, module=actor)
        run(config, context, learner, partial(self._step, learner, actor, reference))

    def _step(
        self, learner: Learner, actor: ActorCritic, reference: PreTrainedModel, number: int
    ) -> Mapping[str, float]:
        """Samples, and learns from that; the figures are those of the last update."""
        sampled = self._sampler.sample(number)
        with learner.autocast():
            experience = self.experience(sampled, actor, reference)
        figures = learn(self._config, learner, sampled, partial(self.objective, actor, experience))
        return {**figures, **sampled.figures(self._context)}

    @torch.no_grad()
    def experience(self, sampled: Sampled, actor: ActorCritic, reference: PreTrainedModel) -> Experience:
        """What is to be learnt from rollouts."""
        config, mask = self._config, sampled.mask
        parts = [
            actor.judge(sampled.batch.rows(some), config.temperature)
            for some in chunks(range(len(mask)), config.micro_batch_size)
        ]
        old = torch.cat([part.prediction.token_log_probs() for part in parts])
        values = torch.cat([part.values for part in parts])
        divergence = k1(old, token_log_probs(reference, config, sampled.batch)) * mask
        rewards = terminal(sampled.rewards, mask) - config.beta * divergence
        advantages, returns = gae(rewards, values, mask, config.gamma, config.lam)
        if config.whiten:
            advantages = whiten(advantages, mask, self._context.group.sum(moments(advantages, mask)))
        return Experience(sampled.batch, mask, old, values, advantages, returns, divergence)

    def objective(self, actor: ActorCritic, experience: Experience, rows: Sequence[int]) -> Objective:
        """The losses of the policy and of the value function on some of the completions."""
        config, chosen = self._config, torch.tensor(rows)
        mask, old = experience.mask[chosen], experience.old[chosen]
        judged = actor.judge(experience.batch.rows(rows), config.temperature)
        log_probs = judged.prediction.token_log_probs()
        policy = self._loss(log_probs, old, experience.advantages[chosen])
        value = clipped_value(
            judged.values, experience.values[chosen], experience.returns[chosen], config.value_clip
        )
        loss, weight = reduce(policy + config.value_weight * value, mask, "token", config.max_tokens)
        figures = {
            "policy loss": reduce(policy, mask, "token", config.max_tokens)[0].item(),
            "value loss": reduce(value, mask, "token", config.max_tokens)[0].item(),
            "kl": reduce(experience.divergence[chosen], mask, "token", config.max_tokens)[0].item(),
        }
        return Objective(loss, figures, weight)


def terminal(rewards: Tensor, mask: Tensor) -> Tensor:
    """[B, T]: each completion's reward at its last token, 0 elsewhere. Shapes: rewards [B], mask [B, T].

    >>> terminal(torch.tensor([2.0]), torch.tensor([[0.0, 1.0, 1.0, 0.0]]))
    tensor([[0., 0., 2., 0.]])
    """
    places = torch.arange(mask.shape[1], device=mask.device).expand_as(mask)
    last = (places * mask).argmax(dim=1)
    return torch.zeros_like(mask).scatter(1, last.unsqueeze(1), rewards.to(mask.dtype).unsqueeze(1))
