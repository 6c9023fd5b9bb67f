"""Makes the files in tests/golden once: a tiny Gemma 3 with vision, a LoRA by PEFT, and what transformers answers.

    python3 model/tests/golden.py

Needs requirements-train.txt. The weights are random. The tokenizer is a real sentencepiece model, of a few sentences.
"""
import io
import json
import shutil
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent
OUT = TESTS / "golden"
sys.path.insert(0, str(TESTS.parent))

import numpy as np
import sentencepiece
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from PIL import Image
from safetensors.torch import load_file, save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers
from transformers import (AutoModelForImageTextToText, AutoProcessor, Gemma3Config, Gemma3ForConditionalGeneration,
                          Gemma3TextConfig, PreTrainedTokenizerFast, SiglipVisionConfig)
from transformers.models.gemma3.image_processing_pil_gemma3 import Gemma3ImageProcessorPil
from transformers.models.gemma3.processing_gemma3 import Gemma3Processor

import adapt
import converter

WORDS, SIDE, IMAGE_TOKENS, TOKENS, NEAR = 384, 56, 4, 8, 5
# one with which the first and the second token are never nearly equal, and an answer has several tokens
SEED = 370
# beginning, end and place of an image, as llama.cpp and transformers name them
MARKS = {"boi_token": "<start_of_image>", "eoi_token": "<end_of_image>", "image_token": "<image_soft_token>"}
SPECIAL = ["<start_of_turn>", "<end_of_turn>", *MARKS.values()]
SENTENCES = """The heart is normal in size. The lungs are clear. There is a small left pleural effusion.
No pneumothorax is seen. There is no focal consolidation. A right lower lobe opacity is present.
The mediastinal contours are within normal limits. Mild cardiomegaly is unchanged. The claim is supported.
The claim is uncertain. The claim needs review because the report does not mention it.""".splitlines()
# Gemma's template for turns
CHAT = ("{{ bos_token }}{% for m in messages %}{{ '<start_of_turn>' + ('model' if m.role == 'assistant' else m.role) + '\n' }}"
        "{% if m.content is string %}{{ m.content | trim }}{% else %}{% for part in m.content %}"
        "{% if part.type == 'image' %}{{ '<start_of_image>' }}{% else %}{{ part.text | trim }}{% endif %}{% endfor %}"
        "{% endif %}{{ '<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}")
ASKED = ("Is the left pleural effusion small?", "The heart is normal in size. Is it unchanged, or is mild cardiomegaly present?")
ASKED_OF_IMAGES = "What is seen?"


def sentences():
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES), model_writer=model, model_type="bpe", vocab_size=WORDS, byte_fallback=True,
        pad_id=0, eos_id=1, bos_id=2, unk_id=3, eos_piece="<eos>", bos_piece="<bos>",
        user_defined_symbols=[*SPECIAL, "\n", "\n\n"], add_dummy_prefix=False,
        remove_extra_whitespaces=False, normalization_rule_name="identity", num_threads=1, minloglevel=2)
    return model.getvalue()


def tokenizer(model):
    """The same tokenizer as a fast one of transformers."""
    pieces = [model.id_to_piece(number) for number in range(len(model))]
    ids = {piece: number for number, piece in enumerate(pieces)}
    learnt = [piece for number, piece in enumerate(pieces)
              if not (model.is_control(number) or model.is_unknown(number) or model.is_byte(number)) and piece not in
              [*SPECIAL, "\n", "\n\n"]]
    merges = [(piece[:at], piece[at:]) for piece in learnt for at in range(1, len(piece))
              if piece[:at] in ids and piece[at:] in ids]
    made = Tokenizer(models.BPE(ids, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    made.normalizer = normalizers.Replace(" ", "▁")
    made.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    made.add_special_tokens([AddedToken(token, normalized=False) for token in ["<pad>", "<eos>", "<bos>", "<unk>", *SPECIAL]])
    made.add_tokens([AddedToken("\n", normalized=False), AddedToken("\n\n", normalized=False)])
    return PreTrainedTokenizerFast(tokenizer_object=made, pad_token="<pad>", eos_token="<eos>", bos_token="<bos>",
                                   unk_token="<unk>", extra_special_tokens=MARKS)


def base(path):
    torch.manual_seed(SEED)
    path.mkdir(parents=True)
    (path / "tokenizer.model").write_bytes(sentences())
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(path / "tokenizer.model"))
    words = tokenizer(pieces)
    for text in [*SENTENCES, *ASKED, "\n\nÄ 17 mm"]:
        assert words(text, add_special_tokens=False).input_ids == pieces.encode(text), text
    model = Gemma3ForConditionalGeneration(Gemma3Config(
        text_config=Gemma3TextConfig(
            vocab_size=WORDS, hidden_size=32, intermediate_size=64, num_hidden_layers=6, num_attention_heads=2,
            num_key_value_heads=1, head_dim=32, query_pre_attn_scalar=32, sliding_window=16, max_position_embeddings=512,
            # llama.cpp has this order of layers
            layer_types=["sliding_attention"] * 5 + ["full_attention"],
            rope_parameters={"sliding_attention": {"rope_type": "default", "rope_theta": 10_000.},
                             "full_attention": {"rope_type": "linear", "factor": 8., "rope_theta": 1_000_000.}}),
        vision_config=SiglipVisionConfig(hidden_size=32, intermediate_size=64, num_hidden_layers=2,
                                         num_attention_heads=2, image_size=SIDE, patch_size=14, vision_use_head=False),
        mm_tokens_per_image=IMAGE_TOKENS, eos_token_id=[1, pieces.piece_to_id("<end_of_turn>")],
        **{key.replace("_token", "_token_index"): pieces.piece_to_id(token) for key, token in MARKS.items()}))
    with torch.no_grad():
        for name, weight in model.named_parameters():
            # the usual start is so small that images, and all but the last token, hardly matter
            weight.normal_(2. if "post_" in name and "vision" not in name else 0., .2)
        words_of = model.model.language_model.embed_tokens.weight.normal_(std=.4)
        # no answer has a part of a letter, which the server holds back until the letter is whole
        words_of[[number for number in range(WORDS) if pieces.is_byte(number)]] = 0
    model.bfloat16().save_pretrained(path)
    # names as in published folders
    save_file({name.replace("vision_tower.", "vision_tower.vision_model."): weight
               for name, weight in load_file(path / "model.safetensors").items()}, path / "model.safetensors", {"format": "pt"})
    Gemma3Processor(Gemma3ImageProcessorPil(size={"height": SIDE, "width": SIDE}), words, chat_template=CHAT,
                    image_seq_length=IMAGE_TOKENS).save_pretrained(path)
    # as published folders have it; llama.cpp's converter takes the special tokens from there
    told = json.loads((path / "tokenizer_config.json").read_text())
    told["added_tokens_decoder"] = {str(number): {
        "content": token.content, "lstrip": False, "normalized": False, "rstrip": False, "single_word": False,
        "special": token.special} for number, token in sorted(words.added_tokens_decoder.items())}
    (path / "tokenizer_config.json").write_text(json.dumps(told, indent=2) + "\n")


def read(path):
    return AutoModelForImageTextToText.from_pretrained(path, dtype=torch.float32, attn_implementation="eager").eval()


def lora(path):
    """The model card's kind of LoRA, which also reaches the vision tower's q_proj and v_proj, with other ranks and
    scales for some modules."""
    torch.manual_seed(SEED + 1)
    model = get_peft_model(read(OUT / "base"), LoraConfig(
        r=8, lora_alpha=16, target_modules=["q_proj", "v_proj"], lora_dropout=.05, task_type="CAUSAL_LM",
        rank_pattern={r"layers\.0\.self_attn\.q_proj": 2}, alpha_pattern={r"language_model\.layers\.1\.self_attn\.v_proj": 32}))
    model.peft_config["default"].base_model_name_or_path = "tiny-gemma3"
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if ".lora_" in name:
                weight.normal_(std=.2)
    model.save_pretrained(path)
    (path / "README.md").unlink()


def pictures(path):
    """Two images of the model's size, so that no one scales them."""
    random = np.random.default_rng(0)
    files = []
    for name, low in {"dark": 0, "light": 180}.items():
        files.append(path / f"{name}.png")
        pixels = np.kron(random.integers(low, low + 76, (7, 7)), np.ones((8, 8))).astype(np.uint8)
        Image.fromarray(pixels, "L").convert("RGB").save(files[-1])
    return files


def answer(model, inputs):
    """The tokens with the highest probability one after the other, and at each place the log-probabilities of the
    NEAR likeliest: [[token, log-probability], ...]."""
    with torch.no_grad():
        out = model.generate(**inputs, max_new_tokens=TOKENS, min_new_tokens=TOKENS, do_sample=False,
                             output_logits=True, return_dict_in_generate=True)
    near = []
    for logits in out.logits:
        values, ids = logits[0].log_softmax(-1).topk(NEAR)
        near.append([[token, round(value, 4)] for token, value in zip(ids.tolist(), values.tolist())])
    return out.sequences[0, inputs["input_ids"].shape[1]:].tolist(), near


def answers(files):
    processor, plain = AutoProcessor.from_pretrained(OUT / "base"), read(OUT / "base")
    adapted = PeftModel.from_pretrained(read(OUT / "base"), OUT / "adapter").eval()
    found = []
    for text, file in [(text, None) for text in ASKED] + [(ASKED_OF_IMAGES, file) for file in files]:
        content = [{"type": "image"}] * bool(file) + [{"type": "text", "text": text}]
        prompt = processor.apply_chat_template([{"role": "user", "content": content}], add_generation_prompt=True)
        inputs = processor(text=prompt, images=[Image.open(file)] if file else None, add_special_tokens=False,
                           return_tensors="pt")
        tokens, near = answer(adapted, inputs)
        without, _ = answer(plain, inputs)
        found.append({"asked": text, "image": file and file.name, "prompt": prompt,
                      "prompt_tokens": inputs["input_ids"].shape[1], "tokens": tokens, "near": near, "tokens_of_base": without})
    return found


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    base(OUT / "base")
    lora(OUT / "adapter")
    merged = PeftModel.from_pretrained(read(OUT / "base"), OUT / "adapter").merge_and_unload(safe_merge=True)
    before = read(OUT / "base").state_dict()
    save_file({adapt.plain(name): weight.contiguous() for name, weight in merged.state_dict().items()
               if not torch.equal(weight, before[name])}, OUT / "merged.safetensors")
    found = answers(pictures(OUT))
    (OUT / "answers.json").write_text(json.dumps(found, indent=1) + "\n")
    adapt.make(OUT / "base", OUT / "adapter", OUT / "model", "bf16", converter.folder_of_cache())
    for file in OUT.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)


if __name__ == "__main__":
    main()
