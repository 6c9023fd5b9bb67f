"""Runs llama.cpp's converter from a Hugging Face folder to GGUF. It is the one of the source package that the server is
built of (requirements-llama.txt)."""
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements-llama.txt")
# what is read of the package
PARTS = ("convert_hf_to_gguf.py", "conversion/", "gguf-py/", "LICENSE")
SCRIPT = PARTS[0]
# modules that the converter imports for Gemma; requirements-train.txt has their packages
NEEDED = ("torch", "transformers", "sentencepiece", "google.protobuf", "safetensors", "numpy")


def folder_of_cache():
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "rtl-converter"


def version():
    """The version of the source package."""
    return re.search(r"^llama-cpp-python==(\S+)", REQUIREMENTS.read_text(), re.MULTILINE).group(1)


def check():
    """Raises RuntimeError if Python modules that the converter needs are missing."""
    missing = [name for name in NEEDED if not _is_there(name)]
    if missing:
        raise RuntimeError(f"llama.cpp's converter needs {', '.join(missing)}: pip install -r "
                           f"{REQUIREMENTS.with_name('requirements-train.txt')}")


def _is_there(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def fetch(cache):
    """The folder with the converter. It is downloaded into CACHE unless it is there; pip compares the SHA-256.

    Raises RuntimeError if it cannot be fetched."""
    out = cache / f"llama-cpp-python-{version()}"
    if out.is_dir():
        return out
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps",
               "--no-binary", "llama-cpp-python", "-d", folder, "-r", str(REQUIREMENTS)]
        package = Path(folder) / f"llama_cpp_python-{version()}.tar.gz"
        if subprocess.run(pip, stdout=sys.stderr).returncode or not package.is_file():
            raise RuntimeError(f"cannot fetch llama-cpp-python {version()} from the Python registry")
        root = f"llama_cpp_python-{version()}/vendor/llama.cpp/"
        with tarfile.open(package) as whole:
            parts = [part for part in whole if part.name.startswith(tuple(root + name for name in PARTS))]
            whole.extractall(folder, parts, filter="data")
        # moved at the end, so that OUT is always complete
        shutil.move(Path(folder) / root, out)
    return out


def convert(converter, source, out, kind, name, mmproj=False):
    """Writes the GGUF OUT from the Hugging Face folder SOURCE.

    converter: the folder of fetch(); kind: the type of its matrices, such as bf16; name: the model's; mmproj: the vision
    tower and its projector instead of the language model. Raises RuntimeError with the end of the converter's output
    on failure.
    """
    command = [sys.executable, str(converter / SCRIPT), str(source), "--outfile", str(out), "--outtype", kind,
               "--model-name", name]
    done = subprocess.run(command + ["--mmproj"] * mmproj, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    if done.returncode:
        raise RuntimeError(f"llama.cpp's converter failed:\n{done.stdout[-2000:]}")
