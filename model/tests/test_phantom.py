import json
import struct
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

MODEL = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(MODEL))

import numpy as np

from phantom import FINDINGS, HELD_OUT, PREVALENCE, SIZE, names, phantom, png, write_shown

SHOWN = MODEL / "small" / "phantoms"


def pixels_of(file):
    """Decodes what png() writes: one IDAT, every line unfiltered."""
    data = file.read_bytes()
    columns, rows = struct.unpack(">II", data[16:24])
    start = data.index(b"IDAT")
    length, = struct.unpack(">I", data[start - 4:start])
    lines = np.frombuffer(zlib.decompress(data[start + 4:start + 4 + length]), np.uint8).reshape(rows, columns + 1)
    return lines[:, 1:]


class PhantomTest(unittest.TestCase):
    def test_seed_fixes_pixels_and_truth(self):
        first, again, other = phantom(3), phantom(3), phantom(4)
        np.testing.assert_array_equal(first[0], again[0])
        np.testing.assert_array_equal(first[1], again[1])
        self.assertFalse(np.array_equal(first[0], other[0]))
        self.assertEqual(((SIZE, SIZE), np.uint8), (first[0].shape, first[0].dtype))

    def test_truth_is_what_was_asked_for(self):
        _, truth = phantom(1, ["cardiomegaly", "left pneumothorax"])
        self.assertEqual(["left pneumothorax", "cardiomegaly"], names(truth))
        self.assertEqual([], names(phantom(1, [])[1]))
        with self.assertRaisesRegex(ValueError, "unknown finding: fracture"):
            phantom(1, ["fracture"])

    def test_drawn_findings_are_as_frequent_as_stated(self):
        share = np.mean([phantom(seed)[1] for seed in range(150)], axis=0)
        self.assertTrue((np.abs(share - PREVALENCE) < .15).all(), share)

    def test_left_of_the_patient_is_right_in_the_image(self):
        """A finding changes its own half of the picture, and nothing in the other."""
        for seed in range(HELD_OUT, HELD_OUT + 5):
            normal = phantom(seed, [])[0].astype(int)
            for finding in FINDINGS[:6]:
                changed = np.abs(phantom(seed, [finding])[0] - normal)
                image_left, image_right = changed[:, :SIZE // 2].sum(), changed[:, SIZE // 2:].sum()
                own, far = (image_right, image_left) if finding.startswith("left") else (image_left, image_right)
                self.assertGreater(own, 2000, finding)
                self.assertLess(far, own / 20, finding)

    def test_cardiomegaly_widens_the_heart(self):
        normal, wide = (phantom(HELD_OUT, findings)[0].astype(int) for findings in ([], ["cardiomegaly"]))
        self.assertGreater((wide - normal > 20).sum(), 1000)

    def test_committed_images_are_what_the_command_writes(self):
        committed = json.loads((SHOWN / "truth.json").read_text())
        with tempfile.TemporaryDirectory() as folder:
            write_shown(Path(folder))
            self.assertEqual(committed, json.loads((Path(folder) / "truth.json").read_text()))
            self.assertEqual(sorted(file.name for file in SHOWN.glob("*.png")), [row["file"] for row in committed])
            for row in committed:
                np.testing.assert_array_equal(pixels_of(SHOWN / row["file"]), pixels_of(Path(folder) / row["file"]))

    def test_every_finding_is_shown_in_the_committed_images(self):
        committed = json.loads((SHOWN / "truth.json").read_text())
        self.assertEqual(set(FINDINGS), {finding for row in committed for finding in row["findings"]})
        self.assertIn([], [row["findings"] for row in committed])

    def test_png_of_an_oblong(self):
        oblong = np.arange(6, dtype=np.uint8).reshape(2, 3)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "a.png"
            file.write_bytes(png(oblong))
            np.testing.assert_array_equal(oblong, pixels_of(file))


if __name__ == "__main__":
    unittest.main()
