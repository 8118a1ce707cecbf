"""What datasets hold: demonstrations, preferences and tasks. Values without tensors or tokens."""

from __future__ import annotations

from typing import TypeAlias, Union

from attrs import frozen


@frozen
class Message:
    """One turn of a conversation."""

    role: str
    """`system`, `user` or `assistant`, or what else the model's chat template knows."""
    content: str


Prompt: TypeAlias = Union[str, "tuple[Message, ...]"]
"""Plain text, or a conversation for the model's chat template to render."""


@frozen
class Demonstration:
    """A prompt with one good completion: what supervised fine-tuning learns from."""

    prompt: Prompt
    completion: str


@frozen
class Preference:
    """A prompt with two completions, of which the first is preferred: what DPO learns from."""

    prompt: Prompt
    chosen: str
    rejected: str


@frozen
class Task:
    """A prompt with the answer by which a completion is judged: what PPO and GRPO learn from."""

    prompt: Prompt
    answer: str


@frozen
class Split:
    """One part of a dataset, held in memory. Any kind of example may be missing."""

    demonstrations: tuple[Demonstration, ...] = ()
    preferences: tuple[Preference, ...] = ()
    tasks: tuple[Task, ...] = ()
