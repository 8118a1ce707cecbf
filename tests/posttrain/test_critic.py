"""PPO's critic: where a value stands, and what it is of."""

from __future__ import annotations

import torch

from posttrain.algorithms.ppo.critic import ActorCritic
from posttrain.batch import collate
from posttrain.policy import predict

from .direct import END, ids
from .tiny import model

PAIRS = [("ab", "cd"), ("e", "fghab")]


def test_begins_at_zero() -> None:
    """A new critic expects nothing anywhere."""
    made = model()
    judged = ActorCritic(made.network).judge(collate(made.tokenizer, PAIRS, 64), 1.0)

    assert 0.0 == judged.values.abs().max().item()


def test_prediction() -> None:
    """The policy that it judges by is the network at the temperature."""
    made = model()
    batch = collate(made.tokenizer, PAIRS, 64)
    judged = ActorCritic(made.network).judge(batch, 0.7).prediction

    assert judged.logits.equal(predict(made.network, batch, 0.7).logits)
    assert judged.mask.equal(batch.completion[:, 1:].float())


def test_values() -> None:
    """A token's value is the head's of the hidden state before it, which has seen nothing of it."""
    made = model()
    actor = ActorCritic(made.network)
    torch.nn.init.normal_(actor.head.weight)
    values = actor.judge(collate(made.tokenizer, PAIRS, 64), 1.0).values
    output = made.network(input_ids=torch.tensor([ids("abcd")]), output_hidden_states=True)
    expected = actor.head(output.hidden_states[-1][0]).squeeze(-1)

    torch.testing.assert_close(values[0], torch.cat((torch.zeros(1), expected[1:4], torch.zeros(2))))


def test_weights() -> None:
    """Its weights are the network's own and the head's, once each."""
    made = model()
    network, whole = (
        sum(weight.numel() for weight in module.parameters())
        for module in (made.network, ActorCritic(made.network))
    )

    assert network + 16 + 1 == whole


def test_after() -> None:
    """The value behind a completion is the head's of the hidden state of its last token."""
    made = model()
    actor = ActorCritic(made.network)
    torch.nn.init.normal_(actor.head.weight)
    found = actor.judge(collate(made.tokenizer, PAIRS, 64), 1.0).after
    rows = [[*ids("abcd"), END], [*ids("efghab"), END]]
    outputs = [made.network(input_ids=torch.tensor([row]), output_hidden_states=True) for row in rows]
    expected = [actor.head(output.hidden_states[-1][0, -1]) for output in outputs]

    torch.testing.assert_close(found, torch.cat(expected))
