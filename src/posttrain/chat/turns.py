"""Messages and tools in the form that chat templates take."""

from __future__ import annotations

from posttrain.columns import Columns, thaw
from posttrain.example import Conversation, Message, ToolCall

Turn = dict[str, object]
"""A message for a chat template: `role`, `content` and further keys, none of which is None."""


def turn(message: Message) -> Turn:
    """Return a message for a chat template. What the message doesn't have isn't among the keys.

    >>> turn(Message("user", "2+2?", name="Ann"))
    {'role': 'user', 'content': '2+2?', 'name': 'Ann'}
    """
    content: object = message.content
    if isinstance(content, tuple):
        content = [{"type": "text", "text": part} for part in content]
    keys = {
        "role": message.role,
        "content": content,
        "tool_calls": [_call(call) for call in message.tool_calls] or None,
        "tool_call_id": message.tool_call_id,
        "name": message.name,
        "reasoning_content": message.reasoning,
    }
    return {name: value for name, value in keys.items() if value is not None}


def tools(conversation: Conversation) -> list[Turn] | None:
    """Return the descriptions of the tools for a chat template; None if there are none."""
    found = [{name: thaw(value) for name, value in tool.items()} for tool in conversation.tools]
    return found or None


def function_names(conversation: Conversation) -> set[str]:
    """Return the names of the functions that the conversation describes or calls."""
    described = (tool.get("function", tool) for tool in conversation.tools)
    names = {str(each["name"]) for each in described if isinstance(each, Columns) and "name" in each}
    return names | {call.name for message in conversation.messages for call in message.tool_calls}


def _call(call: ToolCall) -> Turn:
    shown: Turn = {"type": "function", "function": {"name": call.name, "arguments": thaw(call.arguments)}}
    return shown if call.id is None else {**shown, "id": call.id}
