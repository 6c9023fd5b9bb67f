"""The command line of train.py up to the training itself, which needs no torch."""
import contextlib
import io
import json
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

MODEL = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(MODEL))

import train

ROWS = [{"step": "alignment", "prompt": f"[img] {number}", "images": ["there.png", "gone.png"], "answer": "{}"}
        for number in range(5)]
ROWS += [{"step": "claims", "prompt": f"{number}", "answer": "{}"} for number in range(9)]


class CommandTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.rows = self.folder / "rows.jsonl"
        self.rows.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
        (self.folder / "there.png").touch()

    def card(self, text):
        file = self.folder / "card"
        file.write_text(text)
        return "--card", str(file)

    def train(self, *more):
        said = io.StringIO()
        told = ["train.py", "--rows", str(self.rows), "--base", str(self.folder / "base"),
                "--out", str(self.folder / "out"), *more]
        with mock.patch.object(sys, "argv", told), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            try:
                train.main()
            except SystemExit:
                pass
        return said.getvalue()

    def options(self, *more):
        first = self.train("--dry-run", *more).splitlines()[0]
        return json.loads(first.removeprefix("options: "))

    def test_a_dry_run_tells_what_would_be_done_and_writes_nothing(self):
        before = sorted(self.folder.iterdir())
        told = self.train("--dry-run", "--epochs", "2")
        self.assertIn("base is not there", told)
        self.assertIn("rows: {'alignment': 5, 'claims': 9}, held out {}; 2 images, 1 of them missing", told)
        self.assertIn(f"missing: {self.folder / 'gone.png'}", told)
        # each epoch has 2 + 3 batches of 4 rows at most
        self.assertIn("batches: 10, {'alignment+images': 4, 'claims': 6}", told)
        self.assertIn("out: training.json, train.log, adapter.npz, checkpoint.pt, adapter_config.json", told)
        self.assertEqual(before, sorted(self.folder.iterdir()))

    def test_the_files_depend_on_the_base_and_the_tower(self):
        (self.folder / "base").touch()
        told = self.train("--dry-run", "--tower-rate", "1e-4")
        self.assertIn("base is a GGUF", told)
        self.assertTrue(told.rstrip().endswith("checkpoint.pt, tower.npz"), told)

    def test_the_committed_card_has_the_defaults_and_eight_bits(self):
        plain, card = self.options(), self.options("--card", str(MODEL / "card.yaml"))
        self.assertFalse(plain["eight_bit"])
        self.assertEqual(plain | {"eight_bit": True, "card": str(MODEL / "card.yaml")}, card)

    def test_a_card_sets_what_the_command_does_not(self):
        text = "training:\n  r: 4\n  learning_rate: 1e-3\n  target_modules: [o_proj]\n  load_in_8bit: true\n  max_steps: 7\n"
        for card in (text, f"---\nlicense: gemma\n{text}---\n# Card\ntraining: none\n"):
            found = self.options(*self.card(card), "--rank", "6", "--no-eight-bit")
            self.assertEqual((6, 1e-3, ["o_proj"], False, 7, 16), tuple(
                found[name] for name in ("rank", "rate", "targets", "eight_bit", "steps", "alpha")))

    def test_a_card_that_cannot_be_followed_is_refused(self):
        for card, told in (("training:\n  fp8: true\n", "unknown key fp8; the keys are r, lora_alpha"), ("[", "is not YAML"),
                           ("a: 1\n", "has no section training"), ("text", "has no section training"),
                           ("training:\n  lr_scheduler_type: linear\n", "lr_scheduler_type can only be cosine"),
                           ("training:\n  r: many\n", "r must be a number"),
                           ("training:\n  load_in_8bit: 'no'\n", "load_in_8bit must be a bool"),
                           ("training:\n  max_steps: -1\n", "--steps must be at least 1")):
            self.assertIn(told, self.train("--dry-run", *self.card(card)))

    def test_rows_that_cannot_be_read_are_told(self):
        self.rows.write_text('{"step": "claims"}\n')
        self.assertIn("rows.jsonl, line 1: KeyError", self.train("--dry-run"))


if __name__ == "__main__":
    unittest.main()
