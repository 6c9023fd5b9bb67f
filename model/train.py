"""Trains a LoRA of Gemma 3 on rows of the product's own prompts.

    python3 model/train.py --rows train.jsonl --base gemma.gguf --out DIR [--tower tower.npz] [--held held.jsonl]

The base is a GGUF (Gemma 3 270M; images through --tower, as Ollama runs it) or a Hugging Face folder
(MedGemma). The defaults are those of the model card. Writes adapter.npz (for merge.py), training.json,
train.log and checkpoint.pt, with which --resume continues an interrupted run; for a folder also PEFT's files.
The same seed and rows give the same run, except for the last bits of sums, which depend on the processor.
"""
import argparse
import hashlib
import json
import math
import os
import platform
import random
import resource
import time
from importlib import metadata
from pathlib import Path

# one thread: two threads are several times slower when other programs run, and sums depend on the number of threads
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import numpy as np
import torch
from torch import nn

from language import FolderLanguage, GgufLanguage, lora_config
from rows import ALIGNMENT, batches, counts, is_json, judged, plan, read, shuffle_labels

WARM_UP = .03
LOG_EVERY = 10
HELD_BATCH = 8


class Log:
    """Writes lines to the terminal and to a file, each with the seconds since the start."""

    def __init__(self, file):
        self.file, self.start = open(file, "a", buffering=1), time.monotonic()

    def __call__(self, line):
        line = f"{time.monotonic() - self.start:6.0f}s {line}"
        print(line, flush=True)
        print(line, file=self.file)


def mix(text):
    """The value of --mix as a dictionary from kind to share."""
    return {kind: float(part) for kind, part in (one.split("=") for one in text.split(","))}


def rate(step, steps, highest):
    """The learning rate: a linear warm-up, then a cosine down to zero."""
    warm = max(1, round(steps * WARM_UP))
    if step < warm:
        return highest * (step + 1) / warm
    return highest * .5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


def write(file, how):
    """Writes a file and moves it into place at the end, so that it is always complete."""
    part = file.with_name(file.name + ".part")
    with open(part, "wb") as out:
        how(out)
    os.replace(part, file)


class Training:
    def __init__(self, options, language, tower, log):
        self.options, self.language, self.tower, self.log = options, language, tower, log
        groups = [{"params": language.lora_parameters(), "highest": options.rate}]
        if tower is not None and options.tower_rate:
            groups.append({"params": list(tower.parameters()), "highest": options.tower_rate})
        self.parameters = [parameter for group in groups for parameter in group["params"]]
        self.optimizer = torch.optim.AdamW(groups, lr=0., weight_decay=0.)
        self.scaler = torch.amp.GradScaler(language.device.type, enabled=(
            language.device.type == "cuda" and not torch.cuda.is_bf16_supported()))

    def run(self, batches, held):
        options, log, recent = self.options, self.log, {}
        first = self.restore() if options.resume else 0
        self.language.model.train()
        tokens, begun = 0, time.monotonic()
        for step in range(first, len(batches)):
            for group in self.optimizer.param_groups:
                group["lr"] = rate(step, len(batches), group["highest"])
            loss, count = self.language.loss(batches[step], sampled=True)
            self.optimizer.zero_grad()
            self.scaler.scale(loss).backward()
            self.scaler.unscale_(self.optimizer)
            nn.utils.clip_grad_norm_(self.parameters, 1.)
            self.scaler.step(self.optimizer)
            self.scaler.update()
            recent.setdefault(batches[step][0].step, []).append(loss.item())
            tokens += count
            done = step + 1
            if done % LOG_EVERY == 0 or done == len(batches):
                told = ", ".join(f"{name} {np.mean(values):.4f} ({len(values)})" for name, values in sorted(recent.items()))
                log(f"step {done} of {len(batches)}: {told}; {(time.monotonic() - begun) / (done - first):.2f} s a step")
                recent = {}
            if done % options.save_every == 0 or done == len(batches):
                self.save(done)
            if held and options.held_every and done % options.held_every == 0 and done < len(batches):
                self.measure(held)
        log(f"{tokens} answer tokens learned from; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB at most")

    def save(self, done):
        out = self.options.out
        arrays = self.language.export()
        write(out / "adapter.npz", lambda file: np.savez_compressed(file, **arrays))
        if self.tower is not None and self.options.tower_rate:
            seeing = self.tower.export()
            write(out / "tower.npz", lambda file: np.savez_compressed(file, **seeing))
        words = self.language.words
        write(out / "checkpoint.pt", lambda file: torch.save({
            "done": done, "lora": self.language.lora_state(), "optimizer": self.optimizer.state_dict(),
            "tower": None if self.tower is None else self.tower.state_dict(), "scaler": self.scaler.state_dict(),
            "chance": torch.get_rng_state(), "words": None if words is None else words[3].get_state()}, file))

    def restore(self):
        file = self.options.out / "checkpoint.pt"
        if not file.exists():
            return 0
        found = torch.load(file, map_location="cpu", weights_only=True)
        self.language.restore_lora(found["lora"])
        highest = [group["highest"] for group in self.optimizer.param_groups]
        self.optimizer.load_state_dict(found["optimizer"])
        # use the learning rate of this run, not the stored one
        for group, rate_of_now in zip(self.optimizer.param_groups, highest):
            group["highest"] = rate_of_now
        self.scaler.load_state_dict(found["scaler"])
        if self.tower is not None and self.options.tower_rate:
            # a tower that is not trained comes from --tower
            self.tower.load_state_dict(found["tower"])
        torch.set_rng_state(found["chance"])
        if found["words"] is not None:
            self.language.words[3].set_state(found["words"])
        self.log(f"continuing after step {found['done']}")
        return found["done"]

    def measure(self, rows):
        """Logs the mean loss per token of held-out rows by step, and how many labels are right after the true text."""
        self.language.model.eval()
        sums, right = {}, []
        with torch.no_grad():
            for batch in batches(rows, HELD_BATCH, random.Random(0)):
                loss, count = self.language.loss(batch)
                total = sums.setdefault(batch[0].step, [0., 0])
                total[0] += loss.item() * count
                total[1] += count
                if batch[0].step == ALIGNMENT:
                    right += [one for row in self.language.label_scores(batch) for one in row]
        told = ", ".join(f"{step} {total / count:.4f}" for step, (total, count) in sorted(sums.items()))
        self.log(f"held out: loss {told}")
        if right:
            self.log(f"held out: label after true evidence right {sum(right)} of {len(right)}")
        self.language.model.train()

    def generate(self, rows):
        """Logs how good the model's own answers to held-out rows are; it always takes the most probable token."""
        self.language.model.eval()
        tallies = {}
        for batch in batches(rows, HELD_BATCH, random.Random(0)):
            limit = 16 + max(len(self.language.encode(row.answer)) for row in batch) * 3 // 2
            for row, answer in zip(batch, self.language.decode(batch, limit)):
                tally = tallies.setdefault(row.step, dict.fromkeys(("rows", "JSON", "exact", "claims", "label right"), 0))
                tally["rows"] += 1
                tally["JSON"] += is_json(answer)
                tally["exact"] += answer == row.answer
                if row.step == ALIGNMENT:
                    truth, found = judged(row.answer), judged(answer) or {}
                    tally["claims"] += len(truth)
                    tally["label right"] += sum(found.get(claim) == label for claim, label in truth.items())
        for step, tally in sorted(tallies.items()):
            self.log(f"generated: {step} {json.dumps({key: value for key, value in tally.items() if value or key != 'claims'})}")
        self.language.model.train()


def versions():
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in (
        "torch", "transformers", "peft", "tokenizers", "numpy", "gguf")}}


def sha256(file):
    with open(file, "rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", required=True, type=Path, help="JSON lines: step, case, prompt, images, answer")
    parser.add_argument("--base", required=True, type=Path, help="a GGUF, or a Hugging Face folder")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--tower", type=Path, help="tower.npz: the vision tower for a GGUF")
    parser.add_argument("--tower-rate", type=float, default=0., help="learning rate of the tower; 0: the tower is not trained")
    parser.add_argument("--held", type=Path, help="JSON lines of held-out rows")
    parser.add_argument("--held-every", type=int, default=0, help="interval in steps; 0: only at the end")
    parser.add_argument("--generate", type=int, default=0, help="number of held-out rows that the model answers at the end")
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--alpha", type=float, default=16)
    parser.add_argument("--targets", default="q_proj,v_proj", type=lambda text: text.split(","))
    parser.add_argument("--dropout", type=float, default=.05)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, help="number of batches, instead of whole epochs")
    parser.add_argument("--mix", type=mix,
                        help="with --steps: shares of the kinds of rows, such as alignment=3,alignment+images=2,claims=1")
    parser.add_argument("--sampled", type=int, default=0,
                        help="the loss uses the answers' tokens and this many others; 0: all tokens")
    parser.add_argument("--save-every", type=int, default=100)
    parser.add_argument("--resume", action="store_true", help="continues from OUT/checkpoint.pt, if it exists")
    parser.add_argument("--shuffle-labels", action="store_true", help="exchanges judgements at random, so that no labels can be learned")
    parser.add_argument("--eight-bit", action="store_true", help="loads the base in 8 bits (bitsandbytes; only a folder, on a GPU)")
    parser.add_argument("--threads", type=int, default=1)
    return parser, parser.parse_args()


def load(options, device):
    """The language model, and the tower or None."""
    config = lora_config(options.rank, options.alpha, options.targets, options.dropout)
    if options.base.is_dir():
        return FolderLanguage(options.base, config, device, options.eight_bit), None
    tower = None
    if options.tower:
        from tower import Tower
        tower = Tower()
        tower.restore(dict(np.load(options.tower)))
        tower.to(device).requires_grad_(bool(options.tower_rate))
    return GgufLanguage(options.base, config, device, tower), tower


def main():
    parser, options = arguments()
    if options.mix and not options.steps:
        parser.error("--mix needs --steps")
    if options.eight_bit and not (options.base.is_dir() and torch.cuda.is_available()):
        parser.error("--eight-bit needs a Hugging Face folder and a GPU")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    log = Log(options.out / "train.log")
    rows, held = read(options.rows), read(options.held) if options.held else []
    if options.shuffle_labels:
        rows = shuffle_labels(rows, options.seed)
    steps = plan(rows, options.batch, options.epochs, options.steps, options.seed, options.mix)
    record = {"rows_sha256": sha256(options.rows), "rows": counts(rows), "held_rows": counts(held), "batches": len(steps),
              "options": {name: str(value) if isinstance(value, Path) else value for name, value in vars(options).items()},
              "versions": versions()}
    write(options.out / "training.json", lambda file: file.write((json.dumps(record, indent=1) + "\n").encode()))
    log(f"rows {record['rows']}, held out {record['held_rows']}, {len(steps)} batches, seed {options.seed}")
    language, tower = load(options, torch.device("cuda" if torch.cuda.is_available() else "cpu"))
    log(f"base loaded; {sum(p.numel() for p in language.lora_parameters())} parameters of the LoRA")
    if options.sampled:
        language.sample_words({row.answer for row in rows}, options.sampled, options.seed)
    training = Training(options, language, tower, log)
    training.run(steps, held)
    if options.base.is_dir():
        language.save(options.out)
    if held:
        training.measure(held)
    if held and options.generate:
        chosen = random.Random(options.seed).sample(held, min(options.generate, len(held)))
        training.generate(chosen)


if __name__ == "__main__":
    main()
