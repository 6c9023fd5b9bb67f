"""Makes the small pair of models with vision, rtl-small-base and rtl-small-lora.

    python3 model/small/create.py --files [--plain]
    python3 model/small/create.py [--url http://127.0.0.1:11434] [--plain]

The pair is for demonstrations and knows only schematic phantoms. Not for clinical use. Fetches Gemma 3 270M
once, adds the vision tower and merges the two adapters (minutes the first time, then seconds). --files prints the
folder with both, for `llama-server --models-dir FOLDER`; without it they are added to a running Ollama. --plain
also makes Gemma 3 270M itself, as rtl-small-plain, to compare.
"""
import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

SMALL = Path(__file__).resolve().parent
MODEL = SMALL.parent
sys.path.insert(0, str(MODEL))

import packages
import weights

# each model with the adapter that is merged into it; the first one describes images, the second one does all else
PAIR = {"rtl-small-base": SMALL / "sight.npz", "rtl-small-lora": MODEL / "adapter" / "adapter.npz"}
TOWER = SMALL / "tower.npz"
PLAIN = "rtl-small-plain"
TOLD = "a demonstration that knows phantoms", "Gemma 3 270M as it is"
TOWER_NAME = "vision tower for drawn chests"
# the template of training, as llama.cpp reads it and as Ollama does
TURNS = ("{{ bos_token }}{% for message in messages %}{{ '<start_of_turn>' + ('model' if message['role'] == 'assistant'"
         " else 'user') + '\n' }}{% if message['content'] is string %}{{ message['content'] }}{% else %}"
         "{% for part in message['content'] %}{{ part['text'] }}{% endfor %}{% endif %}{{ '<end_of_turn>\n' }}"
         "{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}")
OLLAMA_TURNS = "<start_of_turn>user\n{{ .Prompt }}<end_of_turn>\n<start_of_turn>model\n"
STOP = "<end_of_turn>"
# the plain Gemma base model was not trained on turns: it continues a text, and within turns it does not follow examples
NO_TURNS = "{{ bos_token }}{% for message in messages %}{{ message['content'] }}{% endfor %}"
OLLAMA_NO_TURNS = "{{ .Prompt }}"


def folder_of_cache():
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "rtl-small"


def make(cache, gemma=None, plain=False):
    """The folder with a folder for each model: model.gguf, and mmproj.gguf and Modelfile where it sees.

    It is in CACHE, and written unless it exists. gemma: a file with the weights; plain: with PLAIN.
    """
    cache.mkdir(parents=True, exist_ok=True)
    packages.need(cache / "python-packages")
    # the folder's name depends on the content, so a folder that exists never has another adapter
    sources = [TOWER, *PAIR.values(), *(MODEL / file for file in ("merge.py", "mmproj.py", "shape.py")), Path(__file__)]
    digest = hashlib.sha256("".join(map(weights.sha256, sources)).encode()).hexdigest()[:12]
    out = cache / f"models-{digest}{'-plain' if plain else ''}"
    if not out.exists():
        if gemma is None:
            gemma = cache / "gemma.gguf"
            weights.fetch(gemma)
        # moved at the end, so that OUT is always complete
        part = Path(tempfile.mkdtemp(dir=cache))
        try:
            _write(part, gemma, plain)
            part.chmod(0o755)
            part.rename(out)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return out


def _write(out, gemma, plain):
    from merge import merge
    import mmproj
    import numpy as np

    models = PAIR | ({PLAIN: None} if plain else {})
    tower = dict(np.load(TOWER))
    for name, adapter in models.items():
        print(f"making {name}", file=sys.stderr, flush=True)
        folder = out / name
        folder.mkdir()
        factors = {} if adapter is None else dict(np.load(adapter))
        merge(gemma, folder / "model.gguf", factors, name, NO_TURNS if adapter is None else TURNS)
        if adapter is not None:
            mmproj.write(folder / "mmproj.gguf", tower, TOWER_NAME)
        (folder / "Modelfile").write_text(modelfile(folder))


def ggufs(folder):
    """The files of the model in FOLDER, by name: the language model, then the tower if it has one."""
    return {file.name: file for file in sorted(folder.glob("*.gguf"), reverse=True)}


def asked(name):
    """Ollama's template of the model NAME and its stop texts."""
    return (OLLAMA_NO_TURNS, []) if name == PLAIN else (OLLAMA_TURNS, [STOP])


def modelfile(folder):
    """A Modelfile for `ollama create`, of the model in FOLDER."""
    template, stops = asked(folder.name)
    return ("".join(f"FROM ./{name}\n" for name in ggufs(folder))
            + f'TEMPLATE """{template}"""\n' + "".join(f"PARAMETER stop {stop}\n" for stop in stops))


def create(url, folder):
    """Creates the model in FOLDER on the Ollama at URL. Raises RuntimeError with the server's response on failure."""
    files = {}
    for name, gguf in ggufs(folder).items():
        files[name] = digest = "sha256:" + weights.sha256(gguf)
        if not _has(url, digest):
            with open(gguf, "rb") as stream:
                _call(url, f"/api/blobs/{digest}", stream, {"Content-Length": str(gguf.stat().st_size)})
    template, stops = asked(folder.name)
    body = {"model": folder.name, "files": files, "template": template,
            "license": [(SMALL / "NOTICE").read_text()], "stream": False}
    if stops:
        body["parameters"] = {"stop": stops}
    _call(url, "/api/create", json.dumps(body).encode(), {"Content-Type": "application/json"})


def _has(url, digest):
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{url}/api/blobs/{digest}", method="HEAD"), timeout=30):
            return True
    except urllib.error.HTTPError:
        return False


def _call(url, path, data, headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(url + path, data, headers), timeout=600) as reply:
            reply.read()
    except urllib.error.HTTPError as e:
        raise RuntimeError(f"{url}{path}: {e.code} {e.read(500).decode(errors='replace')}") from e


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:11434", help="the Ollama server")
    parser.add_argument("--cache", type=Path, default=folder_of_cache(), help="folder for weights and models")
    parser.add_argument("--gemma", type=Path, help="an existing file with the weights")
    parser.add_argument("--plain", action="store_true", help=f"also creates Gemma 3 270M itself, as {PLAIN}")
    parser.add_argument("--files", action="store_true", help="only writes the models into the cache, and prints the folder for llama-server --models-dir")
    options = parser.parse_args()
    try:
        made = make(options.cache, options.gemma, options.plain)
        if options.files:
            print(made)
            return
        for folder in sorted(made.iterdir()):
            create(options.url.rstrip("/"), folder)
            print(f"{folder.name} is there: {TOLD[folder.name == PLAIN]}, not for clinical use")
    except urllib.error.URLError as e:
        sys.exit(f"no Ollama server answers at {options.url}: start it, or name it by --url ({e.reason})")
    except (RuntimeError, OSError, ValueError) as e:
        sys.exit(str(e))


if __name__ == "__main__":
    main()
