import sys
import unittest
from pathlib import Path

MODEL = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(MODEL))

try:
    import torch
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    import language
    from packing import IMAGE, Sequence, sees, shared_prefix
except ImportError as e:
    raise unittest.SkipTest(f"what training needs is not installed: {e}")

import numpy as np

from rows import Row

WINDOW = 8


class Letters:
    """A tokenizer with one token for each letter."""

    def __call__(self, text, add_special_tokens=False):
        class Found:
            input_ids = [self.ids(one) for one in text] if isinstance(text, list) else self.ids(text)
        return Found

    def ids(self, text):
        return [110 + ord(letter) % 90 for letter in text]

    def decode(self, ids):
        return "".join(chr(token - 110 + 90 if token - 110 < 32 else token - 110) for token in ids)


def tiny(targets=tuple(language.MATRICES), see=None, dropout=0.):
    torch.manual_seed(0)
    model = Gemma3ForCausalLM(Gemma3TextConfig(
        vocab_size=260, hidden_size=32, intermediate_size=48, num_hidden_layers=4, num_attention_heads=4,
        num_key_value_heads=2, head_dim=16, query_pre_attn_scalar=16, sliding_window=WINDOW,
        layer_types=["sliding_attention", "full_attention"] * 2, tie_word_embeddings=True))
    found = Plain(model, Letters(), language.lora_config(4, 8, targets, dropout), torch.device("cpu"), see, 3)
    with torch.no_grad():
        for name, value in found.lora_state().items():
            value.normal_(std=.1)
    found.model.eval()
    return found


class Plain(language.PackedLanguage):
    """Without bf16, so that the forward pass of transformers is the reference."""

    def autocast(self):
        return torch.autocast("cpu", enabled=False)

    # the ids of image tokens are outside this vocabulary
    def _embed(self, ids, rows):
        return super()._embed(torch.where(ids > 259, 5, ids), rows)


def row(prompt, answer, images=()):
    return Row("alignment", "", prompt, tuple(images), answer)


ROWS = [row("the same instruction for all; then one", "short"), row("the same instruction for all; thus two two", "an answer"),
        row("the same instruction for all; then another", "x"), row("the same instruction for all; then one", "short")]


class PackingTest(unittest.TestCase):
    def plain_loss(self, model, rows):
        """Computes row by row with transformers' own masks, without packing."""
        model.base.set_attn_implementation("eager")
        losses = []
        for one in rows:
            sequence = model.sequence(one)
            logits = model.base(input_ids=torch.tensor([sequence.ids()])).logits[0]
            at = len(sequence.prompt) - 1
            losses.append(torch.nn.functional.cross_entropy(
                logits[at:-1], torch.tensor(sequence.answer), reduction="none"))
        model.base.set_attn_implementation("packed")
        return torch.cat(losses).mean()

    def test_packed_loss_and_gradients_are_those_of_each_row_alone(self):
        for rows in (ROWS, ROWS[:1], [row("a", "b"), row("completely different", "c" * 30)]):
            model = tiny()
            loss, count = model.loss(rows)
            loss.backward()
            packed = [parameter.grad.clone() for parameter in model.lora_parameters()]
            model.model.zero_grad()
            plain = self.plain_loss(model, rows)
            plain.backward()
            self.assertEqual(sum(len(one.answer) + 1 for one in rows), count)
            self.assertAlmostEqual(plain.item(), loss.item(), places=5)
            self.assertGreater(max(gradient.abs().max().item() for gradient in packed), 1e-3)
            for gradient, parameter in zip(packed, model.lora_parameters()):
                torch.testing.assert_close(gradient, parameter.grad, rtol=1e-3, atol=1e-5)

    def test_prefix_is_what_all_prompts_share_and_leaves_each_a_last_token(self):
        def prompts(*all_ids):
            return shared_prefix([Sequence(list(ids), [9]) for ids in all_ids])

        self.assertEqual(2, prompts((1, 2, 3), (1, 2, 4)))
        self.assertEqual(2, prompts((1, 2, 3), (1, 2, 3)))
        self.assertEqual(0, prompts((1,), (1, 2)))
        self.assertEqual(1, prompts((1, IMAGE, 3, 4), (1, IMAGE, 3, 4)))

    def test_tokens_of_an_image_see_each_other_and_nothing_behind_it(self):
        seen = sees(Sequence([1, IMAGE, IMAGE, 3, IMAGE, IMAGE, 4], [5, 6]), None)
        self.assertEqual([True] * 3 + [False] * 6, seen[1].tolist())
        self.assertEqual([True] * 3 + [False] * 6, seen[2].tolist())
        self.assertEqual([True] * 4 + [False] * 5, seen[3].tolist())
        self.assertEqual([True] * 6 + [False] * 3, seen[4].tolist())
        self.assertEqual([True] * 8 + [False], seen[7].tolist())

    def test_a_window_ends_what_a_token_sees(self):
        seen = sees(Sequence([1, IMAGE, IMAGE, 3, 4], [5, 6]), 3)
        self.assertEqual([True] * 3 + [False] * 4, seen[1].tolist())
        self.assertEqual([False] * 3 + [True] * 4, seen[6].tolist())

    def test_image_rows_are_packed_as_each_alone(self):
        def see(pixels):
            return pixels.float().mean((1, 2))[:, None, None].expand(-1, 3, 32) / 100

        model = tiny(see=see)
        model.pixels = {"a": np.full((224, 224), 7, np.uint8), "b": np.full((224, 224), 200, np.uint8)}
        rows = [row("case 1\n[img]\nwhat?", "none", ["a"]), row("case 2\n[img]\nwhat is it?", "this", ["b"]),
                row("first, without a place", "other", ["a", "b"])]
        with torch.no_grad():
            together = torch.cat([states for _, states in model.states(rows)])
            alone = torch.cat([model.states([one])[0][1] for one in rows])
            other = model.states([row("case 1\n[img]\nwhat?", "none", ["b"])])[0][1]
        torch.testing.assert_close(together, alone, rtol=1e-4, atol=1e-5)
        self.assertGreater((other - alone[:len(other)]).abs().max().item(), 1e-3)
        ids = model.sequence(rows[2]).prompt
        self.assertLess(ids.index(IMAGE), 16)
        self.assertEqual(6, ids.count(IMAGE))


class LossTest(unittest.TestCase):
    def test_sampled_loss_is_near_the_whole_one(self):
        model = tiny()
        whole, _ = model.loss(ROWS)
        model.sample_words([one.answer for one in ROWS], 120, 0)
        # <end_of_turn> and the letters of the answers are always included
        sampled = np.mean([model.loss(ROWS, sampled=True)[0].item() for _ in range(50)])
        self.assertAlmostEqual(whole.item(), sampled, delta=.1)
        self.assertAlmostEqual(whole.item(), model.loss(ROWS)[0].item(), places=6)


class DecodeTest(unittest.TestCase):
    def test_batched_decoding_with_a_cache_is_the_likeliest_token_each_time(self):
        model = tiny()
        together = model.decode(ROWS, 12)
        for one, answer in zip(ROWS, together):
            ids = model.sequence(one).prompt
            model.base.set_attn_implementation("eager")
            expected = []
            for _ in range(12):
                token = model.base(input_ids=torch.tensor([ids])).logits[0, -1].argmax().item()
                if token in (1, language.TURN_END):
                    break
                expected.append(token)
                ids = ids + [token]
            model.base.set_attn_implementation("packed")
            self.assertEqual(model.tokenizer.decode(expected), answer)


class TokensTest(unittest.TestCase):
    def test_line_ends_and_blanks_are_cut_as_llama_does(self):
        a, b = 110 + ord("a") % 90, 110 + ord("b") % 90
        blank = 110 + ord(" ") % 90
        for text, ids in {"a\n\nb": [a, 108, b], "a\n\n\n": [a, 109], "a   b": [a, 139, b], "\n" * 33: [137, 108],
                          "    ": [140], " ab": [blank, a, b], "": []}.items():
            self.assertEqual(ids, language.encode_as_llama(Letters(), text), repr(text))


class ExportTest(unittest.TestCase):
    def test_all_seven_matrices_by_their_names_in_a_gguf(self):
        arrays = tiny().export()
        self.assertEqual({f"blk.{layer}.{matrix}.lora_{half}" for layer in range(4)
                          for matrix in language.MATRICES.values() for half in "ab"}, set(arrays))
        self.assertEqual((4, 32), arrays["blk.0.ffn_gate.lora_a"].shape)
        self.assertEqual((48, 4), arrays["blk.0.ffn_gate.lora_b"].shape)
        self.assertEqual((4, 64), arrays["blk.3.attn_output.lora_a"].shape)

    def test_exported_delta_is_the_one_that_was_trained(self):
        model = tiny(("q_proj",))
        arrays = model.export()
        layer = model.base.model.layers[1].self_attn.q_proj
        delta = arrays["blk.1.attn_q.lora_b"].astype(np.float32) @ arrays["blk.1.attn_q.lora_a"].astype(np.float32)
        np.testing.assert_allclose(layer.get_delta_weight("default").detach().numpy(), delta, rtol=1e-2, atol=1e-3)

    def test_training_goes_on_from_an_exported_adapter(self):
        arrays = tiny().export()
        torch.manual_seed(1)
        other = tiny()
        for value in other.lora_state().values():
            value.zero_()
        other.continue_from(arrays)
        for name, array in other.export().items():
            np.testing.assert_allclose(arrays[name], array, rtol=1e-3, atol=1e-4)
        with self.assertRaisesRegex(ValueError, "has no blk.0.attn_k"):
            tiny().continue_from({name: array for name, array in arrays.items() if "attn_k" not in name})
        with self.assertRaisesRegex(ValueError, "more targets"):
            tiny(("q_proj",)).continue_from(arrays)

    def test_unknown_target_is_refused(self):
        with self.assertRaisesRegex(ValueError, "lm_head"):
            language.lora_config(8, 16, ["lm_head"], 0)


if __name__ == "__main__":
    unittest.main()
