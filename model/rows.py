"""Training rows for a language model: one JSON object per line, rendered with the product's own prompts.

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
# rows with the same beginning are put together within this many batches of rows in random order
NEIGHBOURHOOD = 16
# number of characters that count as a prompt's beginning; the model reads a beginning common to a batch only once
BEGINNING = 200


@dataclass(frozen=True)
class Row:
    step: str
    case: str
    prompt: str
    images: tuple
    answer: str

    def kinship(self):
        """Sort key: first prompts with the same beginning (not for rows with images), then rows of similar length."""
        return "" if self.images else self.prompt[:BEGINNING], len(self.prompt) + len(self.answer)


def read(file):
    """All rows of a file. Image paths are relative to its folder. Raises ValueError with the number of an invalid line."""
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
    """The number of rows by step."""
    return {step: sum(row.step == step for row in rows) for step in sorted({row.step for row in rows})}


def batches(rows, size, chance):
    """The batches of one epoch: lists of at most SIZE rows with similar beginnings. All rows of a batch are of
    one step, and either all or none have images.

    The order is random, so that steps occur in proportion to their rows. chance: random.Random.
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

    mix: share of the batches by kind in a run of STEPS. A kind is the name of a step, followed by "+images"
    if its rows have images. None: in proportion to the rows.
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
    """Exchanges whole judgements at random between all claims of all alignment rows; claim numbers stay.

    A model that is trained on these rows cannot learn to judge claims. This checks that a normal model
    learns the task from the labels.
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
    """The labels in an answer, each with the index of its first letter."""
    return [(found.start(1), found.group(1))
            for found in re.finditer(r'"label":\s*"(%s)"' % "|".join(LABELS), answer)]


def judged(answer):
    """The labels by claim number; None if the text is not the JSON answer of an alignment."""
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
