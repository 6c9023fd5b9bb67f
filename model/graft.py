"""Writes one GGUF that sees: Gemma 3 270M, the vision tower and its projector, the LoRA merged.

    python3 model/graft.py gemma.gguf seeing.gguf

Every text tensor keeps its bytes, except the q and v matrices that the LoRA changes: those become
F16. The same inputs give the same bytes on every machine. numpy and gguf are installed into a folder
beside OUT where they are missing.
"""
import argparse
import os
from pathlib import Path

import packages
import shape

SMALL = Path(__file__).with_name("small")
NAME = "Gemma 3 270M with phantom vision"


def graft(base, out, tower, adapter):
    """base, out: GGUF paths. tower: Ollama's names to arrays. adapter: <tensor>.lora_a and .lora_b arrays.

    ValueError if the adapter names a matrix that the base lacks, or half of a pair.
    """
    import gguf

    source = gguf.GGUFReader(base)
    factors = _pairs(adapter)
    missing = sorted(factors.keys() - {tensor.name for tensor in source.tensors})
    if missing:
        raise ValueError(f"the base lacks what the adapter changes: {', '.join(missing)}")
    writer = gguf.GGUFWriter(out, "gemma3")
    _copy_metadata(source, writer)
    for tensor in source.tensors:
        if tensor.name in factors:
            plain = gguf.dequantize(tensor.data, tensor.tensor_type)
            writer.add_tensor(tensor.name, merged(plain, *factors[tensor.name]))
        else:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
    for name in sorted(tower):
        writer.add_tensor(name, tower[name])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def merged(plain, a, b):
    """plain + b a as F16; plain [out, in], a [rank, in], b [out, rank].

    Summed rank by rank: a matrix product's order of sums, and so its last bits, depends on the processor.
    """
    import numpy as np

    total = plain.astype(np.float32)
    for row, column in zip(a.astype(np.float32), b.T.astype(np.float32)):
        total = total + column[:, None] * row[None, :]
    return total.astype(np.float16)


def _pairs(adapter):
    """The tensor's name in the GGUF to its (a, b)."""
    tensors = {name.rsplit(".", 1)[0] for name in adapter}
    halves = {f"{tensor}.lora_{factor}" for tensor in tensors for factor in "ab"}
    if halves != set(adapter):
        raise ValueError(f"half of a pair is missing: {', '.join(sorted(halves ^ set(adapter)))}")
    return {f"{tensor}.weight": (adapter[f"{tensor}.lora_a"], adapter[f"{tensor}.lora_b"]) for tensor in tensors}


def _copy_metadata(source, writer):
    import gguf

    for field in source.fields.values():
        # the writer makes these itself
        if field.name == "general.architecture" or field.name.startswith("GGUF."):
            continue
        is_array = field.types[0] == gguf.GGUFValueType.ARRAY
        writer.add_key_value(field.name, NAME if field.name == "general.name" else field.contents(),
                             field.types[0], sub_type=field.types[-1] if is_array else None)
    for key, value in shape.INTEGERS.items():
        writer.add_uint32(f"gemma3.{key}", value)
    for key, value in shape.FLOATS.items():
        writer.add_float32(f"gemma3.{key}", value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path, help="gemma.gguf: Gemma 3 270M, the base model, Q4_K_M")
    parser.add_argument("out", type=Path, help="the GGUF to write")
    parser.add_argument("--small", type=Path, default=SMALL, help="folder of tower.npz and adapter.npz")
    options = parser.parse_args()
    packages.need(options.out.resolve().parent / "python-packages")
    import numpy as np

    # moved at the end: what is there is whole
    part = options.out.with_name(options.out.name + ".part")
    graft(options.base, part, dict(np.load(options.small / "tower.npz")), dict(np.load(options.small / "adapter.npz")))
    os.replace(part, options.out)


if __name__ == "__main__":
    main()
