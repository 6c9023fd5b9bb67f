"""Trains only the vision tower, on phantoms that `rtl synth` drew, with one processor thread.

The tower learns to recognise the findings, and to make image tokens that are similar to the words for
them, so that the language model can read them. Reads pixels.u8 and truth.json of two folders, one for
training and one held out; writes tower.npz and tower.log. The same seed and number of steps give the same
run, except for the last bits of sums, which depend on the processor.
"""
import argparse
import math
import os
import time
from pathlib import Path

# one thread: two threads are several times slower when other programs run, and sums depend on the number of threads
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

import shape
from phantoms import FINDINGS, Phantoms
from tower import Tower

BATCH, RATE = 32, 1e-3
# largest shift of an image in pixels; largest noise in grey levels
SHIFT, NOISE = 6, 5


class Log:
    """Writes lines to the terminal and to a file, each with the seconds since the start."""

    def __init__(self, file):
        self.file, self.start = open(file, "w", buffering=1), time.monotonic()

    def __call__(self, line):
        line = f"{time.monotonic() - self.start:6.0f}s {line}"
        print(line, flush=True)
        print(line, file=self.file)


def words(base):
    """Gemma's embeddings of the words: the findings [7, width], then yes, no and nothing [width]."""
    place = {"pretrained_model_name_or_path": str(base.parent), "gguf_file": base.name}
    tokenizer = AutoTokenizer.from_pretrained(**place)
    table = AutoModelForCausalLM.from_pretrained(**place, dtype=torch.float32).get_input_embeddings()

    def embedding(word):
        with torch.no_grad():
            rows = table(torch.tensor(tokenizer(word, add_special_tokens=False).input_ids))
        return rows.sum(0) / len(rows) ** .5

    return (torch.stack([embedding(" " + finding) for finding in FINDINGS]),
            embedding(" yes"), embedding(" no"), embedding("\n"))


def varied(pixels, generator):
    """The images with a random shift and noise; half of them slightly blurred, like a larger image that was scaled down."""
    shift = torch.randint(-SHIFT, SHIFT + 1, (2,), generator=generator).tolist()
    seen = torch.roll(pixels, shift, (1, 2)).float()
    half = len(seen) // 2
    seen[:half] = F.avg_pool2d(F.pad(seen[:half, None], (1, 0, 1, 0), mode="replicate"), 2, 1)[:, 0]
    seen += torch.randn(seen.shape, generator=generator) * (NOISE * torch.rand(len(seen), 1, 1, generator=generator))
    return seen.clamp(0, 255)


def train(phantoms, held, words, steps, generator, log, keep):
    """words: the result of words(); keep: is called with the tower at each measurement."""
    pixels, truths = (torch.from_numpy(array) for array in (phantoms.pixels, phantoms.truths))
    present, yes, no, blank = words
    spread = torch.cat([word.reshape(-1) for word in words]).var()
    tower, head = Tower(), nn.Linear(shape.WIDTH, len(FINDINGS))
    tower.input_projection.data *= spread.sqrt()
    optimizer = torch.optim.AdamW([*tower.parameters(), *head.parameters()], lr=RATE, weight_decay=.02)
    losses = []
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / 100) * (.02 + .98 * math.cos(step / steps * math.pi / 2) ** 2)
        chosen = torch.randint(len(pixels), (BATCH,), generator=generator)
        truth = truths[chosen]
        features = tower.features(varied(pixels[chosen], generator))
        finding = F.binary_cross_entropy_with_logits(head(features.mean(1)), truth.float())
        # token 2j is the finding, token 2j + 1 yes or no, the last two tokens nothing
        target = torch.empty(BATCH, shape.TOKENS, shape.TEXT_WIDTH)
        target[:, 0:14:2] = present
        target[:, 1:14:2] = torch.where(truth[..., None], yes, no)
        target[:, 14:] = blank
        align = (tower.project(features) - target).pow(2).mean() / spread
        optimizer.zero_grad()
        (finding + align).backward()
        optimizer.step()
        losses.append((finding.item(), align.item()))
        if (step + 1) % 100 == 0 or step + 1 == steps:
            log(f"step {step + 1} of {steps}: findings {np.mean([f for f, _ in losses[-100:]]):.3f}, "
                f"words {np.mean([a for _, a in losses[-100:]]):.3f}")
        if (step + 1) % 300 == 0 or step + 1 == steps:
            log(f"held out: {right(tower, head, held)}")
            keep(tower)


def right(tower, head, held):
    """For each finding, the share of held-out images with the right result."""
    pixels, truths = (torch.from_numpy(array) for array in (held.pixels, held.truths))
    with torch.no_grad():
        seen = torch.cat([head(tower.features(part).mean(1)) > 0 for part in pixels.split(100)])
    shares = (seen == truths).float().mean(0).tolist()
    return {finding: round(share, 4) for finding, share in zip(FINDINGS, shares)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True, type=Path, help="gemma.gguf: Gemma 3 270M, the base model, Q4_K_M")
    parser.add_argument("--phantoms", required=True, type=Path, help="folder with the training phantoms")
    parser.add_argument("--held", required=True, type=Path, help="folder with the held-out phantoms, set 0")
    parser.add_argument("--out", required=True, type=Path, help="folder for tower.npz and tower.log")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=2000)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    log = Log(options.out / "tower.log")
    phantoms, held = Phantoms(options.phantoms), Phantoms(options.held)
    if set(phantoms.seeds) & set(held.seeds):
        parser.error("the held-out phantoms are also among the training phantoms")
    log(f"tower: seed {options.seed}; torch {torch.__version__}, numpy {np.__version__}")
    log(f"{len(phantoms.seeds)} phantoms to train, sha256 {phantoms.digest()}")
    log(f"{len(held.seeds)} held out, sha256 {held.digest()}")
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    generator = torch.Generator().manual_seed(options.seed)
    train(phantoms, held, words(options.base), options.steps, generator, log,
          lambda tower: np.savez_compressed(options.out / "tower.npz", **tower.export()))


if __name__ == "__main__":
    main()
