import sys
import tempfile
import unittest
from pathlib import Path

MODEL = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(MODEL))

import gguf
import numpy as np

import mmproj
import shape
from merge import TEMPLATE, merge, updated

Q8 = gguf.GGMLQuantizationType.Q8_0


class MergeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        random = np.random.default_rng(0)
        self.query = random.standard_normal((4, 32)).astype(np.float32)
        self.adapter = {"blk.0.attn_q.lora_a": random.standard_normal((2, 32)).astype(np.float16),
                        "blk.0.attn_q.lora_b": random.standard_normal((4, 2)).astype(np.float16)}
        self.base = self.folder / "base.gguf"
        writer = gguf.GGUFWriter(self.base, "gemma3")
        writer.add_name("base")
        writer.add_chat_template("of the base")
        writer.add_block_count(1)
        writer.add_token_list(["a", "b", "ü"])
        writer.add_token_scores([0., -1., -2.])
        for name, data in {"blk.0.attn_q.weight": self.query,
                           "blk.0.attn_k.weight": random.standard_normal((4, 32)).astype(np.float32)}.items():
            writer.add_tensor(name, gguf.quantize(data, Q8), raw_dtype=Q8)
        writer.add_tensor("output_norm.weight", random.standard_normal(32).astype(np.float32))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()

    def merged(self, name="out.gguf", adapter=None, called=None, template=None):
        merge(self.base, self.folder / name, self.adapter if adapter is None else adapter, called, template)
        return gguf.GGUFReader(self.folder / name)

    def test_text_tensors_keep_their_bytes(self):
        out = {tensor.name: tensor for tensor in self.merged().tensors}
        for tensor in gguf.GGUFReader(self.base).tensors:
            if tensor.name == "blk.0.attn_q.weight":
                continue
            self.assertEqual(tensor.tensor_type, out[tensor.name].tensor_type)
            self.assertEqual(tensor.data.tobytes(), out[tensor.name].data.tobytes(), tensor.name)
            self.assertEqual(tensor.shape.tolist(), out[tensor.name].shape.tolist())

    def test_merged_matrix_is_the_dequantised_one_plus_the_delta(self):
        out = {tensor.name: tensor for tensor in self.merged().tensors}["blk.0.attn_q.weight"]
        plain = gguf.dequantize(gguf.quantize(self.query, Q8), Q8)
        delta = (self.adapter["blk.0.attn_q.lora_b"].astype(np.float64)
                 @ self.adapter["blk.0.attn_q.lora_a"].astype(np.float64))
        self.assertEqual(gguf.GGMLQuantizationType.F16, out.tensor_type)
        np.testing.assert_allclose(plain + delta, out.data.astype(np.float64), rtol=1e-3, atol=1e-3)
        self.assertGreater(np.abs(delta).max(), .1)

    def test_zero_adapter_changes_nothing_but_the_type(self):
        plain = np.float32([[.5, -1.25], [3, 0]])
        np.testing.assert_array_equal(plain, updated(plain, np.zeros((1, 2), np.float16), np.zeros((2, 1), np.float16)))

    def test_without_an_adapter_all_tensors_keep_their_bytes(self):
        out = {tensor.name: tensor for tensor in self.merged(adapter={}).tensors}
        for tensor in gguf.GGUFReader(self.base).tensors:
            self.assertEqual(tensor.tensor_type, out[tensor.name].tensor_type)
            self.assertEqual(tensor.data.tobytes(), out[tensor.name].data.tobytes())

    def test_name_is_the_one_told_or_the_bases(self):
        for called, expected in (("other", "other"), (None, "base")):
            self.assertEqual(expected, self.merged(called=called).fields["general.name"].contents())

    def test_template_is_the_one_told_or_the_bases(self):
        for template, expected in (("other", "other"), (None, "of the base")):
            self.assertEqual(expected, self.merged(template=template).fields[TEMPLATE].contents())

    def test_factors_of_another_width_are_refused(self):
        self.adapter["blk.0.attn_q.lora_a"] = np.zeros((2, 64), np.float16)
        with self.assertRaisesRegex(ValueError, "attn_q.weight has the shape"):
            self.merged()

    def test_tokenizer_is_kept(self):
        reader = self.merged()
        self.assertEqual(["a", "b", "ü"], reader.fields["tokenizer.ggml.tokens"].contents())
        self.assertEqual([0., -1., -2.], reader.fields["tokenizer.ggml.scores"].contents())

    def test_same_inputs_same_bytes(self):
        self.merged("one.gguf")
        self.merged("two.gguf")
        self.assertEqual((self.folder / "one.gguf").read_bytes(), (self.folder / "two.gguf").read_bytes())

    def test_adapter_for_another_base_is_refused(self):
        other = {name.replace("blk.0", "blk.7"): array for name, array in self.adapter.items()}
        with self.assertRaisesRegex(ValueError, "lacks .*blk.7.attn_q.weight"):
            self.merged(adapter=other)

    def test_half_a_pair_is_refused(self):
        self.adapter.pop("blk.0.attn_q.lora_b")
        with self.assertRaisesRegex(ValueError, "blk.0.attn_q.lora_b"):
            self.merged()


class TowerTest(unittest.TestCase):
    def test_tower_and_its_metadata_are_there(self):
        tower = {"v.post_ln.weight": np.ones(8, np.float32), "mm.input_projection.weight": np.ones((8, 32), np.float16)}
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "mmproj.gguf"
            mmproj.write(file, tower, "eyes")
            reader = gguf.GGUFReader(file)
            out = {tensor.name: tensor for tensor in reader.tensors}
            self.assertEqual(tower.keys(), out.keys())
            for name, array in tower.items():
                self.assertEqual(array.tobytes(), out[name].data.tobytes())
                self.assertEqual(list(array.shape), out[name].shape.tolist()[::-1])
            values = {field.name: field.contents() for field in reader.fields.values()}
        self.assertEqual({"general.architecture": "clip", "general.name": "eyes", "clip.projector_type": "gemma3",
                          "clip.has_vision_encoder": True, "clip.use_gelu": True, "clip.vision.projector.scale_factor": 2,
                          "clip.vision.image_size": 224, "clip.vision.patch_size": 28, "clip.vision.block_count": 4,
                          "clip.vision.embedding_length": 192, "clip.vision.feed_forward_length": 576,
                          "clip.vision.attention.head_count": 3, "clip.vision.projection_dim": 640,
                          "clip.vision.image_mean": [.5] * 3, "clip.vision.image_std": [.5] * 3},
                         {name: value for name, value in values.items()
                          if not name.startswith("GGUF.") and "epsilon" not in name})
        self.assertAlmostEqual(1e-6, values["clip.vision.attention.layer_norm_epsilon"])


class CommittedTest(unittest.TestCase):
    def test_committed_tensors_have_the_sizes_of_the_shape(self):
        tower = dict(np.load(MODEL / "small" / "tower.npz"))
        self.assertEqual((shape.WIDTH, 3, shape.PATCH, shape.PATCH), tower["v.patch_embd.weight"].shape)
        self.assertEqual((shape.WIDTH, shape.TEXT_WIDTH), tower["mm.input_projection.weight"].shape)
        self.assertEqual((shape.HIDDEN, shape.WIDTH), tower[f"v.blk.{shape.BLOCKS - 1}.ffn_up.weight"].shape)
        adapter = dict(np.load(MODEL / "small" / "sight.npz"))
        # 18 layers, each with seven matrices, each with a and b
        self.assertEqual(252, len(adapter))
        for array in [*tower.values(), *adapter.values()]:
            self.assertTrue(np.isfinite(array).all())


if __name__ == "__main__":
    unittest.main()
