"""The examples that datasets contain: demonstrations, preferences and tasks, without tensors or tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, TypeVar, cast

from attrs import field, frozen

from posttrain.columns import Columns

X = TypeVar("X")


@frozen
class ToolCall:
    """A function that the assistant asks for, with its arguments."""

    name: str
    arguments: Columns = field(default=Columns(), converter=Columns)
    id: str | None = None
    """The name by which the tool's answer refers to the call."""


@frozen
class Message:
    """One turn of a conversation."""

    role: str
    """`system`, `user`, `assistant` or `tool`, or another role that the model's chat template knows."""
    content: str | tuple[str, ...] | None = None
    """Text, or several parts of text. A message that only calls tools may have none."""
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None
    """In the answer of a tool: the call that it answers."""
    name: str | None = None
    """The author, or the tool whose answer this is."""
    reasoning: str | None = None
    """The assistant's thoughts before its answer, for templates that show them."""
    is_learnt: bool = True
    """Whether a demonstration teaches this turn, if it is the assistant's and part of the completion."""


@frozen
class Conversation:
    """Turns that the model's chat template renders.

    >>> Conversation((Message("user", "2+2?"),)).messages[0].content
    '2+2?'
    """

    messages: tuple[Message, ...]
    tools: tuple[Columns, ...] = ()
    """Descriptions of the functions that the assistant may call, in JSON Schema."""
    options: Columns = field(default=Columns(), converter=Columns)
    """Further variables of the chat template, such as `enable_thinking`."""


Prompt: TypeAlias = str | Conversation
"""Plain text, or a conversation for the model's chat template to render."""
Completion: TypeAlias = str | tuple[Message, ...]
"""Plain text; or the turns that follow the prompt's. After a conversation, text is the assistant's turn."""


@frozen
class Demonstration:
    """A prompt with one good completion, which supervised fine-tuning learns from.

    If the completion has several turns, the assistant's are learnt, and the others are context.
    """

    prompt: Prompt
    completion: Completion
    place: str = field(default="", eq=False, repr=False, kw_only=True)
    """Where it is from, such as `chat.jsonl:7`, for messages. It tells no examples apart."""


@frozen
class Preference:
    """A prompt with two completions, of which the first is preferred, which DPO learns from."""

    prompt: Prompt
    chosen: Completion
    rejected: Completion
    place: str = field(default="", eq=False, repr=False, kw_only=True)
    """Where it is from, such as `chat.jsonl:7`, for messages. It tells no examples apart."""


@frozen
class Task:
    """A prompt with what its completions are judged by, which PPO and GRPO learn from.

    >>> Task("2+2=", {"answer": "4", "level": 1}).answer
    '4'
    """

    prompt: Prompt
    columns: Columns = field(default=Columns(), converter=Columns)
    """The row's further columns, as a reward needs them."""
    place: str = field(default="", eq=False, repr=False, kw_only=True)
    """Where it is from, such as `chat.jsonl:7`, for messages. It tells no examples apart."""

    @property
    def answer(self) -> str:
        """The column `answer`, as text if it is a whole number. Raises ColumnError if it is neither."""
        found = self.columns.get("answer")
        is_whole = isinstance(found, int) and not isinstance(found, bool)
        return str(found) if is_whole else self.columns.require("answer", str)


def _tuple(examples: Iterable[object]) -> tuple[object, ...]:
    return tuple(examples)


def _by_class(examples: Iterable[object]) -> Mapping[type, tuple[object, ...]]:
    groups: dict[type, list[object]] = {}
    for example in examples:
        groups.setdefault(type(example), []).append(example)
    return {kind: tuple(group) for kind, group in groups.items()}


@frozen
class Split:
    """One part of a dataset, held in memory: examples of any kinds, each kind a class.

    A plugin adds a kind of example by a class of its own, which its dataset makes and its algorithm asks for.

    >>> split = Split([Demonstration("2+2=", "4"), Task("3+3=", {"answer": "6"})])
    >>> split.of(Demonstration)
    (Demonstration(prompt='2+2=', completion='4'),)
    >>> split.of(Preference)
    ()
    """

    examples: tuple[object, ...] = field(default=(), converter=_tuple)
    _groups: Mapping[type, tuple[object, ...]] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_groups", _by_class(self.examples))

    @property
    def kinds(self) -> Mapping[type, int]:
        """The number of examples of each class."""
        return {kind: len(group) for kind, group in self._groups.items()}

    @property
    def summary(self) -> str:
        """The number of examples of each class, in words.

        >>> Split([Task("3+3="), Demonstration("2+2=", "4"), Task("4+4=")]).summary
        '2 tasks and 1 demonstration'
        """
        return " and ".join(
            f"{count} {kind.__name__.lower()}{'s'[: count > 1]}" for kind, count in self.kinds.items()
        )

    def of(self, kind: type[X]) -> tuple[X, ...]:
        """Return the examples of a class or of its subclasses, in their order."""
        found = [group for each, group in self._groups.items() if issubclass(each, kind)]
        if len(found) == 1:
            return cast("tuple[X, ...]", found[0])
        return tuple(example for example in self.examples if isinstance(example, kind))
