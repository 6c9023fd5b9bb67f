"""Reads synthetic chest phantoms, which the product's generator (org.radiologytrust.lab.phantom) writes.

A set is a folder with pixels.u8 and truth.json. The seeds of set N start at N million. Set 0 is never used
for training.
"""
import hashlib
import json

import numpy as np

import shape

FINDINGS = ("left pleural effusion", "right pleural effusion", "left lung opacity", "right lung opacity",
            "left pneumothorax", "right pneumothorax", "cardiomegaly")


class Phantoms:
    """pixels, uint8 [n, 224, 224]; truths, bool [n, 7] in the order of FINDINGS; seeds, n of them."""

    def __init__(self, folder):
        """Raises ValueError if the folder has other findings or images of another size."""
        truth = json.loads((folder / "truth.json").read_text())
        if tuple(truth["findings"]) != FINDINGS or truth["size"] != shape.IMAGE:
            raise ValueError(f"{folder} must have images of {shape.IMAGE} pixels and the findings {', '.join(FINDINGS)}")
        self.seeds = truth["seeds"]
        self.truths = np.array(truth["rows"], dtype=bool).reshape(len(self.seeds), len(FINDINGS))
        pixels = np.fromfile(folder / "pixels.u8", dtype=np.uint8)
        self.pixels = pixels.reshape(len(self.seeds), shape.IMAGE, shape.IMAGE)

    def digest(self):
        """SHA-256 of pixels and truths, in hex."""
        return hashlib.sha256(self.pixels.tobytes() + self.truths.tobytes()).hexdigest()


def names(truth):
    """The names of the findings that a truth contains, in the order of FINDINGS."""
    return [finding for finding, shown in zip(FINDINGS, truth) if shown]
