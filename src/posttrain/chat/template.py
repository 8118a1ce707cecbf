"""The model's chat template at work: conversations to text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol, cast

from jinja2 import TemplateError
from transformers import PreTrainedTokenizerBase
from transformers.utils import chat_template_utils

from posttrain.chat.turns import Turn, tools, turn
from posttrain.columns import thaw
from posttrain.errors import ChatTemplateError
from posttrain.example import Conversation, Message

Span = tuple[int, int]
"""Where a piece of a text begins and ends."""

PLAIN = (
    "{% for message in messages %}{{ '' if loop.first else '\n' }}{{ message.role }}: {{ message.content }}"
    "{% if message.role == 'assistant' %}{{ eos_token }}{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}{{ '\n' }}assistant: {% endif %}"
)
"""The template for a model that has none: `role: content`, a turn a line."""
_PROBE = "Yes"
_FAILURES = (TemplateError, TypeError, ValueError, LookupError)
"""The errors that a template may raise."""


class _Render(Protocol):
    def __call__(
        self,
        *,
        conversations: Sequence[Sequence[Turn]],
        tools: Sequence[Turn] | None,
        chat_template: str,
        add_generation_prompt: bool,
        return_assistant_tokens_mask: bool,
        **variables: object,
    ) -> tuple[list[str], list[list[Span]]]: ...


_render = cast("_Render", getattr(chat_template_utils, "render_jinja_template"))  # noqa: B009  # its types are wrong


def template_of(tokenizer: PreTrainedTokenizerBase, conversation: Conversation) -> str:
    """Return the template that renders a conversation: a tokenizer can have another one for tools."""
    if tokenizer.chat_template is None:
        return PLAIN
    has_tools = [dict[str, str]()] if conversation.tools else None
    return str(tokenizer.get_chat_template(None, has_tools))


def rendered(tokenizer: PreTrainedTokenizerBase, conversation: Conversation, *, opens: bool) -> str:
    """Return a conversation as text, at whose end the assistant's turn is opened if `opens`.

    Raises ChatTemplateError if the template fails, or can't show a content that has several parts.
    """
    text, _ = _rendered(tokenizer, conversation, opens=opens, marks=False)
    return text


def marked(tokenizer: PreTrainedTokenizerBase, conversation: Conversation) -> tuple[str, list[Span]]:
    """Return a conversation as text, with the spans that the template encloses in `{% generation %}` blocks.

    Raises what `rendered` does.
    """
    return _rendered(tokenizer, conversation, opens=False, marks=True)


@lru_cache(maxsize=8)
def ending(tokenizer: PreTrainedTokenizerBase, state: str) -> int | None:
    """Return the token with which the chat template ends the assistant's turn; None if no token ends it.

    The answer is kept for a tokenizer in a state: its template and special tokens, which can be set.
    """
    del state
    chat = Conversation((Message("user", _PROBE), Message("assistant", _PROBE)))
    _, _, tail = rendered(tokenizer, chat, opens=False).rpartition(_PROBE)
    special = {*tokenizer.added_tokens_decoder, *tokenizer.all_special_ids}
    found = cast("list[int]", tokenizer(tail, add_special_tokens=False)["input_ids"])
    return next((token for token in found if token in special), None)


def template_error(conversation: Conversation, reason: str) -> ChatTemplateError:
    """Return the error for a template that can't be used for a conversation."""
    first = conversation.messages[0]
    content = first.content if isinstance(first.content, str) else "".join(first.content or ())
    return ChatTemplateError(f"{first.role}: {content}", len(conversation.messages), reason)


def _rendered(
    tokenizer: PreTrainedTokenizerBase, conversation: Conversation, *, opens: bool, marks: bool
) -> tuple[str, list[Span]]:
    if any(isinstance(message.content, tuple) for message in conversation.messages):
        _require_parts(tokenizer, conversation)
    options = cast("dict[str, object]", thaw(conversation.options))
    try:
        [text], spans = _render(
            conversations=[[turn(message) for message in conversation.messages]],
            tools=tools(conversation),
            chat_template=template_of(tokenizer, conversation),
            add_generation_prompt=opens,
            return_assistant_tokens_mask=marks,
            **{**tokenizer.special_tokens_map, **options},
        )
    except _FAILURES as error:
        raise template_error(conversation, f"it can't render the conversation: {error}") from error
    return text, spans[0] if marks else []


def _require_parts(tokenizer: PreTrainedTokenizerBase, conversation: Conversation) -> None:
    """Raise ChatTemplateError if the template takes a list of parts for a text, and prints it as it is."""
    parts: list[object] = [_PROBE, [{"type": "text", "text": _PROBE}]]
    try:
        texts = [
            _render(
                conversations=[[{"role": "user", "content": content}]],
                tools=None,
                chat_template=template_of(tokenizer, conversation),
                add_generation_prompt=False,
                return_assistant_tokens_mask=False,
                **tokenizer.special_tokens_map,
            )
            for content in parts
        ]
    except _FAILURES:  # such as that of adding text and a list
        texts = []
    if not texts or texts[0] != texts[1]:
        raise template_error(conversation, "it shows text only, and a message has content of several parts")
