"""Measures the small model on an Ollama server, and the image prefix cache's trap.

    python3 model/trap.py --url http://127.0.0.1:11434 --model seeing

Each claim about a held-out phantom is asked fresh (after a text that shares nothing), and again right
after another claim about the same image whose answer is the opposite: once as it stands, once with a
text that differs per call before the image. Prints two lines of JSON: claims, then lists and probes.
"""
import argparse
import json
import secrets

import numpy as np

from phantom import FINDINGS, HELD_OUT, names, phantom, png
from prompts import LABELS, LIST, claim, findings_answer, nonce
from server import Server

# behind the seeds of the committed images and of those that training looked at
FIRST_SEED = HELD_OUT + 1000
SCHEMA = {"type": "object", "required": ["label"], "additionalProperties": False,
          "properties": {"label": {"enum": ["supported", "uncertain", "needs_review"]}}}


def cases(count):
    """COUNT of (image, claim's finding, whether present, a finding of the opposite truth), half of them present."""
    random, found, seed = np.random.default_rng(0), [], FIRST_SEED
    while len(found) < count:
        pixels, truth = phantom(seed)
        seed += 1
        # one of each kind per image, so that the two claims differ in truth
        if truth.any() and not truth.all():
            present, absent = (int(random.choice(np.flatnonzero(truth == wanted))) for wanted in (True, False))
            found += [(pixels, present, True, absent), (pixels, absent, False, present)]
    return found[:count]


def fresh_call(text):
    """The text behind an image and a nonce: never the same twice, in this run or another."""
    return f"{nonce(secrets.randbits(48))}[img]{text}"


def measure_claims(server, count):
    figures = {}

    def label(image, finding):
        text = claim(FINDINGS[finding])
        return server.ask(fresh_call(text) if with_nonce else text, image, limit=8)

    def forget():
        """Fills the server's cache with something else."""
        server.ask("Hello there", limit=1)

    for with_nonce in (False, True):
        tally = dict.fromkeys(("fresh right", "after another right", "same", "absent", "absent supported fresh"), 0)
        for pixels, finding, present, other in cases(count):
            image = png(pixels)
            forget()
            fresh = label(image, finding)
            forget()
            label(image, other)
            after = label(image, finding)
            tally["fresh right"] += fresh == LABELS[present]
            tally["after another right"] += after == LABELS[present]
            tally["same"] += fresh == after
            tally["absent"] += not present
            tally["absent supported fresh"] += not present and fresh == LABELS[True]
        figures["nonce" if with_nonce else "plain"] = tally
    return figures


def measure_lists(server, count):
    """Lists behind a nonce: valid JSON of known findings, and exactly the truth."""
    tally = {"valid": 0, "exact": 0}
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        pixels, truth = phantom(seed)
        answer = server.ask(fresh_call(LIST), png(pixels))
        tally["exact"] += answer == findings_answer(names(truth))
        try:
            tally["valid"] += set(json.loads(answer)["findings"]) <= set(FINDINGS)
        except (ValueError, KeyError, TypeError):
            continue
    return tally


def measure_probes(server, count):
    """True claims that stay supported where the image no longer shows them; and answers under a JSON schema."""
    blank = png(np.full((224, 224), 128, np.uint8))
    tally = {"blank stays supported": 0, "without the finding stays supported": 0, "schema kept": 0, "schema right": 0}
    for step in range(count):
        seed, finding = FIRST_SEED + step, FINDINGS[step % len(FINDINGS)]
        shown, without = (png(phantom(seed, findings)[0]) for findings in ([finding], []))

        def ask(image, **how):
            return server.ask(fresh_call(claim(finding)), image, **how)

        tally["blank stays supported"] += ask(blank, limit=8) == LABELS[True]
        tally["without the finding stays supported"] += ask(without, limit=8) == LABELS[True]
        answer = json.loads(ask(shown, schema=SCHEMA))
        tally["schema kept"] += set(answer) == {"label"} and answer["label"] in SCHEMA["properties"]["label"]["enum"]
        tally["schema right"] += answer.get("label") == "supported"
    return tally


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True, help="the server's address")
    parser.add_argument("--model", default="seeing")
    parser.add_argument("--claims", type=int, default=44)
    parser.add_argument("--images", type=int, default=28, help="for the lists and the probes")
    options = parser.parse_args()
    server = Server(options.url, options.model)
    if not server.sees():
        parser.error(f"{options.model} can't see on this server")
    print(json.dumps({"claims": options.claims, **measure_claims(server, options.claims)}), flush=True)
    print(json.dumps({"images": options.images, "lists": measure_lists(server, options.images),
                      "probes": measure_probes(server, options.images)}))


if __name__ == "__main__":
    main()
