import sys
import tempfile
import unittest
from argparse import Namespace
from pathlib import Path

MODEL = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(MODEL), str(MODEL / "tests")]

from test_language import tiny  # skips this module without torch

import torch

import training


def of_tiny(out, rate, resume=False):
    options = Namespace(out=Path(out), rate=rate, tower_rate=0., resume=resume)
    return training.Training(options, tiny(), None, lambda line: None)


class ResumeTest(unittest.TestCase):
    def test_goes_on_with_the_weights_of_then_and_the_rate_of_now(self):
        with tempfile.TemporaryDirectory() as out:
            first = of_tiny(out, 1e-3)
            with torch.no_grad():
                for value in first.language.lora_state().values():
                    value.fill_(.25)
            first.save(7)
            again = of_tiny(out, 4e-3, resume=True)
            self.assertEqual(7, again.restore())
            self.assertEqual([4e-3], [group["highest"] for group in again.optimizer.param_groups])
            for name, value in again.language.lora_state().items():
                self.assertTrue(torch.equal(torch.full_like(value, .25), value), name)


if __name__ == "__main__":
    unittest.main()
