import json
import sys
import tempfile
import unittest
from pathlib import Path

MODEL = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(MODEL))

import numpy as np

from phantoms import FINDINGS, Phantoms, names


class PhantomsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.truth = {"size": 224, "findings": list(FINDINGS), "seeds": [7, 8],
                      "rows": [[0, 1, 0, 0, 0, 0, 1], [0] * 7]}
        self.images = np.random.default_rng(0).integers(256, size=(2, 224, 224), dtype=np.uint8)

    def read(self):
        self.images.tofile(self.folder / "pixels.u8")
        (self.folder / "truth.json").write_text(json.dumps(self.truth))
        return Phantoms(self.folder)

    def test_images_and_truths(self):
        read = self.read()
        np.testing.assert_array_equal(self.images, read.pixels)
        self.assertEqual([7, 8], read.seeds)
        self.assertEqual(["right pleural effusion", "cardiomegaly"], names(read.truths[0]))
        self.assertEqual([], names(read.truths[1]))
        self.assertEqual(read.digest(), self.read().digest())

    def test_other_findings_or_sizes_are_refused(self):
        self.truth["findings"].reverse()
        with self.assertRaisesRegex(ValueError, "findings"):
            self.read()
        self.truth |= {"findings": list(FINDINGS), "size": 64}
        with self.assertRaisesRegex(ValueError, "224"):
            self.read()

    def test_missing_images_are_refused(self):
        self.images = self.images[:1]
        with self.assertRaises(ValueError):
            self.read()

    def test_the_committed_ones_have_the_same_findings(self):
        committed = json.loads((MODEL / "small" / "phantoms" / "truth.json").read_text())
        self.assertEqual(set(FINDINGS), {finding for image in committed for finding in image["findings"]})


if __name__ == "__main__":
    unittest.main()
