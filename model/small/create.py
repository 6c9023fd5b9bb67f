"""Makes the small pair of models with vision, rtl-small-base and rtl-small-lora, and adds it to a running Ollama.

    python3 model/small/create.py [--url http://127.0.0.1:11434] [--plain]

The pair is for demonstrations and knows only schematic phantoms. Not for clinical use. Fetches Gemma 3 270M
once, adds the vision tower and merges the two adapters (minutes the first time, then seconds). --files only
writes the two GGUFs and their Modelfiles. --plain also adds Gemma 3 270M itself, as rtl-small-plain, to compare.
"""
import argparse
import json
import os
import sys
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
# the same template as in training
TURNS = "<start_of_turn>user\n{{ .Prompt }}<end_of_turn>\n<start_of_turn>model\n"
STOP = "<end_of_turn>"
# the plain Gemma base model was not trained on turns: it continues a text, and within turns it does not follow examples
NO_TURNS = "{{ .Prompt }}"


def folder_of_cache():
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "rtl-small"


def make(folder, gemma=None, plain=False):
    """Writes the two GGUFs into FOLDER unless they exist. Returns paths by model name, with plain also that of PLAIN."""
    folder.mkdir(parents=True, exist_ok=True)
    packages.need(folder / "python-packages")
    from merge import merge
    import numpy as np

    if gemma is None:
        gemma = folder / "gemma.gguf"
        weights.fetch(gemma)
    tower = dict(np.load(TOWER))
    made = {}
    for name, adapter in PAIR.items():
        # the file name depends on the content, so a file that exists never has another adapter
        sources = "".join(weights.sha256(file) for file in (TOWER, adapter, MODEL / "merge.py"))
        out = folder / f"{name}-{weights.hashlib.sha256(sources.encode()).hexdigest()[:12]}.gguf"
        if not out.exists():
            print(f"making {out.name}", file=sys.stderr, flush=True)
            part = out.with_name(out.name + ".part")
            merge(gemma, part, dict(np.load(adapter)), tower, f"{name}: Gemma 3 270M with phantom vision")
            os.replace(part, out)
        made[name] = out
    return made | {PLAIN: gemma} if plain else made


def asked(name):
    """The template of the model NAME and its stop texts."""
    return (NO_TURNS, []) if name == PLAIN else (TURNS, [STOP])


def modelfile(name, gguf):
    """A Modelfile for `ollama create`."""
    template, stops = asked(name)
    return f'FROM ./{gguf.name}\nTEMPLATE """{template}"""\n' + "".join(f"PARAMETER stop {stop}\n" for stop in stops)


def create(url, name, gguf):
    """Creates the model NAME on the Ollama at URL. Raises RuntimeError with the server's response on failure."""
    digest = "sha256:" + weights.sha256(gguf)
    if not _has(url, digest):
        with open(gguf, "rb") as stream:
            _call(url, f"/api/blobs/{digest}", stream, {"Content-Length": str(gguf.stat().st_size)})
    template, stops = asked(name)
    body = {"model": name, "files": {"model.gguf": digest}, "template": template,
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
    parser.add_argument("--files", action="store_true", help="only writes GGUFs and Modelfiles into the cache, without a server")
    options = parser.parse_args()
    try:
        made = make(options.cache, options.gemma, options.plain)
        for name, gguf in made.items():
            if options.files:
                options.cache.joinpath(f"Modelfile.{name}").write_text(modelfile(name, gguf))
                print(gguf)
            else:
                create(options.url.rstrip("/"), name, gguf)
                print(f"{name} is there: {TOLD[name == PLAIN]}, not for clinical use")
    except urllib.error.URLError as e:
        sys.exit(f"no Ollama server answers at {options.url}: start it, or name it by --url ({e.reason})")
    except (RuntimeError, OSError, ValueError) as e:
        sys.exit(str(e))


if __name__ == "__main__":
    main()
