"""Writes a GGUF of Gemma 3 with a merged LoRA.

    python3 model/merge.py --base gemma.gguf --out lora.gguf --adapter adapter.npz

The matrices that the LoRA changes become F16; every other tensor keeps its bytes. The same inputs give
the same bytes on every machine. If numpy or gguf is missing, it is installed into a folder next to OUT.
"""
import argparse
import os
from pathlib import Path

import packages

TEMPLATE = "tokenizer.chat_template"


def merge(base, out, adapter, name=None, template=None):
    """base, out: GGUF paths. adapter: arrays <tensor>.lora_a and .lora_b; can be empty. name: the model's name;
    template: its chat template in Jinja; None for those of the base.

    Raises ValueError if the adapter does not fit the base or lacks one array of a pair.
    """
    import gguf

    source = gguf.GGUFReader(base)
    factors = _pairs(adapter)
    missing = sorted(factors.keys() - {tensor.name for tensor in source.tensors})
    if missing:
        raise ValueError(f"the base lacks tensors that the adapter changes: {', '.join(missing)}")
    writer = gguf.GGUFWriter(out, "gemma3")
    _copy_metadata(source, writer, {"general.name": name, TEMPLATE: template})
    for tensor in source.tensors:
        if tensor.name in factors:
            plain = gguf.dequantize(tensor.data, tensor.tensor_type)
            a, b = factors[tensor.name]
            if (b.shape[0], a.shape[1]) != plain.shape or a.shape[0] != b.shape[1]:
                raise ValueError(f"{tensor.name} has the shape {plain.shape}, but its factors have {b.shape} and {a.shape}")
            writer.add_tensor(tensor.name, updated(plain, a, b).astype("float16"))
        else:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def updated(plain, a, b):
    """plain + b a as F32; plain [out, in], a [rank, in], b [out, rank].

    Adds rank by rank, because in a matrix product the order of sums, and so the last bits, depends on the processor.
    """
    import numpy as np

    total = plain.astype(np.float32)
    for row, column in zip(a.astype(np.float32), b.T.astype(np.float32)):
        total = total + column[:, None] * row[None, :]
    return total


def _pairs(adapter):
    """The pairs (a, b) by the tensor's name in the GGUF."""
    tensors = {name.rsplit(".", 1)[0] for name in adapter}
    halves = {f"{tensor}.lora_{factor}" for tensor in tensors for factor in "ab"}
    if halves != set(adapter):
        raise ValueError(f"one array of a pair is missing: {', '.join(sorted(halves ^ set(adapter)))}")
    return {f"{tensor}.weight": (adapter[f"{tensor}.lora_a"], adapter[f"{tensor}.lora_b"]) for tensor in tensors}


def _copy_metadata(source, writer, changes):
    """changes: strings by key; None keeps the value of the source."""
    import gguf

    told = {key: value for key, value in changes.items() if value}
    for field in source.fields.values():
        # the writer adds these itself
        if field.name == "general.architecture" or field.name.startswith("GGUF.") or field.name in told:
            continue
        is_array = field.types[0] == gguf.GGUFValueType.ARRAY
        writer.add_key_value(field.name, field.contents(), field.types[0],
                             sub_type=field.types[-1] if is_array else None)
    for key, value in told.items():
        writer.add_string(key, value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True, type=Path, help="a GGUF, such as Gemma 3 270M at Q4_K_M")
    parser.add_argument("--out", required=True, type=Path, help="the GGUF to write")
    parser.add_argument("--adapter", required=True, type=Path, help="adapter.npz, as train.py writes it")
    parser.add_argument("--name", help="name of the model; default: the name of the base")
    options = parser.parse_args()
    packages.need(options.out.resolve().parent / "python-packages")
    import numpy as np

    # moved at the end, so that OUT is always complete
    part = options.out.with_name(options.out.name + ".part")
    merge(options.base, part, dict(np.load(options.adapter)), options.name)
    os.replace(part, options.out)


if __name__ == "__main__":
    main()
