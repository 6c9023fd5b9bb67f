"""The rows that a language model learns from: one JSON object a line, rendered by the product's own prompts.

    {"step": "alignment", "case": "case-000012", "prompt": "...", "images": ["a.png"], "answer": "{...}"}

Standard library alone.
"""
import json
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path

ALIGNMENT = "alignment"
LABELS = ("supported", "uncertain", "needs_review")
# within so many batches of rows in random order, rows that begin alike come together
NEIGHBOURHOOD = 16
# characters that say how a prompt begins: the model reads a beginning that a batch shares once
BEGINNING = 200


@dataclass(frozen=True)
class Row:
    step: str
    case: str
    prompt: str
    images: tuple
    answer: str

    def kinship(self):
        """Near in order: prompts that begin alike (those with images do not), then rows of like length."""
        return "" if self.images else self.prompt[:BEGINNING], len(self.prompt) + len(self.answer)


def read(file):
    """All rows of a file; relative image paths are relative to its folder. ValueError names a bad line."""
    file = Path(file)
    rows = []
    with open(file, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                told = json.loads(line)
                rows.append(Row(told["step"], told.get("case", ""), told["prompt"],
                                tuple(file.parent / image for image in told.get("images") or ()), told["answer"]))
            except (ValueError, KeyError, TypeError, AttributeError) as e:
                raise ValueError(f"{file}, line {number}: {type(e).__name__}: {e}") from e
    if not rows:
        raise ValueError(f"{file} has no rows")
    return rows


def counts(rows):
    """How many rows each step has."""
    return {step: sum(row.step == step for row in rows) for step in sorted({row.step for row in rows})}


def batches(rows, size, chance):
    """One epoch: lists of at most SIZE rows, each of one step, with or without images, that begin alike.

    Batches come in random order, so that steps are drawn in proportion to their rows. chance: random.Random.
    """
    kinds = {}
    for row in rows:
        kinds.setdefault((row.step, bool(row.images)), []).append(row)
    found = []
    for _, kind in sorted(kinds.items()):
        chance.shuffle(kind)
        for start in range(0, len(kind), size * NEIGHBOURHOOD):
            near = sorted(kind[start:start + size * NEIGHBOURHOOD], key=Row.kinship)
            found += [near[at:at + size] for at in range(0, len(near), size)]
    chance.shuffle(found)
    return found


def plan(rows, size, epochs, steps, seed, mix=None):
    """All batches of a run: EPOCHS epochs, or exactly STEPS batches if that is not None.

    mix: parts by kind (the step, "+images" behind it where rows have images) that batches of each kind
    have in a run of STEPS; None: as many as its rows have.
    """
    chance, found = random.Random(seed), []
    if mix:
        return _mixed(rows, size, steps, mix, chance)
    epoch = 0
    while epoch < epochs if steps is None else len(found) < steps:
        found += batches(rows, size, chance)
        epoch += 1
    return found[:steps]


def _mixed(rows, size, steps, mix, chance):
    kinds = {kind: [row for row in rows if kind == row.step + ("+images" if row.images else "")] for kind in sorted(mix)}
    missing = [kind for kind, of in kinds.items() if not of]
    if missing:
        raise ValueError(f"there are no rows of {', '.join(missing)}")
    waiting = {kind: [] for kind in kinds}
    found = []
    for kind in chance.choices(list(kinds), [mix[kind] for kind in kinds], k=steps):
        if not waiting[kind]:
            waiting[kind] = batches(kinds[kind], size, chance)
        found.append(waiting[kind].pop())
    return found


def shuffle_labels(rows, seed):
    """Whole judgements exchanged at random between all claims of all alignment rows; claim numbers stay.

    A model trained on these can only learn what the prompt has nothing to do with: the check that the
    labels carry the task.
    """
    answers = {at: json.loads(row.answer) for at, row in enumerate(rows) if row.step == ALIGNMENT}
    pool = [judgement for answer in answers.values() for judgement in answer["judgements"]]
    random.Random(seed).shuffle(pool)
    changed, drawn = list(rows), iter(pool)
    for at, answer in answers.items():
        answer["judgements"] = [{**next(drawn), "claim": judgement["claim"]} for judgement in answer["judgements"]]
        changed[at] = replace(rows[at], answer=json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    return changed


def label_places(answer):
    """Where each label's first letter is in the answer, and the label."""
    return [(found.start(1), found.group(1))
            for found in re.finditer(r'"label":\s*"(%s)"' % "|".join(LABELS), answer)]


def judged(answer):
    """Claim number to label; None if this is not the JSON of an alignment."""
    try:
        told = {judgement["claim"]: judgement["label"] for judgement in json.loads(answer)["judgements"]}
        return told if told.keys() <= set(range(1, 201)) else None
    except (ValueError, KeyError, TypeError):
        return None


def is_json(answer):
    try:
        return isinstance(json.loads(answer), dict)
    except ValueError:
        return False
