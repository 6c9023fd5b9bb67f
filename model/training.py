"""The training of a LoRA, and of the tower if that is trained, on batches of rows (torch, transformers, peft)."""
import json
import math
import os
import platform
import random
import resource
import time
from importlib import metadata

# one thread: two threads are several times slower when other programs run, and sums depend on the number of threads
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import numpy as np
import torch
from torch import nn

from language import FolderLanguage, GgufLanguage, lora_config
from rows import ALIGNMENT, batches, is_json, judged

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


def rate(step, steps, highest, warm_up):
    """The learning rate: a linear warm-up over this share of the steps, then a cosine down to zero."""
    warm = max(1, round(steps * warm_up))
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
                group["lr"] = rate(step, len(batches), group["highest"], options.warm_up)
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


def versions():
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in (
        "torch", "transformers", "peft", "tokenizers", "numpy", "gguf")}}
