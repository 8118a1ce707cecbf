"""Small tokenizers of four model families: their special tokens, and chat templates of their form.

The vocabulary is trained here, so that tokens are several characters long as in a real one; a template's
marks and ends are the family's.
"""

from __future__ import annotations

from string import ascii_letters
from typing import Protocol, cast

from attrs import frozen
from tokenizers import AddedToken, Tokenizer
from tokenizers.decoders import ByteLevel as ByteLevelDecoder
from tokenizers.decoders import Metaspace as MetaspaceDecoder
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel, Metaspace
from tokenizers.processors import TemplateProcessing
from tokenizers.trainers import BpeTrainer
from transformers import PreTrainedTokenizerFast

TEXT = [
    "What is the sum of two and two? The sum of two and two is four.",
    "The sky is blue, and the grass is green. I think that it is so.",
    "user assistant model system tool\n\nuser\nassistant\nsystem\n",
    '{"name": "add", "arguments": {"a": 2, "b": 2}} {"type": "function"}',
]

LLAMA = r"""{{ bos_token }}
{%- for message in messages %}
    {{- '<|start_header_id|>' + message.role + '<|end_header_id|>\n\n' }}
    {{- message.content | trim + '<|eot_id|>' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}
{%- endif %}"""

CHATML = r"""{%- if tools %}
    {{- '<|im_start|>system\nTools:' }}
    {%- for tool in tools %}{{- '\n' + tool | tojson }}{%- endfor %}
    {{- '<|im_end|>\n' }}
{%- endif %}
{%- for message in messages %}
    {{- '<|im_start|>' + message.role + '\n' }}
    {%- if message.content is string %}
        {{- message.content }}
    {%- else %}
        {%- for part in message.content or [] %}{{- part.text }}{%- endfor %}
    {%- endif %}
    {%- for call in message.tool_calls or [] %}
        {{- '<tool_call>' + call.function | tojson + '</tool_call>' }}
    {%- endfor %}
    {{- '<|im_end|>\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|im_start|>assistant\n' }}{%- endif %}"""

GEMMA = r"""{{ bos_token }}
{%- if messages[0].role == 'system' %}{{- raise_exception('there is no system role') }}{%- endif %}
{%- for message in messages %}
    {%- if (message.role == 'user') != (loop.index0 % 2 == 0) %}
        {{- raise_exception('roles must alternate') }}
    {%- endif %}
    {%- set role = 'model' if message.role == 'assistant' else message.role %}
    {{- '<start_of_turn>' + role + '\n' + message.content | trim + '<end_of_turn>\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<start_of_turn>model\n' }}{%- endif %}"""

MISTRAL = r"""{{ bos_token }}
{%- for message in messages %}
    {%- if message.role == 'user' %}
        {{- '[INST] ' + message.content + ' [/INST]' }}
    {%- else %}
        {{- ' ' + message.content + eos_token }}
    {%- endif %}
{%- endfor %}"""


@frozen
class Family:
    """What differs among the tokenizers."""

    bos: str | None
    eos: str
    others: tuple[str, ...]
    template: str
    end: str
    """The token that ends the assistant's turn."""
    is_metaspace: bool = False
    """Whether a space comes before any text, and spaces are characters, as in SentencePiece."""


FAMILIES = {
    "llama": Family(
        "<|begin_of_text|>",
        "<|end_of_text|>",
        ("<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>"),
        LLAMA,
        "<|eot_id|>",
    ),
    "chatml": Family(None, "<|endoftext|>", ("<|im_start|>", "<|im_end|>"), CHATML, "<|im_end|>"),
    "gemma": Family("<bos>", "<eos>", ("<start_of_turn>", "<end_of_turn>"), GEMMA, "<end_of_turn>"),
    "mistral": Family("<s>", "</s>", ("[INST]", "[/INST]"), MISTRAL, "</s>", is_metaspace=True),
}
_PADDING, _UNKNOWN = "<pad>", "<unk>"


class _Fast(Protocol):
    def __call__(self, **parts: object) -> PreTrainedTokenizerFast: ...


def tokenizer(name: str) -> PreTrainedTokenizerFast:
    """Return a new tokenizer of a family, which puts its BOS before a text, if it has one."""
    family = FAMILIES[name]
    bare = _trained(family)
    own = {"bos_token": family.bos, "eos_token": family.eos}
    if family.bos is not None:
        begin = (family.bos, bare.token_to_id(family.bos))
        bare.post_processor = TemplateProcessing(single=f"{family.bos} $A", special_tokens=[begin])
    made = cast("_Fast", PreTrainedTokenizerFast)(
        tokenizer_object=bare, pad_token=_PADDING, unk_token=_UNKNOWN, **own
    )
    made.chat_template = family.template
    return made


def _trained(family: Family) -> Tokenizer:
    """Return a tokenizer with a vocabulary of the texts above, and nothing that it puts around a text."""
    bare = Tokenizer(BPE(unk_token=_UNKNOWN))
    if family.is_metaspace:
        bare.pre_tokenizer, bare.decoder = Metaspace(prepend_scheme="first"), MetaspaceDecoder()
    else:
        bare.pre_tokenizer, bare.decoder = ByteLevel(add_prefix_space=False), ByteLevelDecoder()
    special = [_PADDING, _UNKNOWN, *filter(None, (family.bos, family.eos)), *family.others]
    trainer = BpeTrainer(
        vocab_size=400,
        special_tokens=[
            AddedToken(token, special=True, normalized=False) for token in dict.fromkeys(special)
        ],
        initial_alphabet=[*ascii_letters] if family.is_metaspace else ByteLevel.alphabet(),
        show_progress=False,
    )
    bare.train_from_iterator(TEXT, trainer)
    return bare
