"""A completion of a task, as rewards judge it."""

from __future__ import annotations

from attrs import frozen

from posttrain.columns import Columns
from posttrain.example import Conversation, Message, Prompt, Task
from posttrain.generation import StopReason


@frozen
class Attempt:
    """A completion of a task.

    >>> attempt = Attempt(Task("2+2=", {"answer": "4", "level": 1}), "It is 4.")
    >>> attempt.completion, attempt.answer, attempt.columns["level"]
    ('It is 4.', '4', 1)
    >>> [(message.role, message.content) for message in attempt.messages]
    [('user', '2+2='), ('assistant', 'It is 4.')]
    """

    task: Task
    completion: str
    """As text, without special tokens."""
    tokens: tuple[int, ...] = ()
    """The completion's token ids, with the token that has ended it."""
    stop_reason: StopReason = "stop"
    """`length` for a completion that was cut off."""

    @property
    def prompt(self) -> Prompt:
        """The task's prompt."""
        return self.task.prompt

    @property
    def columns(self) -> Columns:
        """The further columns of the task's row."""
        return self.task.columns

    @property
    def answer(self) -> str:
        """The column `answer`. Raises ColumnError if it is neither text nor a whole number."""
        return self.task.answer

    @property
    def messages(self) -> tuple[Message, ...]:
        """The conversation, with the completion as the assistant's last turn.

        A prompt that is plain text is taken for the user's turn.
        """
        turns = self.prompt.messages if isinstance(self.prompt, Conversation) else (_asked(self.prompt),)
        return (*turns, Message("assistant", self.completion))


def _asked(prompt: str) -> Message:
    return Message("user", prompt)
