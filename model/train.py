"""Trains the small model that sees, from nothing but synthetic phantoms, on one processor thread.

    tower     the tower alone: findings, and image tokens pulled towards the words for them, so that
              the language model can read them; writes tower.npz
    language  tower, projector and a LoRA on q and v through Gemma 3 270M; reads tower.npz, writes
              tower.npz and adapter.npz

Seed and step counts fix a run; what depends on the processor is the last bits of sums.
"""
import argparse
import hashlib
import math
import os
import time
from multiprocessing import Pool
from pathlib import Path

# two threads that other work disturbs are several times slower than one, and sums depend on their number
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import shape
from language import Language
from phantom import FINDINGS, HELD_OUT, names, phantom
from prompts import LABELS, LIST, claim, findings_answer, nonce
from tower import Tower

HELD = 400
TOWER_BATCH, TOWER_RATE = 32, 1e-3
CLAIM_BATCH, LIST_BATCH = 10, 6
LORA_RATE, SEEING_RATE = 1e-3, 5e-5
# of the images; a blank one supports nothing
BLANK = .05


class Log:
    """Lines to the terminal and to a file, each with the seconds since the start."""

    def __init__(self, file, mode):
        self.file, self.start = open(file, mode, buffering=1), time.monotonic()

    def __call__(self, line):
        line = f"{time.monotonic() - self.start:6.0f}s {line}"
        print(line, flush=True)
        print(line, file=self.file)


def draw(count, log):
    """Pixels [n, 224, 224] and truths [n, 7], for training and held out."""
    seeds = [*range(count), *range(HELD_OUT, HELD_OUT + HELD)]
    with Pool() as pool:
        rows = pool.map(phantom, seeds, 64)
    pixels, truths = np.stack([row[0] for row in rows]), np.stack([row[1] for row in rows])
    digest = hashlib.sha256(pixels.tobytes() + truths.tobytes()).hexdigest()
    log(f"{count} phantoms to train, {HELD} held out, sha256 of pixels and truths {digest}")
    pixels, truths = torch.from_numpy(pixels), torch.from_numpy(truths)
    return pixels[:count], truths[:count], pixels[count:], truths[count:]


def train_tower(data, words, steps, generator, log):
    """words: text embeddings as Language.words gives them."""
    pixels, truths, held_pixels, held_truths = data
    present, yes, no, blank = words
    spread = torch.cat([word.reshape(-1) for word in words]).var()
    tower, head = Tower(), nn.Linear(shape.WIDTH, len(FINDINGS))
    tower.input_projection.data *= spread.sqrt()
    optimizer = torch.optim.AdamW([*tower.parameters(), *head.parameters()], lr=TOWER_RATE, weight_decay=.02)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = TOWER_RATE * min(1, (step + 1) / 100) * (
                .02 + .98 * math.cos(step / steps * math.pi / 2) ** 2)
        chosen = torch.randint(len(pixels), (TOWER_BATCH,), generator=generator)
        shift = torch.randint(-6, 7, (2,), generator=generator).tolist()
        truth = truths[chosen]
        features = tower.features(torch.roll(pixels[chosen], shift, (1, 2)))
        finding = F.binary_cross_entropy_with_logits(head(features.mean(1)), truth.float())
        # token 2j says the finding, token 2j + 1 yes or no, the last two nothing
        target = torch.empty(TOWER_BATCH, shape.TOKENS, shape.TEXT_WIDTH)
        target[:, 0:14:2] = present
        target[:, 1:14:2] = torch.where(truth[..., None], yes, no)
        target[:, 14:] = blank
        align = (tower.project(features) - target).pow(2).mean() / spread
        optimizer.zero_grad()
        (finding + align).backward()
        optimizer.step()
        if (step + 1) % 200 == 0:
            log(f"tower step {step + 1} of {steps}: findings {finding:.3f}, words {align:.3f}")
    with torch.no_grad():
        right = ((head(tower.features(held_pixels).mean(1)) > 0) == held_truths).float().mean(0)
    log(f"tower, held out: {dict(zip(FINDINGS, [round(value, 3) for value in right.tolist()]))}")
    return tower


def question(truth, listing, random):
    """A prompt and its answer: all findings, or a claim that is as often right as wrong."""
    if listing:
        return LIST, findings_answer(names(truth))
    wanted = np.flatnonzero(truth == (random.random() < .5))
    finding = int(random.choice(wanted)) if len(wanted) else int(random.integers(len(FINDINGS)))
    return claim(FINDINGS[finding]), LABELS[bool(truth[finding])]


def train_language(data, tower, language, steps, random, log):
    pixels, truths, held_pixels, held_truths = data
    groups = [{"params": language.lora_parameters(), "rate": LORA_RATE},
              {"params": list(tower.parameters()), "rate": SEEING_RATE}]
    every = [parameter for group in groups for parameter in group["params"]]
    optimizer = torch.optim.AdamW(groups, lr=0., weight_decay=0.)
    losses = {False: [], True: []}
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * min(1, (step + 1) / 15) * max(.03, 1 - step / steps)
        listing = step % 4 == 3
        chosen = random.integers(len(pixels), size=LIST_BATCH if listing else CLAIM_BATCH)
        images, shown = pixels[chosen].clone(), truths[chosen].numpy().copy()
        rows = []
        for image, truth in zip(images, shown):
            if random.random() < BLANK:
                image[:] = int(random.integers(256))
                truth[:] = False
            # with and without text before the image
            before = nonce(int(random.integers(2 ** 48))) if random.random() < .7 else ""
            rows.append((before, *question(truth, listing, random)))
        loss = language.loss(tower(images), rows)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(every, 1.)
        optimizer.step()
        losses[listing].append(loss.item())
        if (step + 1) % 30 == 0:
            log(f"language step {step + 1} of {steps}: claims {np.mean(losses[False][-20:]):.3f}, "
                f"lists {np.mean(losses[True][-10:]):.3f}")
        if (step + 1) % 100 == 0 or step + 1 == steps:
            right, supported = claims_right(held_pixels, held_truths, tower, language, 100)
            log(f"claims, held out: {right} of 100 right, absent findings supported: {supported} of 50")


def claims_right(pixels, truths, tower, language, count):
    """Right ones of COUNT claims, half of them of absent findings; and how many of those were supported."""
    random = np.random.default_rng(1)
    right = supported = 0
    with torch.no_grad():
        for index in range(count):
            wanted = index % 2 == 0
            image = next(i for i in range(index, len(truths)) if (truths[i] == wanted).any())
            finding = int(random.choice(np.flatnonzero(truths[image].numpy() == wanted)))
            scores = language.scores(tower(pixels[image][None]), nonce(index), claim(FINDINGS[finding]),
                                     [LABELS[True], LABELS[False]])
            answer = bool(scores[0] > scores[1])
            right += answer == wanted
            supported += answer and not wanted
    return right, supported


def save(file, arrays):
    np.savez_compressed(file, **arrays)


def tower_stage(options, log):
    data = draw(options.phantoms, log)
    words = Language(options.base, torch.float32).words()
    generator = torch.Generator().manual_seed(options.seed)
    save(options.out / "tower.npz", train_tower(data, words, options.steps or 1300, generator, log).export())


def language_stage(options, log):
    data = draw(options.phantoms, log)
    language = Language(options.base, torch.bfloat16)
    tower = Tower()
    tower.restore(np.load(options.out / "tower.npz"))
    train_language(data, tower, language, options.steps or 300, np.random.default_rng(options.seed), log)
    save(options.out / "tower.npz", tower.export())
    save(options.out / "adapter.npz", language.export())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=("tower", "language"))
    parser.add_argument("--base", required=True, type=Path, help="gemma.gguf: Gemma 3 270M, the base model, Q4_K_M")
    parser.add_argument("--out", required=True, type=Path, help="folder of tower.npz, adapter.npz and train.log")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--phantoms", type=int, default=9000)
    parser.add_argument("--steps", type=int, help="default: 1300 of the tower, 300 through the language model")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    log = Log(options.out / "train.log", "w" if options.stage == "tower" else "a")
    log(f"{options.stage}: seed {options.seed}; torch {torch.__version__}, numpy {np.__version__}")
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    {"tower": tower_stage, "language": language_stage}[options.stage](options, log)


if __name__ == "__main__":
    main()
