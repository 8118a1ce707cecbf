"""Chat templates: what they mark, tools and parts, and conversations that they can't render for training."""

from __future__ import annotations

from importlib.resources import files

import pytest
from transformers import PreTrainedTokenizerFast

from posttrain.chat.spans import opened
from posttrain.chat.tokens import Encoded, encode, prompt_ids, stop_ids
from posttrain.columns import Columns
from posttrain.errors import ChatTemplateError, EmptyPromptError
from posttrain.example import Conversation, Message, ToolCall
from tests.posttrain.tiny import model

from .families import CHATML, FAMILIES, tokenizer
from .test_families import Turn, applied, applied_ids, learnt

USER, ANSWER = Message("user", "2+2?"), Message("assistant", "4")
ASKED = Conversation((USER,))
TURNS: list[Turn] = [{"role": "user", "content": "2+2?"}, {"role": "assistant", "content": "4"}]
TOOL: Turn = {"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}
CALL = Message("assistant", None, (ToolCall("add", {"a": [2, 2]}),))
RESULT = Message("tool", "4", name="add")
ENDS = {
    "cohere": "<|END_OF_TURN_TOKEN|>",
    "gemma": "<end_of_turn>",
    "gemma3": "<end_of_turn>",
    "llama3": "<|eot_id|>",
    "llama3_2": "<|eot_id|>",
    "lfm2": "<|im_end|>",
    "phi3": "<|end|>",
    "qwen2_5": "<|im_end|>",
    "qwen3": "<|im_end|>",
}
"""Chat templates of models, as TRL has them, and the token that ends the assistant's turn."""


def templated(template: str, name: str = "chatml") -> PreTrainedTokenizerFast:
    """Return a family's tokenizer with another chat template."""
    made = tokenizer(name)
    made.chat_template = template
    return made


def real(name: str, variant: str = "") -> PreTrainedTokenizerFast:
    """Return a tokenizer with the chat template of a model."""
    text = (files("trl") / f"chat_templates/{name}{variant}.jinja").read_text(encoding="utf-8")
    made = templated(text, "llama")
    made.add_tokens(ENDS.get(name, "<|im_end|>"), special_tokens=True)
    return made


@pytest.mark.parametrize("name", ENDS)
def test_real_templates(name: str) -> None:
    """With the templates of models, tokens are those of `apply_chat_template`, and the prompt begins them."""
    made = real(name)
    found = encode(made, ASKED, (ANSWER,))

    assert applied_ids(made, TURNS) == found.ids
    assert applied_ids(made, TURNS[:1], opens=True) == prompt_ids(made, ASKED) == found.ids[: found.prompt]
    assert ENDS[name] == made.convert_ids_to_tokens(stop_ids(made)[0])


@pytest.mark.parametrize("name", [name for name in ENDS if name != "qwen3"])
def test_real_turns(name: str) -> None:
    """With the templates of models, each of the assistant's turns is learnt with its end."""
    made = real(name)
    found = encode(made, ASKED, (ANSWER, USER, Message("assistant", "5")))
    texts = learnt(made, found).split(ENDS[name])

    assert applied_ids(made, [*TURNS, TURNS[0], {"role": "assistant", "content": "5"}]) == found.ids
    assert ["4", "5", ""] == [text.replace("<|end_of_text|>", "").strip() for text in texts]


@pytest.mark.parametrize("name", ["gemma", "llama3", "phi3", "qwen2_5", "qwen3"])
def test_generation_blocks(name: str) -> None:
    """If a template marks the assistant's text, that is learnt, in every turn."""
    made = real(name, "_training")
    twice = applied(made, TURNS * 2, return_assistant_tokens_mask=True)
    found = encode(made, ASKED, (ANSWER, USER, ANSWER))

    assert (twice["input_ids"], twice["assistant_masks"]) == (found.ids, found.learnt)


def test_types_of_arguments() -> None:
    """Conversations that differ in the type of a value alone have tokens of their own."""
    made = tokenizer("chatml")
    texts = [
        made.decode(
            [*encode(made, ASKED, (Message("assistant", None, (ToolCall("add", {"a": value}),)),)).ids]
        )
        for value in (1, True, 1.0)
    ]

    assert [True] * 3 == [
        f'{{"a": {shown}}}' in text for shown, text in zip(("1", "true", "1.0"), texts, strict=True)
    ]


def test_long_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tokenizer doesn't warn of a text beyond its model's context, whose length is checked elsewhere."""
    made, warned = tokenizer("chatml"), list[str]()
    made.model_max_length = 2
    monkeypatch.setattr("transformers.tokenization_utils_base.logger.warning", warned.append)
    encode(made, "What is the sum of two and two?", "four")

    assert [] == warned


def test_marked_turn() -> None:
    """Of the texts that a template marks, those of the prompt aren't learnt."""
    made = real("llama3", "_training")
    found = encode(made, Conversation((USER, ANSWER, USER)), (Message("assistant", "5"),))

    assert "5<|eot_id|>" == learnt(made, found)


def test_unlearnt_marks() -> None:
    """Of a turn that isn't learnt, the text that the template marks isn't, either."""
    completion = (Message("assistant", "5", is_learnt=False), USER, ANSWER)

    assert "4<|eot_id|>" == learnt(
        real("llama3", "_training"), encode(real("llama3", "_training"), ASKED, completion)
    )
    with pytest.raises(ChatTemplateError, match="it has 3 generation blocks for 2 turns of the assistant"):
        encode(real("phi3", "_training"), ASKED, completion)


def test_tools() -> None:
    """Tools, calls and results are rendered as `apply_chat_template` does with `tools`."""
    made = tokenizer("chatml")
    asked = Conversation((USER,), (Columns(TOOL),))
    call = {"type": "function", "function": {"name": "add", "arguments": {"a": [2, 2]}}}
    turns: list[Turn] = [
        TURNS[0],
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "content": "4", "name": "add"},
        TURNS[1],
    ]
    found = encode(made, asked, (CALL, RESULT, ANSWER))
    theirs = applied(made, turns, tools=[TOOL])

    assert theirs["input_ids"] == found.ids
    assert (
        '<tool_call>{"name": "add", "arguments": {"a": [2, 2]}}</tool_call><|im_end|>\n4<|im_end|>\n'
        == learnt(made, found)
    )


def demonstrated(made: PreTrainedTokenizerFast, asked: Conversation) -> object:
    """Return the tokens of a prompt with an answer."""
    return encode(made, asked, "4")


@pytest.mark.parametrize(
    "asked", [Conversation((USER,), (Columns(TOOL),)), Conversation((USER, CALL, RESULT))]
)
def test_no_place_for_tools(asked: Conversation) -> None:
    """A template that leaves tools or calls out is refused."""
    made = templated(
        FAMILIES["llama"].template.replace("message.content", "(message.content or '')"), "llama"
    )
    for use in (prompt_ids, demonstrated):
        with pytest.raises(ChatTemplateError) as caught:
            use(made, asked)
        assert caught.value.reason == "it leaves out the functions of tools: 'add' aren't in its text"


def test_no_template_for_tools() -> None:
    """For a model without a template, it is said that it can be given one."""
    made = tokenizer("chatml")
    made.chat_template = None
    with pytest.raises(ChatTemplateError) as caught:
        encode(made, Conversation((USER,), (Columns(TOOL),)), "4")

    assert caught.value.reason.endswith(
        "; it is the plain one, as the model has none: set `chat_template` of the model to a file"
    )


def test_options() -> None:
    """A conversation can set variables of the template."""
    made = templated("{{ 'brief: ' if brief }}" + CHATML)

    assert opened(made, Conversation((USER,), options={"brief": True})) == "brief: " + opened(made, ASKED)


def test_parts() -> None:
    """Content of several parts is the template's to join; one that prints the list is refused."""
    asked = Conversation((Message("user", ("2+", "2?")),))

    assert opened(tokenizer("chatml"), ASKED) == opened(tokenizer("chatml"), asked)
    with pytest.raises(
        ChatTemplateError, match="it shows text only, and a message has content of several parts"
    ):
        opened(tokenizer("gemma"), asked)


def test_failing_parts() -> None:
    """The same is said of a template that fails at a list, as one that adds text to it does."""
    made = templated("{% for message in messages %}{{ message.role + message.content }}{% endfor %}")
    with pytest.raises(ChatTemplateError) as caught:
        opened(made, Conversation((Message("user", ("2+", "2?")),)))

    assert caught.value.reason == "it shows text only, and a message has content of several parts"


def test_reasoning() -> None:
    """The assistant's thoughts are given to the template."""
    made = real("qwen3")
    found = encode(made, ASKED, (Message("assistant", "4", reasoning="Twice two."),))

    assert "<think>\nTwice two.\n</think>\n\n4" in learnt(made, found)


def test_changing_beginning() -> None:
    """A template that renders a turn differently when others follow can't say what is learnt of it.

    The last turn can be learnt by itself, or a template with marks used.
    """
    made = real("qwen3")
    with pytest.raises(ChatTemplateError) as caught:
        encode(made, ASKED, (ANSWER, USER, ANSWER))
    error = caught.value

    assert ("user: 2+2?", 4) == (error.first, error.messages)
    assert "the first 2 of 4 messages differently" in error.reason
    assert "4" in learnt(made, encode(made, Conversation((USER, ANSWER, USER)), (ANSWER,)))


def test_other_opening() -> None:
    """A template that opens the assistant's turn with other text than it has when it is there is refused."""
    with pytest.raises(ChatTemplateError) as caught:
        encode(real("deepseekv3"), ASKED, (ANSWER,))

    assert "it opens the assistant's turn with '<think>\\n', and a turn that is there otherwise" in str(
        caught.value
    )


def test_failing_template() -> None:
    """What a template says when it fails is in the error, with the conversation."""
    with pytest.raises(ChatTemplateError) as caught:
        encode(tokenizer("gemma"), Conversation((Message("system", "x" * 100), USER)), "4")

    assert (
        "the model's chat template can't be used for the conversation of 3 messages that begins with "
        f"'system: {'x' * 52}...': it can't render the conversation: there is no system role"
        == str(caught.value)
    )


def test_no_end() -> None:
    """If a template ends the assistant's turn by no token, the end of text is added, once."""
    made = templated(CHATML.replace("{{- '<|im_end|>\\n' }}", "{{- '\\n' }}"))
    found = encode(made, ASKED, (ANSWER, USER, ANSWER))

    assert "4\n<|endoftext|>" == learnt(made, Encoded(found.ids[-3:], found.learnt[-3:]))
    assert 1 == list(found.ids).count(2)
    assert (2,) == stop_ids(made)


def test_no_template() -> None:
    """A model without a template reads a conversation as a turn a line."""
    made = model().tokenizer
    asked = Conversation((Message("system", "Be brief."), USER))
    found = encode(made, asked, (ANSWER, USER, Message("assistant", "5")))

    assert "system: Be brief.\nuser: 2+2?\nassistant: " == opened(made, asked)
    assert "4</s>5</s>" == made.decode(
        [token for token, one in zip(found.ids, found.learnt, strict=True) if one]
    )
    assert (1,) == stop_ids(made)


def test_across_the_boundary() -> None:
    """If a token would reach from the prompt into the completion, each has the tokens that it has alone."""
    made = tokenizer("chatml")
    joined = made.convert_ids_to_tokens([*encode(made, "The sk", "y is").ids])

    assert ["The", "Ġs", "k", "y", "Ġis", "<|endoftext|>"] == joined
    assert "Ġsky" in made.tokenize("The sky is")


def test_empty_prompt() -> None:
    """A prompt without a token can't be completed; where BOS comes first, there is one."""
    with pytest.raises(EmptyPromptError):
        prompt_ids(tokenizer("chatml"), "")

    assert [tokenizer("llama").bos_token_id] == prompt_ids(tokenizer("llama"), "")


def test_text_then_messages() -> None:
    """Text isn't completed by messages."""
    with pytest.raises(TypeError, match="the completion of a prompt that is text must be text"):
        encode(tokenizer("chatml"), "2+2?", (ANSWER,))
