"""Trains a LoRA of Gemma 3 on rows of the product's own prompts.

    python3 model/train.py --rows train.jsonl --base gemma.gguf --out DIR [--tower tower.npz] [--held held.jsonl]

The base is a GGUF (Gemma 3 270M; images through --tower, as llama.cpp runs it) or a Hugging Face folder
(MedGemma). The defaults are those of the model card; --card takes another card's. Writes adapter.npz (for merge.py),
training.json, train.log and checkpoint.pt, with which --resume continues an interrupted run; for a folder also PEFT's files.
The same seed and rows give the same run, except for the last bits of sums, which depend on the processor.
"""
import argparse
import json
import random
from pathlib import Path

from rows import counts, plan, read, shuffle_labels
from weights import sha256

# the keys of a card's section training, named as in PEFT's LoraConfig and transformers' TrainingArguments, and the
# option that each one sets
OF_CARD = {"r": ("rank", int), "lora_alpha": ("alpha", float), "target_modules": ("targets", list),
           "lora_dropout": ("dropout", float), "num_train_epochs": ("epochs", int), "max_steps": ("steps", int),
           "per_device_train_batch_size": ("batch", int), "learning_rate": ("rate", float),
           "warmup_ratio": ("warm_up", float), "load_in_8bit": ("eight_bit", bool), "seed": ("seed", int)}
# keys with the only value that this program has
ONLY = {"lr_scheduler_type": "cosine", "task_type": "CAUSAL_LM"}


def mix(text):
    """The value of --mix as a dictionary from kind to share."""
    return {kind: float(part) for kind, part in (one.split("=") for one in text.split(","))}


def defaults(card):
    """The options that a card sets. Raises ValueError if it has no section training or says what cannot be trained."""
    import yaml

    text = card.read_text(encoding="utf-8")
    if text.startswith("---\n"):
        # the header of a Markdown file
        text = text[4:].partition("\n---\n")[0]
    try:
        told = yaml.safe_load(text)
    except yaml.YAMLError as e:
        raise ValueError(f"{card} is not YAML: {e}") from e
    section = told.get("training") if isinstance(told, dict) else None
    if not isinstance(section, dict) or not section:
        raise ValueError(f"{card} has no section training")
    found = {}
    for key, value in section.items():
        if key in ONLY:
            if value != ONLY[key]:
                raise ValueError(f"{card}: {key} can only be {ONLY[key]}")
            continue
        if key not in OF_CARD:
            raise ValueError(f"{card}: training has the unknown key {key}; the keys are {', '.join([*OF_CARD, *ONLY])}")
        option, kind = OF_CARD[key]
        if kind in (bool, list) and not isinstance(value, kind):
            raise ValueError(f"{card}: {key} must be a {kind.__name__}")
        try:
            # YAML takes 2e-4 for a text
            found[option] = kind(value)
        except (ValueError, TypeError) as e:
            raise ValueError(f"{card}: {key} must be a number") from e
    return found


def foretold(options, record, rows, steps):
    """The lines of a dry run."""
    images = {image for row in rows for image in row.images}
    missing = sorted(str(image) for image in images if not image.is_file())
    files = ["training.json", "train.log", "adapter.npz", "checkpoint.pt"]
    if options.tower_rate:
        files.append("tower.npz")
    base = "a Hugging Face folder" if options.base.is_dir() else "a GGUF" if options.base.is_file() else "not there"
    if not options.base.is_file():
        files.append("adapter_config.json and adapter_model.safetensors (for a folder)")
    yield "options: " + json.dumps(record["options"], sort_keys=True)
    yield f"base: {options.base} is {base}"
    yield f"rows: {record['rows']}, held out {record['held_rows']}; {len(images)} images, {len(missing)} of them missing"
    if missing:
        yield f"missing: {missing[0]}"
    kinds = {}
    for batch in steps:
        kind = batch[0].step + ("+images" if batch[0].images else "")
        kinds[kind] = kinds.get(kind, 0) + 1
    yield f"batches: {len(steps)}, {dict(sorted(kinds.items()))}"
    yield f"would write into {options.out}: {', '.join(files)}"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--card", type=Path, help="a model card: YAML, or Markdown that begins with it; its section"
                        " training gives the options that are not given here")
    parser.add_argument("--dry-run", action="store_true",
                        help="reads card and rows, prints what would be trained and written, and trains and writes nothing")
    parser.add_argument("--rows", required=True, type=Path, help="JSON lines: step, case, prompt, images, answer")
    parser.add_argument("--base", required=True, type=Path, help="a GGUF, or a Hugging Face folder")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--tower", type=Path, help="tower.npz: the vision tower for a GGUF")
    parser.add_argument("--start", type=Path, help="adapter.npz to start from, instead of zeros; same rank and targets")
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
    parser.add_argument("--warm-up", type=float, default=.03, help="share of the steps in which the rate rises")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, help="number of batches, instead of whole epochs")
    parser.add_argument("--mix", type=mix,
                        help="with --steps: shares of the kinds of rows, such as alignment=3,alignment+images=2,claims=1")
    parser.add_argument("--sampled", type=int, default=0,
                        help="the loss uses the answers' tokens and this many others; 0: all tokens")
    parser.add_argument("--save-every", type=int, default=100)
    parser.add_argument("--resume", action="store_true", help="continues from OUT/checkpoint.pt, if it exists")
    parser.add_argument("--shuffle-labels", action="store_true", help="exchanges judgements at random, so that no labels can be learned")
    parser.add_argument("--eight-bit", action=argparse.BooleanOptionalAction, default=False,
                        help="loads the base in 8 bits (bitsandbytes; only a folder, on a GPU)")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    if options.card:
        try:
            parser.set_defaults(**defaults(options.card))
        except (OSError, ValueError) as e:
            parser.error(str(e))
        # options that are given win over the card's
        options = parser.parse_args()
    if options.steps is not None and options.steps < 1:
        parser.error("--steps must be at least 1")
    if options.mix and not options.steps:
        parser.error("--mix needs --steps")
    return parser, options


def main():
    parser, options = arguments()
    try:
        rows, held = read(options.rows), read(options.held) if options.held else []
        if options.shuffle_labels:
            rows = shuffle_labels(rows, options.seed)
        steps = plan(rows, options.batch, options.epochs, options.steps, options.seed, options.mix)
    except (OSError, ValueError) as e:
        parser.error(str(e))
    record = {"rows_sha256": sha256(options.rows), "rows": counts(rows), "held_rows": counts(held), "batches": len(steps),
              "options": {name: str(value) if isinstance(value, Path) else value for name, value in vars(options).items()}}
    if options.dry_run:
        print("\n".join(foretold(options, record, [*rows, *held], steps)))
        return
    run(parser, options, rows, held, steps, record)


def run(parser, options, rows, held, steps, record):
    """Trains and measures; record: what training.json tells, without the versions."""
    # first, because it sets how many threads numpy has
    from training import Log, Training, load, torch, versions, write
    import numpy as np

    if options.eight_bit and not (options.base.is_dir() and torch.cuda.is_available()):
        parser.error("--eight-bit needs a Hugging Face folder and a GPU")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    log = Log(options.out / "train.log")
    record = record | {"versions": versions()}
    write(options.out / "training.json", lambda file: file.write((json.dumps(record, indent=1) + "\n").encode()))
    log(f"rows {record['rows']}, held out {record['held_rows']}, {len(steps)} batches, seed {options.seed}")
    language, tower = load(options, torch.device("cuda" if torch.cuda.is_available() else "cpu"))
    if options.start:
        language.continue_from(dict(np.load(options.start)))
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
