"""Merges a LoRA, trained by train.py on a Hugging Face folder, into that folder's weights.

    python3 model/merge_hf.py --base medgemma --adapter OUT --out merged

OUT is train.py's folder with PEFT's files. The result is a Hugging Face folder: all weights have the base's
type, and tokenizer and processor are unchanged copies of the base's.
"""
import argparse
import shutil
from pathlib import Path

# files that are copied from the base: those that converters and processors read, and the licence
COPIED = ("tokenizer*", "*token*.json", "*processor*.json", "chat_template*", "LICENSE*", "NOTICE*")

WEIGHTS = "adapter_model.safetensors"


def merge(base, adapter, out):
    """base, adapter, out: folders. Raises ValueError if the adapter belongs to another base, or out is not empty."""
    from peft import PeftModel, get_peft_model_state_dict
    from safetensors import safe_open
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForImageTextToText

    if out.exists() and any(out.iterdir()):
        raise ValueError(f"{out} is not empty")
    if not (adapter / WEIGHTS).is_file():
        raise ValueError(f"{adapter} has no PEFT adapter: train.py writes one when the base is a Hugging Face folder")
    sees_images = hasattr(AutoConfig.from_pretrained(base), "vision_config")
    kind = AutoModelForImageTextToText if sees_images else AutoModelForCausalLM
    model = kind.from_pretrained(base, dtype="auto")
    try:
        model = PeftModel.from_pretrained(model, adapter)
    except RuntimeError as e:
        raise ValueError(f"the adapter belongs to another base: {str(e).splitlines()[-1].strip()}") from e
    # PEFT only prints a warning about these
    with safe_open(adapter / WEIGHTS, "pt") as tensors:
        other = set(tensors.keys()) ^ get_peft_model_state_dict(model).keys()
    if other:
        raise ValueError(f"the adapter belongs to another base: only one of them has {sorted(other)[0]}")
    # safe: refuses weights that are not numbers
    model.merge_and_unload(safe_merge=True).save_pretrained(out)
    for pattern in COPIED:
        for file in base.glob(pattern):
            shutil.copyfile(file, out / file.name)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True, type=Path, help="the Hugging Face folder that the adapter was trained on")
    parser.add_argument("--adapter", required=True, type=Path, help="train.py's folder")
    parser.add_argument("--out", required=True, type=Path, help="a new or empty folder")
    options = parser.parse_args()
    try:
        merge(options.base, options.adapter, options.out)
    except ValueError as e:
        parser.error(str(e))


if __name__ == "__main__":
    main()
