"""Packs the rows of a batch into one sequence: first their common token prefix, then the rest of each row.

The rest of a row attends to the prefix and to itself, as if the row were alone. Its positions continue
those of the prefix. Gradients of all rows flow through the prefix.
"""
from dataclasses import dataclass

import torch
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, sdpa_mask
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

NAME = "packed"
# placeholder of an image token; its embedding is replaced
IMAGE = -1


@dataclass
class Sequence:
    """Token ids of a prompt and its answer, as they are in the model's context."""
    prompt: list
    answer: list

    def ids(self):
        return self.prompt + self.answer

    def __len__(self):
        return len(self.prompt) + len(self.answer)


def shared_prefix(sequences):
    """Length of the common prefix of all prompts. It excludes the last token of each prompt and ends before an image."""
    longest = min(len(sequence.prompt) for sequence in sequences) - 1
    first = sequences[0].prompt
    for at in range(longest):
        if first[at] == IMAGE or any(sequence.prompt[at] != first[at] for sequence in sequences):
            return at
    return longest


def sees(sequence, reach):
    """Which token attends to which, [tokens, tokens] of bool.

    reach: how many tokens back; None for no limit. The tokens of one image attend to each other; every other
    token attends to what is before it alone, as in llama.cpp and transformers.
    """
    ids = torch.tensor(sequence.ids())
    at = torch.arange(len(ids))
    rows, columns = at[:, None], at[None, :]
    is_image = ids == IMAGE
    begins = is_image.clone()
    begins[1:] &= ~is_image[:-1]
    image = torch.where(is_image, begins.cumsum(0), 0)
    seen = (columns <= rows) | ((image[:, None] == image[None, :]) & is_image[:, None])
    if reach is not None:
        seen &= rows - columns <= reach
    return seen


class Packed:
    """The attention mask of a packed batch for one kind of layer."""

    def __init__(self, sequences, prefix, reach, dtype, device):
        self.prefix = prefix
        self.parts = []
        if prefix:
            seen = sees(Sequence(sequences[0].prompt[:prefix], []), reach)
            self.parts.append((0, prefix, _bias(seen, dtype, device)))
        begin = prefix
        for sequence in sequences:
            end = begin + len(sequence) - prefix
            self.parts.append((begin, end, _bias(sees(sequence, reach)[prefix:], dtype, device)))
            begin = end


def _bias(seen, dtype, device):
    return torch.zeros(seen.shape, dtype=dtype).masked_fill(~seen, torch.finfo(dtype).min).to(device)


def attention(module, query, key, value, attention_mask, scaling=None, **more):
    """Scaled dot-product attention; computed in parts when the mask is a Packed. Shapes as in transformers."""
    if not isinstance(attention_mask, Packed):
        return sdpa_attention_forward(module, query, key, value, attention_mask, scaling=scaling, **more)
    heads, groups, width = query.shape[1], key.shape[1], query.shape[3]
    query, key, value = query[0], key[0], value[0]
    prefix, out = attention_mask.prefix, []
    for begin, end, bias in attention_mask.parts:
        own = slice(begin, end)
        if begin and prefix:
            keys, values = (torch.cat((x[:, :prefix], x[:, own]), 1) for x in (key, value))
        else:
            keys, values = key[:, own], value[:, own]
        # heads with the same key are computed in one product
        asked = (query[:, own] * scaling).reshape(groups, -1, width)
        scores = (asked @ keys.transpose(1, 2)).view(heads, end - begin, -1) + bias
        weights = scores.softmax(-1, dtype=torch.float32).to(values.dtype)
        out.append((weights.view(groups, -1, weights.shape[-1]) @ values).view(heads, end - begin, width))
    return torch.cat(out, 1).transpose(0, 1)[None], None


ALL_ATTENTION_FUNCTIONS.register(NAME, attention)
ALL_MASK_ATTENTION_FUNCTIONS.register(NAME, sdpa_mask)
