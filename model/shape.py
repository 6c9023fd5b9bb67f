"""The sizes of the vision tower, used for training and for the metadata of the GGUF."""

IMAGE = 224
PATCH = 28
WIDTH = 192
HIDDEN = 576
BLOCKS = 4
HEADS = 3
# number of image tokens for the language model: the averages of 2 x 2 patches
TOKENS = 16
EPSILON = 1e-6
# width of Gemma 3 270M
TEXT_WIDTH = 640

# metadata keys below "gemma3." that Ollama reads; its own converter writes another name for the last one
INTEGERS = {
    "vision.block_count": BLOCKS,
    "vision.embedding_length": WIDTH,
    "vision.feed_forward_length": HIDDEN,
    "vision.image_size": IMAGE,
    "vision.patch_size": PATCH,
    "vision.num_channels": 3,
    "vision.attention.head_count": HEADS,
    "mm_tokens_per_image": TOKENS,
}
FLOATS = {"vision.attention.layer_norm_epsilon": EPSILON}
