import sys
import tempfile
import unittest
from pathlib import Path

TESTS = Path(__file__).resolve().parent
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

try:
    import torch
    from PIL import Image
    from safetensors.torch import load_file
    from transformers import AutoModelForImageTextToText, AutoProcessor
    from transformers.utils import logging

    import language
    import tiny
except ImportError as e:
    raise unittest.SkipTest(f"what training needs is not installed: {e}")

from adapt import merge
from rows import Row

logging.set_verbosity_error()
logging.disable_progress_bar()


class Exact(language.FolderLanguage):
    """A FolderLanguage without bf16."""

    def autocast(self):
        return torch.autocast("cpu", enabled=False)


class FolderTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.base = cls.folder / "base"
        tiny.folder(cls.base)
        for name, colour in {"dark.png": 20, "light.png": 230}.items():
            picture = Image.new("L", (80, 50), colour)
            picture.paste(255 - colour, (10, 10, 30, 40))
            picture.save(cls.folder / name)

    def setUp(self):
        self.language = Exact(self.base, language.lora_config(4, 8, list(language.MATRICES), 0.), torch.device("cpu"))
        self.language.model.float().eval()
        torch.manual_seed(1)
        with torch.no_grad():
            for value in self.language.lora_state().values():
                value.normal_(std=.1)

    def row(self, prompt, answer, *images):
        return Row("alignment", "", prompt, tuple(self.folder / image for image in images), answer)

    def answer(self, row):
        return [*self.language.encode(row.answer), language.TURN_END]

    def plain(self, row, answer, model=None):
        """The logits of the model without any batch: before each token of the answer and at its end
        [answer + 1, words]."""
        read = self.language._read(row)
        more = {"pixel_values": read["pixel_values"]} if row.images else {}
        answer = torch.tensor([answer], dtype=torch.long)
        model = model or self.language.base
        model.set_attn_implementation("eager")
        with torch.no_grad():
            logits = model(input_ids=torch.cat((read["input_ids"], answer), 1), token_type_ids=torch.cat(
                (read["token_type_ids"], torch.zeros_like(answer)), 1), **more).logits[0]
        model.set_attn_implementation("packed")
        return logits[read["input_ids"].shape[1] - 1:]

    def assert_as_alone(self, rows):
        with torch.no_grad():
            together = self.language.states(rows)
        for row, (answer, states) in zip(rows, together):
            self.assertEqual(self.answer(row), answer)
            torch.testing.assert_close(self.plain(row, answer)[:-1], states @ self.language.base.lm_head.weight.T,
                                       rtol=1e-3, atol=1e-4)

    def test_text_rows_are_read_as_the_folders_own_chat(self):
        self.assert_as_alone([self.row("one instruction; then this", "short"),
                              self.row("one instruction; then that one", "an answer")])

    def test_image_rows_are_read_as_the_folders_own_chat(self):
        self.assert_as_alone([self.row("case 1\n[img]\nwhat?", "none", "dark.png"),
                              self.row("case 22\n[img]\nwhat is it, or is it not?", "this", "light.png"),
                              self.row("no place", "other", "dark.png", "light.png")])

    def test_an_image_stands_without_line_ends_as_at_the_server(self):
        ids = self.language._read(self.row("case[img]what?", "", "dark.png"))["input_ids"][0].tolist()
        marks = [self.language.tokenizer.convert_tokens_to_ids(mark) for mark in ("<boi>", "<eoi>")]
        begin, end = map(ids.index, marks)
        self.assertEqual(tiny.IMAGE_TOKENS, end - begin - 1)
        self.assertEqual(self.language.encode("case"), ids[begin - 4:begin])
        self.assertEqual(self.language.encode("what?"), ids[end + 1:end + 6])

    def test_the_image_matters(self):
        dark, light = (self.language.states([self.row("[img]\nwhat?", "none", image)])[0][1]
                       for image in ("dark.png", "light.png"))
        self.assertGreater((dark - light).abs().max().item(), 1e-3)

    def test_images_stand_where_the_prompt_has_them(self):
        self.assertEqual(["text", "image", "text"],
                         [part["type"] for part in self.language._messages(self.row("a[img]b", "", "dark.png"))[0]["content"]])
        self.assertEqual(["image", "text", "image", "text"], [part["type"] for part in self.language._messages(
            self.row("a[img]b", "", "dark.png", "light.png"))[0]["content"]])

    def test_only_the_language_model_has_a_lora_and_learns_of_images_too(self):
        names = [name for name, value in self.language.model.named_parameters() if value.requires_grad]
        self.assertEqual(2 * 7 * 2, len(names))
        self.assertFalse([name for name in names if "vision" in name])
        loss, count = self.language.loss([self.row("[img]\nwhat?", "none", "dark.png")])
        loss.backward()
        self.assertEqual(5, count)
        for parameter in self.language.lora_parameters():
            self.assertGreater(parameter.grad.abs().max().item(), 0)

    def test_decoding_takes_the_likeliest_token_each_time(self):
        with torch.no_grad():
            # the weights are random; otherwise the answers may hold tokens that decoding leaves out
            self.language.base.lm_head.weight[self.language.tokenizer.all_special_ids] = 0
        for row in (self.row("what?", ""), self.row("[img]\nwhat?", "", "dark.png")):
            expected = []
            while len(expected) < 6:
                token = self.plain(row, expected)[-1].argmax().item()
                if token in (1, language.TURN_END):
                    break
                expected.append(token)
            self.assertTrue(expected)
            self.assertEqual([self.language.tokenizer.decode(expected, skip_special_tokens=True)],
                             self.language.decode([row], 6))

    def test_merged_folder_answers_as_base_with_adapter(self):
        rows = [self.row("what?", "none"), self.row("[img]\nwhat?", "none", "dark.png")]
        adapter, out = self.folder / "adapter", self.folder / "merged"
        self.language.save(adapter)
        merge(self.base, adapter, out)
        merged = AutoModelForImageTextToText.from_pretrained(out).eval()
        for row in rows:
            torch.testing.assert_close(self.plain(row, self.answer(row)), self.plain(row, self.answer(row), merged),
                                       rtol=1e-3, atol=1e-4)
        before, after = (load_file(folder / "model.safetensors") for folder in (self.base, out))
        self.assertEqual(before.keys(), after.keys())
        changed = {name for name in before if not torch.equal(before[name], after[name])}
        self.assertEqual(2 * 7, len(changed))
        self.assertFalse([name for name in changed if "_proj." not in name or "vision" in name])
        for name in ("tokenizer.json", "tokenizer_config.json", "processor_config.json", "chat_template.jinja"):
            self.assertEqual((self.base / name).read_bytes(), (out / name).read_bytes())
        self.assertEqual(AutoProcessor.from_pretrained(out).tokenizer("ab").input_ids, self.language.encode("ab"))


if __name__ == "__main__":
    unittest.main()
