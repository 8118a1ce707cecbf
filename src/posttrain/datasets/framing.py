"""Prompts of plain text as messages of a conversation, and system messages for conversations without one."""

from __future__ import annotations

from attrs import evolve

from posttrain.datasets.config import FilesConfig
from posttrain.datasets.layouts import Example
from posttrain.example import Conversation, Message, Preference, Prompt


def framed(example: Example, config: FilesConfig, *, has_prompt: bool) -> Example:
    """Return the example as the settings `chat` and `system` say.

    `has_prompt` is False if the prompt of the row was no column of its own. Raises ValueError for a prompt
    that can't be the user's message, and for one of text that would have to have a system message.
    """
    if config.chat and isinstance(example, Preference) and not has_prompt and isinstance(example.prompt, str):
        raise ValueError("with `chat`, a preference of text needs a column 'prompt' for the user's message")
    prompt = _framed(example.prompt, config)
    return example if prompt is example.prompt else evolve(example, prompt=prompt)


def _framed(prompt: Prompt, config: FilesConfig) -> Prompt:
    if isinstance(prompt, str):
        if not config.chat and config.system is None:
            return prompt
        if not config.chat:
            raise ValueError("a text has no system message; to read it as a conversation, write chat: true")
        if not prompt:
            raise ValueError("with `chat`, an example needs a prompt for the user's message")
        prompt = Conversation((Message("user", prompt),))
    if config.system is None or prompt.messages[0].role in ("system", "developer"):
        return prompt
    return evolve(prompt, messages=(Message("system", config.system), *prompt.messages))
