"""Writes a GGUF of Gemma 3 with a merged LoRA, with a vision tower and its projector, or with both.

    python3 model/merge.py --base gemma.gguf --out lora.gguf --adapter adapter.npz
    python3 model/merge.py --base gemma.gguf --out seeing.gguf --adapter adapter.npz --tower tower.npz

The matrices that the LoRA changes become F16; every other tensor keeps its bytes. The same inputs give
the same bytes on every machine. If numpy or gguf is missing, it is installed into a folder next to OUT.
"""
import argparse
import os
from pathlib import Path

import packages
import shape


def merge(base, out, adapter, tower, name=None):
    """base, out: GGUF paths. adapter: arrays <tensor>.lora_a and .lora_b; tower: arrays by Ollama's names; either
    can be empty. name: the model's name; None for the name of the base.

    Raises ValueError if the adapter does not fit the base or lacks one array of a pair.
    """
    import gguf

    source = gguf.GGUFReader(base)
    factors = _pairs(adapter)
    missing = sorted(factors.keys() - {tensor.name for tensor in source.tensors})
    if missing:
        raise ValueError(f"the base lacks tensors that the adapter changes: {', '.join(missing)}")
    writer = gguf.GGUFWriter(out, "gemma3")
    _copy_metadata(source, writer, name)
    if tower:
        _add_sizes(writer)
    for tensor in source.tensors:
        if tensor.name in factors:
            plain = gguf.dequantize(tensor.data, tensor.tensor_type)
            a, b = factors[tensor.name]
            if (b.shape[0], a.shape[1]) != plain.shape or a.shape[0] != b.shape[1]:
                raise ValueError(f"{tensor.name} has the shape {plain.shape}, but its factors have {b.shape} and {a.shape}")
            writer.add_tensor(tensor.name, merged(plain, a, b))
        else:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
    for tensor in sorted(tower):
        writer.add_tensor(tensor, tower[tensor])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def merged(plain, a, b):
    """plain + b a as F16; plain [out, in], a [rank, in], b [out, rank].

    Adds rank by rank, because in a matrix product the order of sums, and so the last bits, depends on the processor.
    """
    import numpy as np

    total = plain.astype(np.float32)
    for row, column in zip(a.astype(np.float32), b.T.astype(np.float32)):
        total = total + column[:, None] * row[None, :]
    return total.astype(np.float16)


def _pairs(adapter):
    """The pairs (a, b) by the tensor's name in the GGUF."""
    tensors = {name.rsplit(".", 1)[0] for name in adapter}
    halves = {f"{tensor}.lora_{factor}" for tensor in tensors for factor in "ab"}
    if halves != set(adapter):
        raise ValueError(f"one array of a pair is missing: {', '.join(sorted(halves ^ set(adapter)))}")
    return {f"{tensor}.weight": (adapter[f"{tensor}.lora_a"], adapter[f"{tensor}.lora_b"]) for tensor in tensors}


def _copy_metadata(source, writer, name):
    import gguf

    for field in source.fields.values():
        # the writer adds these itself
        if field.name == "general.architecture" or field.name.startswith("GGUF."):
            continue
        is_array = field.types[0] == gguf.GGUFValueType.ARRAY
        writer.add_key_value(field.name, name if name and field.name == "general.name" else field.contents(),
                             field.types[0], sub_type=field.types[-1] if is_array else None)


def _add_sizes(writer):
    for key, value in shape.INTEGERS.items():
        writer.add_uint32(f"gemma3.{key}", value)
    for key, value in shape.FLOATS.items():
        writer.add_float32(f"gemma3.{key}", value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True, type=Path, help="a GGUF, such as Gemma 3 270M at Q4_K_M")
    parser.add_argument("--out", required=True, type=Path, help="the GGUF to write")
    parser.add_argument("--adapter", type=Path, help="adapter.npz, as train.py writes it")
    parser.add_argument("--tower", type=Path, help="tower.npz, as train_tower.py writes it")
    parser.add_argument("--name", help="name of the model; default: the name of the base")
    options = parser.parse_args()
    packages.need(options.out.resolve().parent / "python-packages")
    import numpy as np

    adapter, tower = (dict(np.load(file)) if file else {} for file in (options.adapter, options.tower))
    # moved at the end, so that OUT is always complete
    part = options.out.with_name(options.out.name + ".part")
    merge(options.base, part, adapter, tower, options.name)
    os.replace(part, options.out)


if __name__ == "__main__":
    main()
