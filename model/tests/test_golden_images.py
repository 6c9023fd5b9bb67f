"""The golden images of the product's tests are what the script makes."""
import gzip
import unittest

import numpy as np

import golden_images


class GoldenImages(unittest.TestCase):
    def test_committed_files_are_those_of_the_script(self):
        made = golden_images.files()
        committed = {}
        for path in golden_images.OUT.iterdir():
            content = path.read_bytes()
            committed[path.name.removesuffix(".gz")] = gzip.decompress(content) if path.suffix == ".gz" else content
        self.assertEqual(sorted(made), sorted(committed))
        for name, content in made.items():
            self.assertTrue(content == committed[name], name)

    def test_the_notebooks_of_medgemma_count_with_32_bits_and_differ_by_one_level_at_most(self):
        hu = np.arange(-1100, 1101)
        levels = np.rint(255 * golden_images.windows(hu))
        for band, (low, high) in enumerate(golden_images.RANGES):
            clipped = np.clip(hu, low, high).astype(np.float32)
            clipped -= low
            clipped /= high - low
            clipped *= 255.0
            self.assertLessEqual(np.abs(np.round(clipped, 0) - levels[:, band]).max(), 1)


if __name__ == "__main__":
    unittest.main()
