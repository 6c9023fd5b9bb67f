"""Makes the files in testkit/src/main/resources/golden/images: DICOM objects, and what a model sees of them.

    python3 model/tests/golden_images.py

Needs numpy. The levels are worked out here once more, from DICOM (PS3.3 C.7.6.3, C.11) and from what MedGemma was
trained on, and not taken from the product. Every level must be equal: the tolerance is 0.
"""
import gzip
import hashlib
import json
import struct
import sys
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parents[2] / "testkit/src/main/resources/golden/images"
LONGEST = 896
RANGES = ((-1024, 1024), (-135, 215), (0, 80))
LONG = {"OB", "OW", "SQ"}
CT, ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.2.1"
MR, ENHANCED_MR = "1.2.840.10008.5.1.4.1.1.4", "1.2.840.10008.5.1.4.1.1.4.1"
CR, DX, MG = "1.2.840.10008.5.1.4.1.1.1", "1.2.840.10008.5.1.4.1.1.1.1", "1.2.840.10008.5.1.4.1.1.1.2"
US, PET, NM = "1.2.840.10008.5.1.4.1.1.6.1", "1.2.840.10008.5.1.4.1.1.128", "1.2.840.10008.5.1.4.1.1.20"
SC = "1.2.840.10008.5.1.4.1.1.7"


# --- DICOM -----------------------------------------------------------------------------------------------------------

def element(tag, vr, value):
    """An element in Explicit VR Little Endian."""
    if vr == "SQ":
        value = b"".join(struct.pack("<HHI", 0xFFFE, 0xE000, len(item)) + item for item in map(data_set, value))
    elif vr in ("US", "SS"):
        values = value if isinstance(value, tuple) else (value,)
        value = struct.pack(f"<{len(values)}{'H' if vr == 'US' else 'h'}", *values)
    elif isinstance(value, str):
        value = value.encode()
    if len(value) % 2:
        value += b"\0" if vr in ("UI", "OB") else b" "
    length = struct.pack("<HI", 0, len(value)) if vr in LONG else struct.pack("<H", len(value))
    return struct.pack("<HH", tag >> 16, tag & 0xFFFF) + vr.encode() + length + value


def data_set(elements):
    return b"".join(element(tag, vr, value) for tag, (vr, value) in sorted(elements.items()))


def file(elements):
    meta = data_set({0x00020001: ("OB", b"\0\1"), 0x00020002: elements[0x00080016], 0x00020003: elements[0x00080018],
                     0x00020010: ("UI", "1.2.840.10008.1.2.1"), 0x00020012: ("UI", "2.25.1")})
    return bytes(128) + b"DICM" + element(0x00020000, "UL", struct.pack("<I", len(meta))) + meta + data_set(elements)


def uid(*parts):
    return "2.25." + str(int(hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:30], 16))


def image(name, modality, sop_class, stored, *, number=1, bits=16, signed=False, photometric="MONOCHROME2", more=None):
    """An object of the stored values, by rows; with three dimensions the first is the frame, with "RGB" the last the band."""
    frames = stored.shape[0] if stored.ndim == 3 and photometric != "RGB" else 1
    rows, columns = stored.shape[1:] if frames > 1 else stored.shape[:2]
    allocated = 8 if bits == 8 else 16
    pixels = stored.astype("u1" if allocated == 8 else "<i2" if signed else "<u2").tobytes()
    elements = {
        0x00080008: ("CS", "ORIGINAL\\PRIMARY\\AXIAL"), 0x00080016: ("UI", sop_class),
        0x00080018: ("UI", uid(name, number)), 0x00080020: ("DA", "20260102"), 0x00080030: ("TM", "030405"),
        0x00080050: ("SH", "GOLDEN"), 0x00080060: ("CS", modality), 0x00100010: ("PN", "Phantom^Golden"),
        0x00100020: ("LO", "GOLDEN"), 0x00100030: ("DA", "19700101"), 0x00100040: ("CS", "O"),
        0x0020000D: ("UI", uid("study", name)), 0x0020000E: ("UI", uid("series", name)), 0x00200010: ("SH", "1"),
        0x00200011: ("IS", "1"), 0x00200013: ("IS", str(number)),
        0x00280002: ("US", 3 if photometric == "RGB" else 1), 0x00280004: ("CS", photometric),
        0x00280010: ("US", rows), 0x00280011: ("US", columns),
        0x00280100: ("US", allocated), 0x00280101: ("US", bits), 0x00280102: ("US", bits - 1),
        0x00280103: ("US", int(signed)), 0x7FE00010: ("OB" if allocated == 8 else "OW", pixels)}
    if photometric == "RGB":
        elements[0x00280006] = ("US", 0)
    if frames > 1:
        elements[0x00280008] = ("IS", str(frames))
    elements.update(more or {})
    return file(elements)


def rescale(slope, intercept):
    return {0x00281052: ("DS", str(intercept)), 0x00281053: ("DS", str(slope))}


def voi(center, width, function="LINEAR"):
    return {0x00281050: ("DS", str(center)), 0x00281051: ("DS", str(width)), 0x00281056: ("CS", function)}


def table(sequence, first, bits, *entries, kind=None):
    item = {0x00283002: ("US", (len(entries), first, bits)), 0x00283006: ("OW", struct.pack(f"<{len(entries)}H", *entries))}
    if kind:
        item[0x00283004] = ("LO", kind)
    return {sequence: ("SQ", [item])}


def plane(x, y, z, *cosines):
    return {0x00200032: ("DS", f"{x}\\{y}\\{z}"), 0x00200037: ("DS", "\\".join(map(str, cosines)))}


def frame_groups(*transformations):
    """Functional groups with slope and intercept of each frame."""
    items = [{0x00289145: ("SQ", [rescale(*t)])} for t in transformations]
    return {0x52009229: ("SQ", [{0x00209116: ("SQ", [{0x00200037: ("DS", "1\\0\\0\\0\\1\\0")}])}]), 0x52009230: ("SQ", items)}


# --- Levels ----------------------------------------------------------------------------------------------------------

def between(values, low, high):
    """0 at the lower end, 1 at the upper end, as in Google's notebooks for CT."""
    return (np.clip(values, low, high) - low) / (high - low)


def linear(values, center, width):
    """PS3.3 C.11.2.1.2.1"""
    return np.where(values <= center - 0.5 - (width - 1) / 2, 0.0, np.where(
        values > center - 0.5 + (width - 1) / 2, 1.0, (values - (center - 0.5)) / (width - 1) + 0.5))


def exact(values, center, width):
    return np.clip((values - center) / width + 0.5, 0, 1)


def sigmoid(values, center, width):
    return 1 / (1 + np.exp(-4 * (values - center) / width))


def percentiles(values, padding=None):
    """Without a window: 0.5 % of the pixels at each end are cut off."""
    kept = np.sort(values.ravel() if padding is None else values[~padding])
    tail = int(0.005 * kept.size)
    return between(values, kept[tail], kept[kept.size - 1 - tail])


def windows(values):
    return np.stack([between(values, *r) for r in RANGES], axis=-1)


def smaller(brightness):
    """The mean of the area that each pixel of the result covers."""
    factor = min(1, LONGEST / max(brightness.shape[:2]))
    for axis in (0, 1):
        before = brightness.shape[axis]
        after = max(1, round(before * factor))
        if after < before:
            pixels, edges = np.arange(before), np.arange(after + 1) * before / after
            share = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
            share = np.clip(share, 0, None) * after / before
            brightness = np.moveaxis(np.tensordot(share, brightness, (1, axis)), 0, axis)
    return brightness


def shown(brightness, padding=None):
    """What a model sees: padding black, grey as RGB, in the middle of a black square."""
    if brightness.ndim == 2:
        brightness = np.repeat(brightness[:, :, None], 3, axis=2)
    if padding is not None:
        brightness = np.where(padding[:, :, None], 0, brightness)
    levels = 255 * smaller(brightness)
    # else the order of additions would decide
    assert max(brightness.shape[:2]) <= LONGEST or np.abs(levels % 1 - 0.5).min() > 1e-9, "a mean is between two levels"
    levels = np.rint(levels).astype(np.uint8)
    rows, columns = levels.shape[:2]
    side = max(rows, columns)
    square = np.zeros((side, side, 3), np.uint8)
    top, left = (side - rows) // 2, (side - columns) // 2
    square[top:top + rows, left:left + columns] = levels
    return square


# --- Cases -----------------------------------------------------------------------------------------------------------

def pattern(rows, columns, low, high, step=37):
    """Whole numbers from low to high, both among them."""
    values = low + (np.arange(rows * columns) * step * step) % (high - low + 1)
    values[:2] = low, high
    return values.reshape(rows, columns)


def cases():
    """Name, DICOM files, index of the file that is shown, what is seen of it, and whether it can be compressed."""
    hu = pattern(14, 20, -1100, 1400)
    yield "ct-signed", [image("ct-signed", "CT", CT, hu, signed=True, more=rescale(1, 0))], 0, shown(windows(hu)), True
    stored = pattern(20, 14, 0, 4095)
    yield "ct-rescaled", [image("ct-rescaled", "CT", CT, stored, bits=12, more={**rescale(1, -1024), **voi(40, 400)})], 0, \
        shown(windows(stored - 1024.0)), True
    yield "ct-overlay-bits", [image("ct-overlay-bits", "CT", CT, stored | 0x5000, more={
        **rescale(1, -1024), 0x00280101: ("US", 12), 0x00280102: ("US", 11)})], 0, shown(windows(stored - 1024.0)), False
    yield "ct-slope", [image("ct-slope", "CT", CT, stored, bits=12, more=rescale("0.5", "-512.25"))], 0, \
        shown(windows(stored * 0.5 - 512.25)), True
    padded = hu.copy()
    padded[:, :3] = -2000
    yield "ct-padding", [image("ct-padding", "CT", CT, padded, signed=True, more={
        **rescale(1, 1000), 0x00280120: ("SS", -2000)})], 0, shown(windows(padded + 1000.0), padded == -2000), True
    yield "ct-monochrome1", [image("ct-monochrome1", "CT", CT, hu, signed=True, photometric="MONOCHROME1", more=rescale(1, 0))], 0, \
        shown(windows(hu)), True
    yield "ct-modality-lut", [image("ct-modality-lut", "CT", CT, stored, bits=12, more={
        **rescale(1, -1024), **table(0x00283000, 0, 16, 9, 5, 1, kind="US")})], 0, shown(windows(stored - 1024.0)), True
    yield "ct-oblique", [image("ct-oblique", "CT", CT, hu, signed=True, more={
        **rescale(1, 0), **plane(-10, 20, 30.5, 0.8, 0.6, 0, 0, 0, -1)})], 0, shown(windows(hu)), True
    frames = np.stack([stored, stored[::-1], stored[:, ::-1]])
    yield "ct-enhanced", [image("ct-enhanced", "CT", ENHANCED_CT, frames, bits=12, more=frame_groups(
        (1, -1024), ("0.75", -900), (1, 0)))], 0, shown(windows(frames[1] * 0.75 - 900)), True
    wide = pattern(7, 1000, -1600, 1400)
    yield "ct-wide", [image("ct-wide", "CT", CT, wide, signed=True, more=rescale("0.7713", 0))], 0, shown(windows(wide * 0.7713)), True

    slices = [pattern(12, 16, low, high) for low, high in ((40, 900), (3, 700), (100, 2500))]
    files = [image("mr-series", "MR", MR, s, number=i + 1, bits=12, more={**voi(300, 200), **rescale(slope, 0)})
             for i, (s, slope) in enumerate(zip(slices, (1, 2, 1)))]
    yield "mr-series", files, 1, shown(between(slices[1] * 2.0, 6, 2500)), True
    frames = np.stack(slices)
    yield "mr-enhanced", [image("mr-enhanced", "MR", ENHANCED_MR, frames, bits=12, more=frame_groups((1, 0), (1, 0), (1, 0)))], 0, \
        shown(between(frames[1], 3, 2500)), True
    padded = slices[2].copy()
    padded[-1] = 4000
    yield "mr-padding", [image("mr-padding", "MR", MR, padded, bits=12, more={0x00280120: ("US", 4000)})], 0, \
        shown(between(padded, 100, 2500), padded == 4000), True
    yield "mr-monochrome1", [image("mr-monochrome1", "MR", MR, slices[0], bits=12, photometric="MONOCHROME1")], 0, \
        shown(1 - between(slices[0], 40, 900)), True
    yield "mr-signed", [image("mr-signed", "MR", MR, slices[0] - 500, signed=True)], 0, shown(between(slices[0] - 500, -460, 400)), True

    yield "cr-window", [image("cr-window", "CR", CR, stored, bits=12, more=voi(2000, 3000))], 0, shown(linear(stored, 2000, 3000)), True
    yield "dx-exact", [image("dx-exact", "DX", DX, stored, bits=12, more=voi(2048, 4096, "LINEAR_EXACT"))], 0, \
        shown(exact(stored, 2048, 4096)), True
    yield "mg-sigmoid", [image("mg-sigmoid", "MG", MG, stored, bits=12, more=voi(1800, 1500, "SIGMOID"))], 0, \
        shown(sigmoid(stored, 1800, 1500)), True
    padded = stored.copy()
    padded[-4:] = 4095
    yield "dx-monochrome1", [image("dx-monochrome1", "DX", DX, padded, bits=12, photometric="MONOCHROME1", more={
        **voi(2000, 3000), 0x00280120: ("US", 4095)})], 0, shown(1 - linear(padded, 2000, 3000), padded == 4095), True
    many = pattern(30, 40, 0, 4095)
    yield "dx-percentiles", [image("dx-percentiles", "DX", DX, many, bits=12)], 0, shown(percentiles(many)), True
    small = pattern(10, 8, 0, 3)
    yield "dx-voi-lut", [image("dx-voi-lut", "DX", DX, small, bits=12, more=table(0x00283010, 0, 10, 1023, 0, 511, 700))], 0, \
        shown(np.array([1023, 0, 511, 700])[small] / 1023), True

    byte = pattern(12, 18, 7, 200)
    yield "us-grey", [image("us-grey", "US", US, byte, bits=8)], 0, shown(byte / 255), True
    colour = np.stack([pattern(9, 13, 0, 255, s) for s in (3, 5, 7)], axis=-1)
    yield "us-colour", [image("us-colour", "US", US, colour, bits=8, photometric="RGB")], 0, shown(colour / 255), True
    yield "sc-of-ct", [image("sc-of-ct", "CT", SC, byte, bits=8)], 0, shown(byte / 255), True
    yield "pet", [image("pet", "PT", PET, slices[2], more=rescale("2.5", 0))], 0, shown(between(slices[2] * 2.5, 250, 6250)), True
    yield "nm-window", [image("nm-window", "NM", NM, slices[1], more=voi(350, 700))], 0, shown(linear(slices[1], 350, 700)), True


def files():
    """The files by name; the levels are not yet packed."""
    made, index = {}, []
    for name, objects, at, levels, compressible in cases():
        names = [f"{name}-{i + 1}.dcm" for i in range(len(objects))]
        made.update(zip(names, objects))
        made[f"{name}.rgb"] = levels.tobytes()
        index.append({"name": name, "files": names, "shown": at, "side": levels.shape[0], "compressible": compressible})
    made["index.json"] = (json.dumps(index, indent=1) + "\n").encode()
    return made


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        if name.endswith(".rgb"):
            (OUT / (name + ".gz")).write_bytes(gzip.compress(content, mtime=0))
        else:
            (OUT / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
