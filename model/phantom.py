"""Synthetic chest phantoms, drawn from a seed, with their truth.

They look as schematic as they are: two lungs, a heart, ribs, a diaphragm, noise, and any of seven
findings. Radiological convention: the image's left is the patient's right. A seed fixes everything
but the findings, so one seed with and without a finding is one patient with and without it.
"""
import argparse
import json
import struct
import zlib
from pathlib import Path

import numpy as np

SIZE = 224
FINDINGS = ("left pleural effusion", "right pleural effusion", "left lung opacity", "right lung opacity",
            "left pneumothorax", "right pneumothorax", "cardiomegaly")
PREVALENCE = 0.3
# seeds from here on are never trained on
HELD_OUT = 1_000_000
# what the committed images show: nothing, each finding alone, and some together
SHOWN = ((), *((finding,) for finding in FINDINGS),
         ("left pleural effusion", "cardiomegaly"),
         ("right lung opacity", "left pneumothorax"),
         ("left pleural effusion", "right pleural effusion"),
         ("right pneumothorax", "left lung opacity", "cardiomegaly"))

_ROWS, _COLUMNS = (np.mgrid[0:SIZE, 0:SIZE] - SIZE / 2) / (SIZE / 2)


def phantom(seed, findings=None):
    """Pixels, uint8 [224, 224], and truth, bool [7] in the order of FINDINGS.

    findings: names to show; None draws each one with PREVALENCE. ValueError for an unknown name.
    Computed in float64: one unit in the last place then reaches no pixel on any processor.
    """
    random = np.random.default_rng(seed)
    drawn = random.random(len(FINDINGS)) < PREVALENCE
    truth = drawn if findings is None else _truth(findings)
    shows = dict(zip(FINDINGS, truth.tolist()))
    uniform = random.uniform

    angle, scale = np.deg2rad(uniform(-5, 5)), uniform(.92, 1.08)
    right, down = uniform(-.06, .06, 2)
    x = ((_COLUMNS - right) * np.cos(angle) + (_ROWS - down) * np.sin(angle)) / scale
    y = ((_ROWS - down) * np.cos(angle) - (_COLUMNS - right) * np.sin(angle)) / scale

    image = .75 * _step((.92 + uniform(-.04, .04) - np.abs(x)) * 25)
    width, height, depth, dome = uniform(.30, .36), uniform(.62, .72), uniform(.38, .46), uniform(.56, .66)
    image += uniform(.28, .36) * np.exp(-(x / uniform(.09, .13)) ** 2)
    for side, sign in (("left", 1), ("right", -1)):
        lateral = sign * x
        lung = _step((1 - ((lateral - .42) / width) ** 2 - ((y + .05) / height) ** 2) * 9)
        image -= depth * lung
        # every number is drawn, shown or not: a finding changes nothing else in the picture
        place = uniform(.34, .50), uniform(-.42, .08), uniform(.11, .18), uniform(.11, .18), uniform(.17, .26)
        collapse = uniform(.68, .80), uniform(.09, .14)
        fluid = uniform(.10, .34), uniform(.28, .38)
        if shows[f"{side} lung opacity"]:
            across, along, wide, high, dense = place
            image += dense * lung * np.exp(-((lateral - across) / wide) ** 2 - ((y - along) / high) ** 2)
        if shows[f"{side} pneumothorax"]:
            rest, dark = collapse
            inner = _step((1 - ((lateral - .36) / (width * rest)) ** 2 - ((y - .03) / (height * rest)) ** 2) * 12)
            image -= dark * (1 - inner) * lung * _step((lateral - .28) * 12) * _step((.35 - y) * 10)
            image += .10 * np.exp(-((inner - .5) / .2) ** 2) * lung * (lateral > .2)
        if shows[f"{side} pleural effusion"]:
            level, dense = fluid
            image += dense * lung * _step((y - level + .35 * (lateral - .42)) * 18)
    radius = uniform(.37, .46), uniform(.23, .29)
    heart = radius[0] if shows["cardiomegaly"] else radius[1]
    image += uniform(.26, .32) * _step(
        (1 - ((x - .14) / heart) ** 2 - ((y - .28) / (.26 + .15 * (heart - .26))) ** 2) * 8)
    first, spacing = uniform(-.80, -.70), uniform(.15, .19)
    ribs = (np.abs(x) < .85) & (np.abs(x) > .08)
    for rib in range(9):
        image += .05 * ribs * np.exp(-((y - first - rib * spacing - .25 * x ** 2) / .018) ** 2)
    image += .3 * _step((y - dome + .1 * np.cos(3 * x)) * 18)

    exposed = np.clip(image / 1.2, 0, 1) ** uniform(.85, 1.2) * uniform(.85, 1.1)
    noise = random.normal(0, uniform(.008, .025), image.shape)
    return (np.clip(exposed + noise, 0, 1) * 255).astype(np.uint8), truth


def _step(z):
    return 1 / (1 + np.exp(-np.clip(z, -30, 30)))


def _truth(findings):
    unknown = sorted(set(findings) - set(FINDINGS))
    if unknown:
        raise ValueError(f"unknown finding: {', '.join(unknown)}; known: {', '.join(FINDINGS)}")
    return np.array([finding in findings for finding in FINDINGS])


def names(truth):
    """The findings of a truth, in the order of FINDINGS."""
    return [finding for finding, shown in zip(FINDINGS, truth) if shown]


def png(pixels):
    """A grey 8-bit PNG of uint8 [rows, columns]."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows, columns = pixels.shape
    lines = b"".join(b"\0" + row.tobytes() for row in pixels)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b""))


def write_shown(folder):
    """The images of SHOWN, from the first held-out seeds on, and truth.json."""
    folder.mkdir(parents=True, exist_ok=True)
    truth = []
    for seed, findings in enumerate(SHOWN, HELD_OUT):
        file = f"{seed}.png"
        pixels, shown = phantom(seed, findings)
        (folder / file).write_bytes(png(pixels))
        truth.append({"file": file, "seed": seed, "findings": names(shown)})
    lines = ",\n".join("  " + json.dumps(row) for row in truth)
    (folder / "truth.json").write_text(f"[\n{lines}\n]\n")


def main():
    parser = argparse.ArgumentParser(description="Write one synthetic chest phantom as PNG, or the committed set.")
    parser.add_argument("--seed", type=int, help=f"from {HELD_OUT} on: never trained on")
    parser.add_argument("--labels", nargs="*", metavar="FINDING",
                        help=f"what it shows, of: {', '.join(FINDINGS)}; none = normal; left out = drawn by the seed")
    parser.add_argument("--out", required=True, type=Path, help="the PNG; a folder with --set")
    parser.add_argument("--set", action="store_true", help="write the committed images and truth.json into --out")
    options = parser.parse_args()
    if options.set:
        write_shown(options.out)
        return
    if options.seed is None:
        parser.error("--seed is missing")
    try:
        pixels, truth = phantom(options.seed, options.labels)
    except ValueError as problem:
        parser.error(str(problem))
    options.out.write_bytes(png(pixels))
    print(json.dumps({"file": options.out.name, "seed": options.seed, "findings": names(truth)}))


if __name__ == "__main__":
    main()
