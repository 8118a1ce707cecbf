"""The values that generators take and return: requests, parameters and completions. No torch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from attrs import field, frozen
from attrs.validators import and_, ge, gt, le

from posttrain.precision import Precision

StopReason: TypeAlias = Literal["stop", "length"]
"""`stop` after a token that ends a completion, `length` after as many tokens as are allowed."""


@frozen
class GenerationRequest:
    """A prompt to be completed once for each seed."""

    prompt: tuple[int, ...]
    """Token ids, at least one."""
    seeds: tuple[int, ...]
    """A completion depends on its seed, and not on the requests beside it."""


@frozen
class SamplingParameters:
    """How tokens are chosen."""

    max_tokens: int = field(default=64, validator=gt(0))
    """The longest completion."""
    temperature: float = field(default=1.0, validator=ge(0))
    """The divisor of the logits; at 0 the likeliest token is taken each time."""
    top_p: float = field(default=1.0, validator=and_(gt(0), le(1)))
    """Only the likeliest tokens that together have this probability are drawn from."""


@frozen
class GeneratedCompletion:
    """The tokens that complete a prompt."""

    tokens: tuple[int, ...]
    """With the token that has ended the completion, if one has."""
    log_probs: tuple[float, ...]
    """The log-probability with which each token was drawn: at the temperature, and among those of `top_p`.

    Where the likeliest token is taken, it is the model's own log-probability.
    """
    stop_reason: StopReason


@frozen
class Computation:
    """How a stage computes without gradients: when it generates and when it evaluates."""

    precision: Precision = "float32"
    batch_size: int | None = None
    """Sequences that go through the network at once; by default all."""
    report: Callable[[int], None] | None = field(default=None, eq=False)
    """Called after each batch with the number of its sequences, for a progress bar."""

    def tell(self, sequences: int) -> None:
        """Report so many more sequences."""
        if self.report is not None:
            self.report(sequences)
