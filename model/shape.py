"""The sizes of the vision tower: one place for training and for the GGUF's metadata."""

IMAGE = 224
PATCH = 28
WIDTH = 192
HIDDEN = 576
BLOCKS = 4
HEADS = 3
# image tokens that the language model sees: patches averaged 2 x 2
TOKENS = 16
EPSILON = 1e-6
# width of Gemma 3 270M
TEXT_WIDTH = 640

# metadata keys below "gemma3.", as Ollama reads them; its own converter writes another name for the last
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
