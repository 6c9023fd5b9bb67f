"""Gemma 3 with a LoRA, with the same input as at the server (torch, transformers, peft).

There are two kinds of base. GgufLanguage is a text model from a GGUF with the vision tower of tower.py, as
llama.cpp runs them. FolderLanguage is a Hugging Face folder, with its own processor and vision tower (MedGemma).
"""
import re
from pathlib import Path

import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence
from transformers import (AutoConfig, AutoModelForCausalLM, AutoModelForImageTextToText, AutoProcessor, AutoTokenizer,
                          DynamicCache)

import packing
import shape
from packing import IMAGE, Packed, Sequence, sees, shared_prefix
from rows import LABELS, label_places

BEGIN, TURN, TURN_END, LINE_END, TWO_BLANKS, IMAGE_BEGIN, IMAGE_END = 2, 105, 106, 107, 138, 255999, 256000
# the vocabulary has a token of its own for each run of line ends, and of blanks, up to this length
LONGEST_RUN = 31
PLACEHOLDER = "[img]"
# from the name of a module of transformers to the matrix's name in a GGUF
MATRICES = {"q_proj": "attn_q", "k_proj": "attn_k", "v_proj": "attn_v", "o_proj": "attn_output",
            "gate_proj": "ffn_gate", "up_proj": "ffn_up", "down_proj": "ffn_down"}
# number of positions whose logits over the whole vocabulary are in memory at the same time
CHUNK = 128


def lora_config(rank, alpha, targets, dropout):
    """A LoRA only on the language model, never on a vision tower."""
    unknown = set(targets) - MATRICES.keys()
    if unknown:
        raise ValueError(f"unknown target: {', '.join(sorted(unknown))}; the targets are {', '.join(MATRICES)}")
    return LoraConfig(r=rank, lora_alpha=alpha, lora_dropout=dropout, task_type="CAUSAL_LM",
                      target_modules=rf"(?!.*vision).*layers\.\d+\..*\.({'|'.join(targets)})")


class CompletionLoss(torch.autograd.Function):
    """Cross-entropy of each state's next token, [n]; the output matrix is frozen.

    The states' gradients are computed in the forward pass, in chunks, so that at most CHUNK rows of
    logits are in memory. weight [words, width]; targets are row indices of weight; correction is added
    to the logits unless it is None.
    """

    @staticmethod
    def forward(context, states, weight, targets, correction):
        losses, gradients = [], []
        for chunk, target in zip(states.detach().to(weight.dtype).split(CHUNK), targets.split(CHUNK)):
            logits = (chunk @ weight.T).float()
            if correction is not None:
                logits += correction
            every = torch.arange(len(target), device=target.device)
            total = logits.logsumexp(-1)
            losses.append(total - logits[every, target])
            share = (logits - total[:, None]).exp_()
            share[every, target] -= 1
            gradients.append((share.to(weight.dtype) @ weight).to(states.dtype))
        context.save_for_backward(torch.cat(gradients))
        return torch.cat(losses)

    @staticmethod
    def backward(context, upstream):
        gradient, = context.saved_tensors
        return gradient * upstream[:, None].to(gradient.dtype), None, None, None


class Language:
    """Code that both kinds share. Subclasses implement sequence(row), states(rows) and decode(rows, limit)."""

    def __init__(self, model, tokenizer, config, device):
        self.tokenizer, self.device = tokenizer, device
        self.rank, self.alpha = config.r, config.lora_alpha
        self.model = get_peft_model(model, config)
        for parameter in self.lora_parameters():
            parameter.data = parameter.data.float()
        self.base = self.model.get_base_model()
        # the language model without its output layer; MedGemma keeps it one level below
        self.text = getattr(self.base.model, "language_model", self.base.model)
        self.words = None

    def lora_parameters(self):
        return [parameter for parameter in self.model.parameters() if parameter.requires_grad]

    def lora_state(self):
        return {name: value for name, value in self.model.state_dict().items() if ".lora_" in name}

    def restore_lora(self, state):
        left = self.model.load_state_dict(state, strict=False).unexpected_keys
        if left or state.keys() != self.lora_state().keys():
            raise ValueError("the checkpoint belongs to another base or other targets")

    def encode(self, text):
        return self.tokenizer(text, add_special_tokens=False).input_ids

    def sample_words(self, answers, count, seed):
        """Limits the training loss to the tokens of ANSWERS and COUNT random others.

        The logits of the others are raised so that their sum represents all remaining tokens. This saves
        most of the work in the output layer, which has 262,144 words.
        """
        known = sorted({token for answer in answers for token in self.encode(answer)} | {TURN_END})
        everything = self.base.lm_head.weight.shape[0]
        if len(known) + count < everything:
            self.words = torch.tensor(known), count, everything, torch.Generator().manual_seed(seed)

    def autocast(self):
        kind = self.device.type
        fast = torch.bfloat16 if kind != "cuda" or torch.cuda.is_bf16_supported() else torch.float16
        return torch.autocast(kind, fast)

    def _losses(self, states, targets, sampled):
        weight = self.base.lm_head.weight
        if not (sampled and self.words):
            return CompletionLoss.apply(states, weight, targets, None)
        known, count, everything, generator = self.words
        is_known = torch.zeros(everything, dtype=torch.bool)
        is_known[known] = True
        drawn = torch.randint(everything, (count,), generator=generator).unique()
        drawn = drawn[~is_known[drawn]]
        words = torch.cat((known, drawn))
        correction = torch.zeros(len(words))
        correction[len(known):] = np.log((everything - len(known)) / max(1, len(drawn)))
        place = torch.searchsorted(known.to(targets.device), targets)
        return CompletionLoss.apply(states, weight[words.to(weight.device)], place, correction.to(self.device))

    def loss(self, rows, sampled=False):
        """Cross-entropy of the answers' tokens, including the end of the turn: the mean and the number of tokens."""
        found = self.states(rows)
        targets = torch.tensor([token for answer, _ in found for token in answer], device=self.device)
        losses = self._losses(torch.cat([states for _, states in found]), targets, sampled)
        return losses.mean(), len(targets)

    def label_scores(self, rows):
        """For each label of each row: whether the model, given all text before the label, predicts it."""
        results = []
        for row, (answer, states) in zip(rows, self.states(rows)):
            right = []
            for place, label in label_places(row.answer):
                spelled = [self.encode(row.answer[:place] + one + '"') for one in LABELS]
                at = next(i for i, tokens in enumerate(zip(*spelled)) if len(set(tokens)) > 1)
                first = [tokens[at] for tokens in spelled]
                # labels with the same first token cannot be distinguished here; Gemma's tokenizer has none
                if len(set(first)) < len(first) or answer[at] != first[LABELS.index(label)]:
                    raise ValueError(f"the labels do not differ in their first token: {spelled}")
                scores = self.base.lm_head.weight[first].float() @ states[at].float()
                right.append(LABELS[int(scores.argmax())] == label)
            results.append(right)
        return results

    def export(self):
        """The adapter as F16 arrays: blk.N.attn_q.lora_a [rank, in], .lora_b [out, rank] times alpha / rank, and so on."""
        arrays = {}
        for name, value in self.lora_state().items():
            array, scale = self._exported(name)
            arrays[array] = (scale * value.float()).cpu().numpy().astype(np.float16)
        return dict(sorted(arrays.items()))

    def continue_from(self, arrays):
        """Starts with an exported adapter instead of with zeros. Raises ValueError if it has another rank or other targets."""
        state = {}
        for name, value in self.lora_state().items():
            array, scale = self._exported(name)
            found = arrays.get(array)
            if found is None or found.shape != tuple(value.shape):
                raise ValueError(f"the adapter to continue has no {array} of the shape {tuple(value.shape)}")
            state[name] = torch.from_numpy(found.astype(np.float32)) / scale
        if len(state) != len(arrays):
            raise ValueError("the adapter to continue has more targets")
        self.restore_lora(state)

    def _exported(self, name):
        """The name of a LoRA's tensor in an exported adapter, and by what its values are multiplied there."""
        layer, matrix, factor = re.search(r"layers\.(\d+)\.\w+\.(\w+)\.lora_([AB])\.", name).groups()
        return f"blk.{layer}.{MATRICES[matrix]}.lora_{factor.lower()}", self.alpha / self.rank if factor == "B" else 1


class PackedLanguage(Language):
    """Packed batches of text rows, and of image rows whose image tokens are embeddings from a function.

    see: the function, from pixels [n, 224, 224] of uint8 to [n, tokens, width]; None without images.
    """

    def __init__(self, model, tokenizer, config, device, see=None, image_tokens=16):
        model.set_attn_implementation(packing.NAME)
        super().__init__(model, tokenizer, config, device)
        self.see, self.image_tokens = see, image_tokens
        self.pixels = {}

    def prompt(self, text, images=0):
        """The token ids of a user's turn and the start of the model's turn, as the server makes them."""
        missing = images - text.count(PLACEHOLDER) if images else 0
        pieces = ("user\n" + PLACEHOLDER * missing + text).split(PLACEHOLDER, images) if images else ["user\n" + text]
        ids = [BEGIN, TURN, *self.encode(pieces[0])]
        for piece in pieces[1:]:
            ids += [IMAGE_BEGIN, *[IMAGE] * self.image_tokens, IMAGE_END, *self.encode(piece)]
        return [*ids, TURN_END, *self.encode("\n"), TURN, *self.encode("model\n")]

    def sequence(self, row):
        return Sequence(self.prompt(row.prompt, len(row.images)), [*self.encode(row.answer), TURN_END])

    def _embed(self, ids, rows):
        """ids [...] contains IMAGE at the places of the rows' images, in order."""
        is_image = ids == IMAGE
        embedded = self.text.embed_tokens(ids.masked_fill(is_image, 0))
        images = [self._image(image) for row in rows for image in row.images]
        if not images:
            return embedded
        if self.see is None:
            raise ValueError("rows with images need --tower")
        seen = self.see(torch.from_numpy(np.stack(images)).to(self.device))
        return embedded.masked_scatter(is_image[..., None], seen.to(embedded.dtype))

    def _image(self, file):
        if file not in self.pixels:
            self.pixels[file] = pixels(file)
        return self.pixels[file]

    def _reaches(self):
        return {"full_attention": None, "sliding_attention": self.text.config.sliding_window - 1}

    def states(self, rows):
        """For each row: its answer's tokens, and the last hidden state before each token [tokens, width]."""
        sequences = [self.sequence(row) for row in rows]
        prefix = shared_prefix(sequences)
        ids = sequences[0].prompt[:prefix] + [token for one in sequences for token in one.ids()[prefix:]]
        positions = [*range(prefix), *(at for one in sequences for at in range(prefix, len(one)))]
        embedded = self._embed(torch.tensor(ids, device=self.device)[None], rows)
        with self.autocast():
            hidden = self.text(
                inputs_embeds=embedded, use_cache=False, position_ids=torch.tensor(positions, device=self.device)[None],
                attention_mask={kind: Packed(sequences, prefix, reach, embedded.dtype, self.device)
                                for kind, reach in self._reaches().items()}).last_hidden_state[0]
        found, end = [], prefix
        for one in sequences:
            end += len(one) - prefix
            found.append((one.answer, hidden[end - len(one.answer) - 1:end - 1]))
        return found

    @torch.no_grad()
    def decode(self, rows, limit):
        """The model's answers of at most LIMIT tokens; always takes the most probable token."""
        prompts = [self.sequence(row).prompt for row in rows]
        longest = max(map(len, prompts))
        # padded on the left; padding attends only to itself
        ids = torch.tensor([[0] * (longest - len(prompt)) + prompt for prompt in prompts], device=self.device)
        blank = torch.tensor([longest - len(prompt) for prompt in prompts], device=self.device)
        masks = {}
        for kind, reach in self._reaches().items():
            mask = torch.eye(longest, dtype=torch.bool).repeat(len(rows), 1, 1)
            for row, prompt in enumerate(prompts):
                start = longest - len(prompt)
                mask[row, start:, start:] = sees(Sequence(prompt, []), reach)
            masks[kind] = mask[:, None].to(self.device)
        positions = (torch.arange(longest, device=self.device)[None] - blank[:, None]).clamp(min=0)
        embedded, cache = self._embed(ids, rows), DynamicCache()
        answers, open_ = [[] for _ in rows], [True] * len(rows)
        for length in range(longest, longest + limit):
            with self.autocast():
                hidden = self.text(inputs_embeds=embedded, position_ids=positions, attention_mask=masks, cache=cache,
                                   use_cache=True).last_hidden_state[:, -1]
            tokens = (hidden.to(self.base.lm_head.weight.dtype) @ self.base.lm_head.weight.T).argmax(-1)
            for row, token in enumerate(tokens.tolist()):
                open_[row] = open_[row] and token not in (TURN_END, 1)
                if open_[row]:
                    answers[row].append(token)
            if not any(open_):
                break
            keys = torch.arange(length + 1, device=self.device)[None]
            masks = {kind: (keys >= (blank[:, None] if reach is None else blank[:, None].clamp(min=length - reach)))
                     [:, None, None] for kind, reach in self._reaches().items()}
            positions = (length - blank)[:, None]
            embedded = self.text.embed_tokens(tokens[:, None])
        return [self.tokenizer.decode(answer) for answer in answers]


def encode_as_llama(tokenizer, text):
    """Token ids of a text as llama.cpp makes them from a GGUF. It first cuts out the tokens that the vocabulary marks
    as user-defined, the longest first: here runs of line ends and runs of blanks."""
    pieces = [piece for piece in re.split(r"(\n{1,%d}| {2,%d})" % (LONGEST_RUN, LONGEST_RUN), text) if piece]
    whole = {"\n" * n: [LINE_END + n - 1] for n in range(1, LONGEST_RUN + 1)}
    whole |= {" " * n: [TWO_BLANKS + n - 2] for n in range(2, LONGEST_RUN + 1)}
    others = [piece for piece in pieces if piece not in whole]
    ids = iter(tokenizer(others, add_special_tokens=False).input_ids if others else ())
    return [token for piece in pieces for token in (whole.get(piece) or next(ids))]


class GgufLanguage(PackedLanguage):
    def __init__(self, base, config, device, see=None, dtype=torch.bfloat16):
        """base: path of the GGUF; its weights are dequantised to dtype."""
        place = {"pretrained_model_name_or_path": str(base.parent), "gguf_file": base.name}
        model = AutoModelForCausalLM.from_pretrained(**place, dtype=dtype).to(device)
        super().__init__(model, AutoTokenizer.from_pretrained(**place), config, device, see)

    def encode(self, text):
        return encode_as_llama(self.tokenizer, text)


class FolderLanguage(PackedLanguage):
    """A Hugging Face folder. Text rows are packed; image rows use the folder's own processor and tower."""

    def __init__(self, base, config, device, eight_bit=False):
        sees_images = hasattr(AutoConfig.from_pretrained(base), "vision_config")
        kind = AutoModelForImageTextToText if sees_images else AutoModelForCausalLM
        how = {"dtype": torch.bfloat16}
        if eight_bit:
            from transformers import BitsAndBytesConfig
            how |= {"quantization_config": BitsAndBytesConfig(load_in_8bit=True), "device_map": {"": device}}
        model = kind.from_pretrained(base, **how)
        if not eight_bit:
            model.to(device)
        self.processor = AutoProcessor.from_pretrained(base) if sees_images else None
        if sees_images:
            # Gemma's processor puts two line ends on each side of an image, and llama-server does not
            self.processor.full_image_sequence = self.processor.full_image_sequence.strip("\n")
        super().__init__(model, self.processor.tokenizer if sees_images else AutoTokenizer.from_pretrained(base),
                         config, device)

    def states(self, rows):
        return self._states_of_images(rows) if rows[0].images else super().states(rows)

    def _messages(self, row):
        """The prompt as chat messages, with images in place of [img]."""
        from PIL import Image

        pieces = row.prompt.split(PLACEHOLDER, len(row.images))
        images = [{"type": "image", "image": Image.open(image).convert("RGB")} for image in row.images]
        behind = len(row.images) - (len(pieces) - 1)
        content = images[:behind]
        for at, piece in enumerate(pieces):
            content += images[behind + at - 1:behind + at] if at else []
            if piece:
                content.append({"type": "text", "text": piece})
        return [{"role": "user", "content": content}]

    def _read(self, row):
        return self.processor.apply_chat_template(self._messages(row), add_generation_prompt=True, tokenize=True,
                                                  return_dict=True, return_tensors="pt")

    def _states_of_images(self, rows):
        read = [self._read(row) for row in rows]
        answers = [[*self.encode(row.answer), TURN_END] for row in rows]
        prompts = [one["input_ids"][0] for one in read]

        def padded(pieces):
            return pad_sequence(pieces, batch_first=True).to(self.device)

        with self.autocast():
            hidden = self.base.model(
                input_ids=padded([torch.cat((p, torch.tensor(a))) for p, a in zip(prompts, answers)]),
                attention_mask=padded([torch.ones(len(p) + len(a), dtype=torch.long) for p, a in zip(prompts, answers)]),
                token_type_ids=padded([F.pad(one["token_type_ids"][0], (0, len(a))) for one, a in zip(read, answers)]),
                pixel_values=torch.cat([one["pixel_values"] for one in read]).to(self.device),
                use_cache=False).last_hidden_state
        return [(a, hidden[row, len(p) - 1:len(p) + len(a) - 1]) for row, (p, a) in enumerate(zip(prompts, answers))]

    @torch.no_grad()
    def decode(self, rows, limit):
        if not rows[0].images:
            return super().decode(rows, limit)
        found = []
        for row in rows:
            read = self._read(row).to(self.device)
            with self.autocast():
                out = self.model.generate(**read, max_new_tokens=limit, do_sample=False, eos_token_id=[1, TURN_END])
            found.append(self.tokenizer.decode(out[0, read["input_ids"].shape[1]:], skip_special_tokens=True))
        return found

    def save(self, folder):
        """Saves the adapter in PEFT's format."""
        self.model.save_pretrained(folder)


def pixels(file):
    """An image as the server gets and scales it: padded to a square with black, grey, 224 x 224; uint8."""
    from PIL import Image, ImageOps

    with Image.open(Path(file)) as picture:
        side = max(picture.size)
        square = ImageOps.pad(picture.convert("L"), (side, side), color=0)
        return np.asarray(square.resize((shape.IMAGE, shape.IMAGE), Image.Resampling.BILINEAR))
