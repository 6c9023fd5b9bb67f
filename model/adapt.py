"""Makes a model from a Hugging Face folder and a LoRA in PEFT's format, such as the model card's.

    python3 model/adapt.py --base MEDGEMMA --adapter ADAPTER --out models/rtl-medgemma [--quantize q8_0]

OUT gets model.gguf, mmproj.gguf (if the base sees images) and a Modelfile: for `llama-server --models-dir models`,
or `ollama create rtl-medgemma -f models/rtl-medgemma/Modelfile`. The LoRA is merged with numpy, one matrix at a time;
each weight keeps the base's type. llama.cpp's own converter writes the GGUFs; it needs requirements-train.txt.
"""
import argparse
import collections
import json
import math
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "small"))

import converter

WEIGHTS, CONFIG = "adapter_model.safetensors", "adapter_config.json"
INDEX = "model.safetensors.index.json"
# files that are copied from the base: those that converters and processors read, and the licence
COPIED = ("*.json", "*.model", "*.jinja", "*.txt", "LICENSE*", "NOTICE*")
# keys of adapter_config.json that a merge uses, or that matter only in training
READ = {"peft_type", "r", "lora_alpha", "use_rslora", "alpha_pattern", "rank_pattern", "base_model_name_or_path",
        "init_lora_weights", "bias"}
OF_TRAINING = {"task_type", "auto_mapping", "peft_version", "revision", "inference_mode", "target_modules",
               "exclude_modules", "lora_dropout", "layers_to_transform", "layers_pattern", "megatron_core",
               "megatron_config", "qalora_group_size", "runtime_config", "ensure_weight_tying", "eva_config", "unsloth_fixed"}
# other starts change the base's weights, so the adapter does not fit the base as it was published
STARTS = (True, False, None, "gaussian", "orthogonal", "eva")
# parts of a tensor's name that differ between versions of transformers
WRAPPERS = {"base_model", "model", "language_model", "vision_model"}
# the mmproj's matrices: llama.cpp's usual type
EYES = "f16"


def told_by(file):
    """The JSON object in a file. Raises ValueError if it is none."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as e:
        raise ValueError(f"{file} is not JSON: {e}") from e
    if not isinstance(told, dict):
        raise ValueError(f"{file} is not a JSON object")
    return told


def named(base):
    """The name of the base in a folder: by its config.json, by the cache of Hugging Face, or the folder's own."""
    config = base / "config.json"
    told = told_by(config).get("_name_or_path") if config.is_file() else ""
    cached = [part.split("--")[-1] for part in base.resolve().parts if part.startswith("models--")]
    return last(str(told or "")) or (cached or [base.resolve().name])[-1]


def last(name):
    """The last part of a model's name or path."""
    return name.replace("\\", "/").rstrip("/").split("/")[-1]


def check_base(told, base):
    """Raises ValueError if the adapter names another base: one of the same shapes would be merged, and answer wrongly."""
    if told.base and last(told.base).casefold() != named(base).casefold():
        raise ValueError(f"the adapter was trained on {told.base}, and the base in {base} is {named(base)}: give that base, or,"
                         " if it is the same under another name, --any-base")


@dataclass(frozen=True)
class Config:
    """What adapter_config.json says about a merge."""
    base: str
    rank: int
    alpha: float
    root: bool
    ranks: dict
    alphas: dict
    # whether it was trained on some layers only
    some_layers: bool

    @staticmethod
    def read(file):
        """Raises ValueError if the adapter is something else than plain LoRA matrices."""
        if not file.is_file():
            raise ValueError(f"{file} is missing: --adapter is a folder in PEFT's format")
        told = told_by(file)
        if told.get("peft_type") != "LORA":
            raise ValueError(f"{file} describes {told.get('peft_type')}; only LORA can be merged")
        if told.get("bias", "none") != "none":
            raise ValueError(f"{file}: the adapter also trained biases (bias: {told['bias']}), which are not merged")
        if told.get("init_lora_weights", True) not in STARTS:
            raise ValueError(f"{file}: init_lora_weights {told['init_lora_weights']} changes the base's weights; save the"
                             " adapter again as a plain LoRA (PEFT: path_initial_model_for_weight_conversion)")
        # a key that is unknown here may change what the weights mean
        other = [key for key, value in told.items() if value and key not in READ | OF_TRAINING]
        if other:
            raise ValueError(f"{file}: the adapter uses {', '.join(sorted(other))}, which cannot be merged here")
        try:
            return Config(str(told.get("base_model_name_or_path") or ""), int(told["r"]), float(told["lora_alpha"]),
                          bool(told.get("use_rslora")), dict(told.get("rank_pattern") or {}),
                          dict(told.get("alpha_pattern") or {}), bool(told.get("layers_to_transform")))
        except KeyError as e:
            raise ValueError(f"{file} lacks {e.args[0]}") from e
        except (TypeError, ValueError) as e:
            raise ValueError(f"{file}: r, lora_alpha, rank_pattern or alpha_pattern is not what PEFT writes") from e

    def rank_of(self, module):
        return _matching(self.ranks, module, self.rank)

    def scale(self, module):
        """By what B A is multiplied."""
        alpha, rank = _matching(self.alphas, module, self.alpha), self.rank_of(module)
        return alpha / math.sqrt(rank) if self.root else alpha / rank


def _matching(patterns, module, otherwise):
    """The value of the first pattern that matches the module's name, as PEFT chooses it."""
    return next((value for key, value in patterns.items() if re.match(rf"(.*\.)?({key})$", module)), otherwise)


def plain(name):
    """The name of a module or tensor without the parts that differ between versions of transformers."""
    return ".".join(part for part in name.split(".") if part not in WRAPPERS)


def pairs(adapter, config):
    """The names of A and B and the module's name in PEFT, by the plain name of the weight that they change.

    adapter: a TensorFile. Raises ValueError if it holds something else than pairs.
    """
    found = {}
    for name in adapter.names():
        match = re.fullmatch(r"base_model\.model\.(.+)\.lora_([AB])\.weight", name)
        if not match:
            raise ValueError(f"the adapter has {name}, which is not a LoRA matrix of a linear layer, and is not merged")
        module, factor = match.groups()
        found.setdefault(plain(module) + ".weight", {"module": module})[factor] = name
    if not found:
        raise ValueError(f"{adapter.file} has no LoRA matrices")
    for weight, pair in found.items():
        if len(pair) < 3:
            raise ValueError(f"the adapter has only one matrix of the pair for {weight}")
        rank = config.rank_of(pair["module"])
        if adapter.shape(pair["A"])[0] != rank or adapter.shape(pair["B"])[1:] != (rank,):
            raise ValueError(f"the adapter's matrices for {weight} have the shapes {adapter.shape(pair['A'])} and "
                             f"{adapter.shape(pair['B'])}, but its rank is {rank} by {CONFIG}")
    return found


def shards(base):
    """The files with the base's weights. Raises ValueError if one is missing."""
    index = base / INDEX
    names = sorted(set(told_by(index)["weight_map"].values())) if index.is_file() else ["model.safetensors"]
    missing = [name for name in names if not (base / name).is_file()]
    if missing:
        raise ValueError(f"{base / missing[0]} is missing: --base is a Hugging Face folder with safetensors")
    return [base / name for name in names]


def lacking(found, weights):
    """What the adapter changes in some layers but not in all, in words. found: the weights that it changes; weights: all of the base."""
    def kind(weight):
        return re.sub(r"\blayers\.\d+\.", "layers.N.", weight)

    has, of_base = (collections.Counter(map(kind, names)) for names in (found, weights))
    return [f"{name} in {count} of {of_base[name]} layers" for name, count in sorted(has.items()) if count < of_base[name]]


def warn(text):
    print(f"WARNING: {text}", file=sys.stderr, flush=True)


def merge(base, adapter, out):
    """Writes the Hugging Face folder OUT: base + scale B A. base, adapter: folders. Returns the number of its matrices.

    Warns if matrices change nothing, or if some layers have none.

    At most one matrix and its update are in memory. Raises ValueError if the adapter does not fit the base, or OUT is
    not empty.
    """
    from merge import updated
    from tensors import TensorFile

    config = Config.read(adapter / CONFIG)
    if not (adapter / WEIGHTS).is_file():
        raise ValueError(f"{adapter} has no {WEIGHTS}: save the adapter again in this format")
    if out.exists() and any(out.iterdir()):
        raise ValueError(f"{out} is not empty")
    factors = TensorFile(adapter / WEIGHTS)
    found = pairs(factors, config)
    files = [TensorFile(file) for file in shards(base)]
    places = {}
    some = lacking(found, {plain(name) for file in files for name in file.names()})
    if some and not config.some_layers:
        warn(f"the adapter does not change all layers, and does not say why: {', '.join(some)}; it may be cut")
    for file in files:
        for name in file.names():
            if plain(name) in found:
                places.setdefault(plain(name), []).append((file, name))
    for weight, pair in found.items():
        of_base = len(places.get(weight, ()))
        if of_base != 1:
            raise ValueError(f"the adapter belongs to another base: {of_base} weights of the base are {weight}")
        (file, name), = places[weight]
        fits = factors.shape(pair["B"])[0], factors.shape(pair["A"])[1]
        if file.shape(name) != fits:
            raise ValueError(f"the adapter belongs to another base: {name} has the shape {file.shape(name)}, but its LoRA"
                             f" {fits}")
    out.mkdir(parents=True, exist_ok=True)
    for pattern in COPIED:
        for file in base.glob(pattern):
            shutil.copyfile(file, out / file.name)
    idle = 0
    for file in files:
        # types and shapes do not change, so the header stays and only the changed matrices' bytes are replaced
        shutil.copyfile(file.file, out / file.file.name)
        changed = TensorFile(out / file.file.name)
        for weight, pair in found.items():
            holder, name = places[weight][0]
            if holder is file:
                b = factors.read(pair["B"]) * config.scale(pair["module"])
                before = file.read(name)
                changed.write(name, updated(before, factors.read(pair["A"]), b))
                idle += (changed.read(name) == before).all()
    if idle:
        warn(f"{idle} of the adapter's {len(found)} pairs of matrices change nothing: the adapter is empty, or was not trained")
    return len(found)


def check_tokenizer(base):
    """Raises ValueError if llama.cpp's converter would write another tokenizer than the base's, without saying so."""
    if not (base / "tokenizer.model").is_file():
        raise ValueError(f"{base} has no tokenizer.model, from which llama.cpp's converter takes Gemma's words")
    config = base / "tokenizer_config.json"
    if not (config.is_file() and told_by(config).get("added_tokens_decoder")):
        raise ValueError(f"{config} has no added_tokens_decoder, from which llama.cpp's converter takes the marks of turns"
                         " and images; use the folder as it was published")


def sees_images(base):
    return "vision_config" in told_by(base / "config.json")


def make(base, adapter, out, kind, cache, merged=None):
    """Writes the folder OUT with the model's files; merged: a new folder that keeps the merged Hugging Face folder, or None."""
    from create import modelfile

    if out.exists() and any(out.iterdir()):
        raise ValueError(f"{out} is not empty")
    check_tokenizer(base)
    converter.check()
    tool = converter.fetch(cache)
    out.parent.mkdir(parents=True, exist_ok=True)
    # beside OUT, because the merged folder is as large as the base; its name begins with a dot, so no server lists it
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".adapt-") as folder:
        whole = merged or Path(folder) / "merged"
        print(f"merged {merge(base, adapter, whole)} matrices", file=sys.stderr, flush=True)
        part = Path(folder) / out.name
        part.mkdir()
        converter.convert(tool, whole, part / "model.gguf", kind, out.name)
        if sees_images(base):
            converter.convert(tool, whole, part / "mmproj.gguf", EYES, out.name, mmproj=True)
        (part / "Modelfile").write_text(modelfile(part))
        if out.exists():
            out.rmdir()
        # moved at the end, so that OUT is always complete
        part.rename(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True, type=Path, help="the Hugging Face folder that the adapter was trained on")
    parser.add_argument("--adapter", required=True, type=Path, help=f"the folder with {CONFIG} and {WEIGHTS}")
    parser.add_argument("--out", required=True, type=Path, help="a new or empty folder; its name is the model's")
    parser.add_argument("--quantize", default="bf16", type=str.lower, choices=("bf16", "f16", "q8_0"),
                        help="type of the language model's matrices; default: bf16")
    parser.add_argument("--any-base", action="store_true", help="merge also if the adapter names another base")
    parser.add_argument("--merged", type=Path,
                        help="a new or empty folder that keeps the merged Hugging Face folder, as vLLM needs it")
    parser.add_argument("--cache", type=Path, default=converter.folder_of_cache(), help="folder for llama.cpp's converter")
    options = parser.parse_args()
    try:
        told = Config.read(options.adapter / CONFIG)
        print(f"the adapter was trained on {told.base or 'a base that it does not name'}; the base is {options.base}",
              file=sys.stderr)
        if not options.any_base:
            check_base(told, options.base)
        make(options.base, options.adapter, options.out, options.quantize, options.cache, options.merged)
    except (ValueError, RuntimeError, OSError) as e:
        sys.exit(str(e))
    print(options.out)


if __name__ == "__main__":
    main()
