"""A Hugging Face folder like MedGemma's, but tiny and with random weights (torch, transformers)."""
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Regex, Tokenizer, models, pre_tokenizers
from transformers import (Gemma3Config, Gemma3ForConditionalGeneration, Gemma3TextConfig, PreTrainedTokenizerFast,
                          SiglipVisionConfig)
from transformers.models.gemma3.image_processing_pil_gemma3 import Gemma3ImageProcessorPil
from transformers.models.gemma3.processing_gemma3 import Gemma3Processor

import language

IMAGE_TOKENS = 4
WORDS = 114
# Gemma's template for one turn
CHAT = ("{{ bos_token }}{% for m in messages %}<start_of_turn>{{ m.role }}\n{% for part in m.content %}"
        "{% if part.type == 'image' %}<boi>{% else %}{{ part.text | trim }}{% endif %}{% endfor %}"
        "<end_of_turn>\n{% endfor %}{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}")


def tokenizer():
    """A tokenizer with one token for each letter, and Gemma's ids for the tokens that language.py knows by id."""
    known = {"<pad>": 0, "<eos>": 1, "<bos>": language.BEGIN, "<unk>": 3, "<start_of_turn>": language.TURN,
             "<end_of_turn>": language.TURN_END, "\n": language.LINE_END, "<boi>": 111, "<eoi>": 112, "<image>": 113}
    others = iter([*map(chr, range(32, 127)), *(f"<unused{number}>" for number in range(WORDS))])
    known |= {next(others): number for number in range(WORDS) if number not in known.values()}
    made = Tokenizer(models.WordLevel(known, "<unk>"))
    made.add_special_tokens(["<start_of_turn>", "<end_of_turn>"])
    made.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    return PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="<pad>", eos_token="<eos>", bos_token="<bos>", unk_token="<unk>",
        extra_special_tokens={"boi_token": "<boi>", "eoi_token": "<eoi>", "image_token": "<image>"})


def folder(path):
    """Writes the folder."""
    torch.manual_seed(0)
    model = Gemma3ForConditionalGeneration(Gemma3Config(
        text_config=Gemma3TextConfig(
            vocab_size=WORDS, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, head_dim=16, query_pre_attn_scalar=16, sliding_window=8,
            layer_types=["sliding_attention", "full_attention"]),
        vision_config=SiglipVisionConfig(
            hidden_size=16, intermediate_size=24, num_hidden_layers=1, num_attention_heads=2, image_size=56,
            patch_size=14),
        mm_tokens_per_image=IMAGE_TOKENS, boi_token_index=111, eoi_token_index=112, image_token_index=113))
    with torch.no_grad():
        # the default start value is zero, so images would have no effect
        model.model.multi_modal_projector.mm_input_projection_weight.normal_(std=.5)
    model.save_pretrained(path)
    # names as in published folders; the values fit 8 bits of fraction, as theirs do
    weights = {name.replace("vision_tower.", "vision_tower.vision_model."): tensor.bfloat16().float()
               for name, tensor in load_file(path / "model.safetensors").items()}
    save_file(weights, path / "model.safetensors", {"format": "pt"})
    Gemma3Processor(Gemma3ImageProcessorPil(size={"height": 56, "width": 56}), tokenizer(), chat_template=CHAT,
                    image_seq_length=IMAGE_TOKENS).save_pretrained(path)
