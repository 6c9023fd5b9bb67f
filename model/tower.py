"""The vision tower and its projector, with the same operations as Gemma 3's in llama.cpp (torch).

Grey in, 16 image tokens of the language model's width out. llama.cpp does not scale image embeddings by
sqrt(width) as it does text, uses norm weights as they are (no 1 +), and takes GELU's tanh form.
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import shape


class Block(nn.Module):
    """One transformer block, from [batch, patches, width] to the same shape; attributes have llama.cpp's names."""

    def __init__(self):
        super().__init__()
        self.ln1 = nn.LayerNorm(shape.WIDTH, shape.EPSILON)
        self.ln2 = nn.LayerNorm(shape.WIDTH, shape.EPSILON)
        self.attn_q, self.attn_k, self.attn_v, self.attn_out = (
            nn.Linear(shape.WIDTH, shape.WIDTH) for _ in range(4))
        self.ffn_up, self.ffn_down = nn.Linear(shape.WIDTH, shape.HIDDEN), nn.Linear(shape.HIDDEN, shape.WIDTH)

    def forward(self, x):
        batch, patches, width = x.shape
        normed = self.ln1(x)
        query, key, value = (f(normed).view(batch, patches, shape.HEADS, -1).transpose(1, 2)
                             for f in (self.attn_q, self.attn_k, self.attn_v))
        mixed = F.scaled_dot_product_attention(query, key, value)
        x = x + self.attn_out(mixed.transpose(1, 2).reshape(batch, patches, width))
        return x + self.ffn_down(F.gelu(self.ffn_up(self.ln2(x)), approximate="tanh"))


class Tower(nn.Module):
    def __init__(self):
        super().__init__()
        patches = (shape.IMAGE // shape.PATCH) ** 2
        self.patch_embd = nn.Conv2d(1, shape.WIDTH, shape.PATCH, shape.PATCH)
        self.position_embd = nn.Embedding(patches, shape.WIDTH)
        nn.init.normal_(self.position_embd.weight, std=.3)
        self.blk = nn.ModuleList(Block() for _ in range(shape.BLOCKS))
        self.post_ln = nn.LayerNorm(shape.WIDTH, shape.EPSILON)
        self.soft_emb_norm = nn.Parameter(torch.ones(shape.WIDTH))
        self.input_projection = nn.Parameter(torch.randn(shape.WIDTH, shape.TEXT_WIDTH) / shape.WIDTH ** .5)

    def features(self, pixels):
        """uint8 [batch, 224, 224] to [batch, patches, width]."""
        scaled = (pixels[:, None].float() / 255 - .5) / .5
        x = self.patch_embd(scaled).flatten(2).transpose(1, 2) + self.position_embd.weight
        for block in self.blk:
            x = block(x)
        return self.post_ln(x)

    def project(self, features):
        """[batch, patches, width] to [batch, 16, text width]."""
        batch, patches, width = features.shape
        side = int(patches ** .5)
        grid = features.transpose(1, 2).reshape(batch, width, side, side)
        x = F.avg_pool2d(grid, shape.MERGED).flatten(2).transpose(1, 2)
        x = x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + shape.EPSILON) * self.soft_emb_norm
        return x @ self.input_projection

    def forward(self, pixels):
        return self.project(self.features(pixels))

    def export(self):
        """The numpy arrays of the GGUF by llama.cpp's tensor names: matrices as F16, the rest as F32."""
        state = {name: value.detach().numpy() for name, value in self.state_dict().items()}
        named = {"mm.soft_emb_norm.weight": state.pop("soft_emb_norm"),
                 # stored as vision x text
                 "mm.input_projection.weight": state.pop("input_projection")}
        named |= {f"v.{name}": value for name, value in state.items()}
        # the server passes three channels, so each gets a third of the grey kernel
        grey = named["v.patch_embd.weight"]
        named["v.patch_embd.weight"] = np.repeat(grey, 3, axis=1) / 3
        return {name: value.astype(np.float16 if _is_matrix(name, value) else np.float32)
                for name, value in sorted(named.items())}

    def restore(self, arrays):
        """The reverse of export."""
        arrays = dict(arrays)
        state = {"soft_emb_norm": arrays.pop("mm.soft_emb_norm.weight"),
                 "input_projection": arrays.pop("mm.input_projection.weight")}
        state |= {name.removeprefix("v."): array for name, array in arrays.items()}
        state["patch_embd.weight"] = state["patch_embd.weight"].astype(np.float32).sum(1, keepdims=True)
        self.load_state_dict({name: torch.from_numpy(array) for name, array in state.items()})


def _is_matrix(name, value):
    return value.ndim > 1 and not name.startswith("v.position_embd")
