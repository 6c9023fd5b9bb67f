"""Gemma 3 270M with a LoRA on q and v, fed with image tokens as Ollama feeds it (torch, transformers, peft)."""
import re

import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from torch.nn import functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

import shape
from phantom import FINDINGS

BEGIN, BLANK_LINE, IMAGE_BEGIN, IMAGE_END, END, TURN_END = 2, 108, 255999, 256000, 1, 106
# stands where an image token goes; its embedding is replaced
IMAGE = 0
RANK, ALPHA = 8, 16


class Language:
    def __init__(self, base, dtype):
        """base: path of the GGUF, whose weights are dequantised to dtype; the LoRA is always float32."""
        place = {"pretrained_model_name_or_path": str(base.parent), "gguf_file": base.name}
        self.tokenizer = AutoTokenizer.from_pretrained(**place)
        self.model = get_peft_model(
            AutoModelForCausalLM.from_pretrained(**place, dtype=dtype),
            LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM"))
        self.base = self.model.get_base_model()

    def lora_parameters(self):
        return [parameter for parameter in self.model.parameters() if parameter.requires_grad]

    def encode(self, text):
        return self.tokenizer(text, add_special_tokens=False).input_ids

    def words(self):
        """Text embeddings as the model sees them: the findings [7, width], then yes, no and nothing [width]."""
        table = self.base.get_input_embeddings()

        def embedding(word):
            with torch.no_grad():
                rows = table(torch.tensor(self.encode(word)))
            return rows.sum(0) / len(rows) ** .5

        return (torch.stack([embedding(" " + finding) for finding in FINDINGS]),
                embedding(" yes"), embedding(" no"), embedding("\n"))

    def prompt(self, before, text):
        """The token ids that Ollama makes of "BEFORE[img]TEXT"."""
        return [BEGIN, *self.encode(before), BLANK_LINE, IMAGE_BEGIN, *[IMAGE] * shape.TOKENS, IMAGE_END, BLANK_LINE,
                *self.encode(text)]

    def hidden(self, images, sequences, prompts):
        """Last hidden states [batch, longest, width].

        images: [batch, 16, width]; sequences: token ids; prompts: how many of each are the prompt.
        In a fresh call image rows attend to the whole prompt, what stands behind the image included:
        Ollama lifts causality for them within the batch.
        """
        longest = max(map(len, sequences))
        ids = torch.tensor([row + [END] * (longest - len(row)) for row in sequences])
        is_image = ids == IMAGE
        embedded = self.base.get_input_embeddings()(ids)
        embedded = embedded.masked_scatter(is_image[..., None], images.to(embedded.dtype))
        sees = torch.ones(longest, longest, dtype=torch.bool).tril().repeat(len(sequences), 1, 1)
        for row, prompt in enumerate(prompts):
            sees[row, is_image[row], :prompt] = True
        mask = sees[:, None]
        with torch.autocast("cpu", torch.bfloat16):
            return self.base.model(inputs_embeds=embedded, use_cache=False, attention_mask={
                "full_attention": mask, "sliding_attention": mask}).last_hidden_state

    def loss(self, images, rows):
        """Cross-entropy on the answers alone; rows: text before the image, prompt, answer.

        The output layer, 262,144 words wide, runs on the answers' positions only.
        """
        prompts = [self.prompt(before, text) for before, text, _ in rows]
        answers = [self.encode(answer) + [END] for _, _, answer in rows]
        hidden = self.hidden(images, [p + a for p, a in zip(prompts, answers)], [len(p) for p in prompts])
        states = torch.cat([hidden[row, len(p) - 1:len(p) + len(a) - 1]
                            for row, (p, a) in enumerate(zip(prompts, answers))])
        return F.cross_entropy(self.base.lm_head(states).float(), torch.tensor([token for a in answers for token in a]))

    def scores(self, images, before, text, answers):
        """Logits of the answers' first tokens, for one image [1, 16, width]."""
        ids = self.prompt(before, text)
        state = self.hidden(images, [ids], [len(ids)])[0, -1]
        return self.base.lm_head.weight[[self.encode(answer)[0] for answer in answers]] @ state

    def export(self):
        """The adapter as F16: blk.N.attn_q.lora_a [rank, in], .lora_b [out, rank] already times alpha / rank, v alike."""
        arrays = {}
        for name, value in self.model.state_dict().items():
            found = re.search(r"layers\.(\d+)\.self_attn\.([qv])_proj\.lora_([AB])\.", name)
            if found:
                layer, matrix, factor = found.groups()
                scale = ALPHA / RANK if factor == "B" else 1
                arrays[f"blk.{layer}.attn_{matrix}.lora_{factor.lower()}"] = (scale * value).numpy().astype(np.float16)
        return dict(sorted(arrays.items()))
