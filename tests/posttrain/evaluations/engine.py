"""A generator that answers from a table, and an evaluation with it."""

from __future__ import annotations

from collections.abc import Sequence

from posttrain.context import EvaluationContext
from posttrain.evaluations.config import HeldOutConfig
from posttrain.generation import Computation, GeneratedCompletion, GenerationRequest, SamplingParameters
from posttrain.measurement import Measurement
from posttrain.registries import EVALUATIONS

WANTED = {"ab": "cd", "e": "x", "fgh": "h"}


class Engine:
    """A generator that answers from a table, and keeps what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[GenerationRequest, SamplingParameters, Computation]] = []
        self.updates = 0

    def update_weights(self) -> None:
        self.updates += 1

    def generate(
        self, requests: Sequence[GenerationRequest], parameters: SamplingParameters, computation: Computation
    ) -> list[GeneratedCompletion]:
        self.asked += [(request, parameters, computation) for request in requests]
        return [self.answer(request, number) for request in requests for number in range(len(request.seeds))]

    def answer(self, request: GenerationRequest, number: int) -> GeneratedCompletion:
        """Return the answer that is wanted, with one more letter for each completion before."""
        prompt = bytes(token - 3 for token in request.prompt).decode()
        tokens = tuple(byte + 3 for byte in (WANTED[prompt] + "z" * number).encode())
        return GeneratedCompletion((*tokens, 1), (0.0,) * (len(tokens) + 1), "stop")


def measured(config: HeldOutConfig, there: EvaluationContext) -> Measurement:
    """Return what the evaluation measures."""
    return EVALUATIONS.build("held_out", config, there).evaluate(Computation(), 64)
