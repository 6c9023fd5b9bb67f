"""The sizes of the vision tower, used for training and for the metadata of its GGUF."""

IMAGE = 224
PATCH = 28
WIDTH = 192
HIDDEN = 576
BLOCKS = 4
HEADS = 3
# one image token for the language model is the average of MERGED x MERGED patches
MERGED = 2
TOKENS = (IMAGE // PATCH // MERGED) ** 2
EPSILON = 1e-6
# width of Gemma 3 270M
TEXT_WIDTH = 640
