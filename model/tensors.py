"""Reads and changes tensors in safetensors files with numpy alone.

The safetensors package's numpy reader refuses bf16, the type of MedGemma's weights, because numpy does not have it.
A file is the length of its header (8 bytes, little endian), the header in JSON, and the tensors' bytes.
"""
import json
import struct
from pathlib import Path

import numpy as np

# a tensor's type in a file, and the type that numpy reads its bytes as
TYPES = {"F32": "<f4", "F16": "<f2", "BF16": "<u2"}


def bf16_of(array):
    """The bits of the nearest bf16 values, of two equally near ones the even; array: F32, without NaN."""
    bits = array.view(np.uint32)
    return ((bits + np.uint32(0x7fff) + (bits >> 16 & 1)) >> 16).astype(np.uint16)


def of_bf16(bits):
    """F32 from the bits of bf16, which are the upper half of an F32's."""
    return (bits.astype(np.uint32) << 16).view(np.float32)


class TensorFile:
    """One safetensors file. Raises ValueError if its header cannot be read."""

    def __init__(self, file):
        self.file = Path(file)
        size = self.file.stat().st_size
        with open(self.file, "rb") as stream:
            start = stream.read(8)
            length = struct.unpack("<Q", start)[0] if len(start) == 8 else size
            if length + 8 > size:
                raise ValueError(f"{self.file} is not a safetensors file")
            try:
                self.entries = json.loads(stream.read(length))
                self.entries.pop("__metadata__", None)
                self.start = 8 + length
                whole = self.start + max((entry["data_offsets"][1] for entry in self.entries.values()), default=0)
            except (ValueError, KeyError, TypeError, AttributeError) as e:
                raise ValueError(f"{self.file} is not a safetensors file") from e
        if size < whole:
            raise ValueError(f"{self.file} is cut: its tensors need {whole} bytes, and it has {size}")

    def names(self):
        return self.entries.keys()

    def shape(self, name):
        return tuple(self.entries[name]["shape"])

    def read(self, name):
        """The tensor as F32."""
        bits = np.fromfile(self.file, self._type(name), int(np.prod(self.shape(name))), offset=self._place(name))
        bits = bits.reshape(self.shape(name))
        return of_bf16(bits) if self.entries[name]["dtype"] == "BF16" else bits.astype(np.float32)

    def write(self, name, array):
        """Replaces the tensor; array: F32 of the same shape, rounded to the tensor's type.

        Raises ValueError if a value is not a number or too large for the type."""
        with np.errstate(over="ignore"):
            bits = bf16_of(array) if self.entries[name]["dtype"] == "BF16" else array.astype(self._type(name))
            rounded = of_bf16(bits) if self.entries[name]["dtype"] == "BF16" else bits
        if not (np.isfinite(array).all() and np.isfinite(rounded).all()):
            raise ValueError(f"{name} would have values that are not finite numbers")
        with open(self.file, "r+b") as stream:
            stream.seek(self._place(name))
            stream.write(bits.tobytes())

    def _type(self, name):
        kind = self.entries[name]["dtype"]
        if kind not in TYPES:
            raise ValueError(f"{name} in {self.file} has the type {kind}; supported are {', '.join(TYPES)}")
        return TYPES[kind]

    def _place(self, name):
        return self.start + self.entries[name]["data_offsets"][0]
