"""The vision tower and its projector, with the same operations as in Ollama's Gemma 3 (torch).

Grey in, 16 image tokens of the language model's width out. Ollama does not scale image embeddings by
sqrt(width) as it does text, uses norm weights as they are (no 1 +), and takes GELU's tanh form.
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import shape


class Block(nn.Module):
    """One transformer block, from [batch, patches, width] to the same shape; attributes have Ollama's names."""

    def __init__(self):
        super().__init__()
        self.layer_norm1 = nn.LayerNorm(shape.WIDTH, shape.EPSILON)
        self.layer_norm2 = nn.LayerNorm(shape.WIDTH, shape.EPSILON)
        self.attn_q, self.attn_k, self.attn_v, self.attn_output = (
            nn.Linear(shape.WIDTH, shape.WIDTH) for _ in range(4))
        self.mlp = nn.ModuleDict({"fc1": nn.Linear(shape.WIDTH, shape.HIDDEN),
                                  "fc2": nn.Linear(shape.HIDDEN, shape.WIDTH)})

    def forward(self, x):
        batch, patches, width = x.shape
        normed = self.layer_norm1(x)
        query, key, value = (f(normed).view(batch, patches, shape.HEADS, -1).transpose(1, 2)
                             for f in (self.attn_q, self.attn_k, self.attn_v))
        mixed = F.scaled_dot_product_attention(query, key, value)
        x = x + self.attn_output(mixed.transpose(1, 2).reshape(batch, patches, width))
        return x + self.mlp["fc2"](F.gelu(self.mlp["fc1"](self.layer_norm2(x)), approximate="tanh"))


class Tower(nn.Module):
    def __init__(self):
        super().__init__()
        patches = (shape.IMAGE // shape.PATCH) ** 2
        self.patch_embedding = nn.Conv2d(1, shape.WIDTH, shape.PATCH, shape.PATCH)
        self.position_embedding = nn.Embedding(patches, shape.WIDTH)
        nn.init.normal_(self.position_embedding.weight, std=.3)
        self.blk = nn.ModuleList(Block() for _ in range(shape.BLOCKS))
        self.post_layernorm = nn.LayerNorm(shape.WIDTH, shape.EPSILON)
        self.soft_emb_norm = nn.Parameter(torch.ones(shape.WIDTH))
        self.input_projection = nn.Parameter(torch.randn(shape.WIDTH, shape.TEXT_WIDTH) / shape.WIDTH ** .5)

    def features(self, pixels):
        """uint8 [batch, 224, 224] to [batch, patches, width]."""
        scaled = (pixels[:, None].float() / 255 - .5) / .5
        x = self.patch_embedding(scaled).flatten(2).transpose(1, 2) + self.position_embedding.weight
        for block in self.blk:
            x = block(x)
        return self.post_layernorm(x)

    def project(self, features):
        """[batch, patches, width] to [batch, 16, text width]."""
        batch, patches, width = features.shape
        side = int(patches ** .5)
        grid = features.transpose(1, 2).reshape(batch, width, side, side)
        x = F.avg_pool2d(grid, side // int(shape.TOKENS ** .5)).flatten(2).transpose(1, 2)
        x = x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + shape.EPSILON) * self.soft_emb_norm
        return x @ self.input_projection

    def forward(self, pixels):
        return self.project(self.features(pixels))

    def export(self):
        """The numpy arrays of the GGUF by Ollama's tensor names: matrices as F16, the rest as F32."""
        state = {name: value.detach().numpy() for name, value in self.state_dict().items()}
        named = {"mm.mm_soft_emb_norm.weight": state.pop("soft_emb_norm"),
                 # stored as vision x text
                 "mm.mm_input_projection.weight": state.pop("input_projection")}
        named |= {f"v.{name}": value for name, value in state.items()}
        # Ollama passes three channels, so each gets a third of the grey kernel
        grey = named["v.patch_embedding.weight"]
        named["v.patch_embedding.weight"] = np.repeat(grey, 3, axis=1) / 3
        return {name: value.astype(np.float16 if _is_matrix(name, value) else np.float32)
                for name, value in sorted(named.items())}

    def restore(self, arrays):
        """The reverse of export."""
        arrays = dict(arrays)
        state = {"soft_emb_norm": arrays.pop("mm.mm_soft_emb_norm.weight"),
                 "input_projection": arrays.pop("mm.mm_input_projection.weight")}
        state |= {name.removeprefix("v."): array for name, array in arrays.items()}
        state["patch_embedding.weight"] = state["patch_embedding.weight"].astype(np.float32).sum(1, keepdims=True)
        self.load_state_dict({name: torch.from_numpy(array) for name, array in state.items()})


def _is_matrix(name, value):
    return value.ndim > 1 and not name.startswith("v.position_embedding")
