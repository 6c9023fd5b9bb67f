"""The tiny Gemma 3 of golden/ with its LoRA: merged with numpy, converted by llama.cpp, and asked on a real llama-server.

What golden.py made is compared: PEFT's merged weights and transformers' answers. The test of the converter needs torch;
those of the server need RTL_LLAMA, the folder that .ci/llama prints.
"""
import base64
import contextlib
import io
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path
from unittest import mock

TESTS = Path(__file__).resolve().parent
sys.path[:0] = [str(TESTS.parent), str(TESTS.parent / "small")]

import gguf
import numpy as np

import adapt
import converter
from tensors import TensorFile, bf16_of, of_bf16

GOLDEN = TESTS / "golden"
BASE, ADAPTER, MODEL = (GOLDEN / name for name in ("base", "adapter", "model"))
ANSWERS = json.loads((GOLDEN / "answers.json").read_text())
LLAMA = os.environ.get("RTL_LLAMA")
# difference of log-probabilities; llama.cpp rounds states to bf16 before each product with a bf16 matrix
NEAR_ENOUGH = .1


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def adapter(self, tensors=None, **changes):
        """A copy of the adapter with changes in its configuration; tensors: other names by the present ones."""
        copy = self.folder / "adapter"
        shutil.copytree(ADAPTER, copy, dirs_exist_ok=True)
        told = json.loads((ADAPTER / adapt.CONFIG).read_text()) | changes
        (copy / adapt.CONFIG).write_text(json.dumps({key: value for key, value in told.items() if value != "absent"}))
        if tensors:
            raw = (ADAPTER / adapt.WEIGHTS).read_bytes()
            length = struct.unpack("<Q", raw[:8])[0]
            header = json.loads(raw[8:8 + length])
            header = json.dumps({tensors.get(name, name): entry for name, entry in header.items()
                                 if tensors.get(name, name)}).encode()
            (copy / adapt.WEIGHTS).write_bytes(struct.pack("<Q", len(header)) + header + raw[8 + length:])
        return copy

    def assert_refused(self, told, adapter, base=BASE):
        with self.assertRaisesRegex(ValueError, told):
            adapt.merge(base, adapter, self.folder / "out")
        self.assertFalse((self.folder / "out").exists())


class MergeTest(Folder):
    def test_merged_weights_are_those_of_peft(self):
        self.assertEqual(16, adapt.merge(BASE, ADAPTER, self.folder / "out"))
        expected = TensorFile(GOLDEN / "merged.safetensors")
        before, after = (TensorFile(folder / "model.safetensors") for folder in (BASE, self.folder / "out"))
        self.assertEqual(before.entries, after.entries)
        found = {adapt.plain(name): name for name in after.names()}
        self.assertEqual(16, len(expected.names()))
        for name in expected.names():
            merged = expected.read(name)
            # the nearest bf16 is at most 1/256 of the value away
            np.testing.assert_allclose(after.read(found[name]), merged, rtol=2 ** -8, atol=0)
            self.assertGreater(np.abs(merged - before.read(found[name])).max(), .1)
        for name in before.names():
            if adapt.plain(name) not in expected.names():
                np.testing.assert_array_equal(before.read(name), after.read(name))

    def test_other_files_are_copies(self):
        adapt.merge(BASE, ADAPTER, self.folder / "out")
        self.assertEqual({file.name for file in BASE.iterdir()}, {file.name for file in (self.folder / "out").iterdir()})
        for file in BASE.iterdir():
            if file.name != "model.safetensors":
                self.assertEqual(file.read_bytes(), (self.folder / "out" / file.name).read_bytes())

    def test_shards_are_merged_one_by_one(self):
        base = self.folder / "base"
        shutil.copytree(BASE, base)
        whole = TensorFile(BASE / "model.safetensors")
        (base / "model.safetensors").unlink()
        halves = {f"model-0000{half + 1}-of-00002.safetensors": sorted(whole.names())[half::2] for half in range(2)}
        for file, names in halves.items():
            entries, data = {}, b""
            for name in names:
                bits = bf16_of(whole.read(name)).tobytes()
                entries[name] = {"dtype": "BF16", "shape": whole.shape(name),
                                 "data_offsets": [len(data), len(data) + len(bits)]}
                data += bits
            header = json.dumps(entries).encode()
            (base / file).write_bytes(struct.pack("<Q", len(header)) + header + data)
        (base / adapt.INDEX).write_text(json.dumps({"weight_map": {
            name: file for file, names in halves.items() for name in names}}))
        adapt.merge(BASE, ADAPTER, self.folder / "one")
        adapt.merge(base, ADAPTER, self.folder / "two")
        one = TensorFile(self.folder / "one" / "model.safetensors")
        for file, names in halves.items():
            for name in names:
                np.testing.assert_array_equal(one.read(name), TensorFile(self.folder / "two" / file).read(name))
        next(base.glob("*-of-00002.safetensors")).unlink()
        self.assert_refused("of-00002.safetensors is missing", ADAPTER, base)

    def test_names_of_other_versions_of_transformers_fit(self):
        old = {name: name.replace("model.model.language_model.", "model.language_model.model.").replace(
            "model.vision_tower.", "vision_tower.vision_model.") for name in TensorFile(ADAPTER / adapt.WEIGHTS).names()}
        self.assertTrue(all(name != other for name, other in old.items()))
        adapt.merge(BASE, ADAPTER, self.folder / "one")
        # a pattern names a module as the version of then did
        adapt.merge(BASE, self.adapter(old, alpha_pattern={r"language_model\.model\.layers\.1\.self_attn\.v_proj": 32}),
                    self.folder / "two")
        one, two = ((self.folder / name / "model.safetensors").read_bytes() for name in ("one", "two"))
        self.assertEqual(one, two)

    def test_root_of_rank_scales(self):
        self.assertEqual(2., adapt.Config.read(self.adapter() / adapt.CONFIG).scale("a.k_proj"))
        root = adapt.Config.read(self.adapter(use_rslora=True) / adapt.CONFIG)
        self.assertAlmostEqual(16 / 8 ** .5, root.scale("a.k_proj"))
        self.assertAlmostEqual(16 / 2 ** .5, root.scale("model.language_model.layers.0.self_attn.q_proj"))
        self.assertAlmostEqual(32 / 8 ** .5, root.scale("model.language_model.layers.1.self_attn.v_proj"))

    def test_what_is_more_than_lora_is_refused(self):
        for changes, told in (({"use_dora": True}, "uses use_dora"), ({"modules_to_save": ["lm_head"]}, "uses modules_to_save"),
                              ({"bias": "all"}, "trained biases"), ({"peft_type": "IA3"}, "describes IA3"),
                              ({"init_lora_weights": "pissa"}, "changes the base's weights"),
                              ({"something_new": {"a": 1}}, "uses something_new"),
                              ({"lora_alpha": "absent"}, "lacks lora_alpha")):
            self.assert_refused(told, self.adapter(**changes))

    def test_a_configuration_that_is_no_json_is_refused(self):
        config = self.adapter() / adapt.CONFIG
        for text, told in (("{", "adapter_config.json is not JSON: "), ("[]", "is not a JSON object"), ("\xff", "is not JSON")):
            config.write_text(text, encoding="latin-1")
            self.assert_refused(told, config.parent)
        self.assert_refused("is not what PEFT writes", self.adapter(r=[8]))
        self.assert_refused("is not what PEFT writes", self.adapter(rank_pattern=8))

    def test_the_name_of_another_base_is_refused(self):
        told = adapt.Config.read(self.adapter(base_model_name_or_path="google/medgemma-4b-it") / adapt.CONFIG)
        base = self.folder / "medgemma-1.5-4b-it"
        base.mkdir()
        with self.assertRaisesRegex(ValueError, "was trained on google/medgemma-4b-it, .* is medgemma-1.5-4b-it: .*--any-base"):
            adapt.check_base(told, base)
        cached = self.folder / "models--google--medgemma-4b-it" / "snapshots" / "0a1b"
        cached.mkdir(parents=True)
        adapt.check_base(told, cached)
        (base / "config.json").write_text('{"_name_or_path": "/data/MedGemma-4b-it/"}')
        adapt.check_base(told, base)
        adapt.check_base(adapt.Config.read(self.adapter(base_model_name_or_path=None) / adapt.CONFIG), base)

    def warned(self, adapter):
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            adapt.merge(BASE, adapter, self.folder / "out")
        return said.getvalue()

    def test_an_adapter_that_changes_nothing_is_told(self):
        self.assertEqual("", self.warned(ADAPTER))
        shutil.rmtree(self.folder / "out")
        copy = self.adapter()
        file = TensorFile(copy / adapt.WEIGHTS)
        for name in file.names():
            if "lora_B" in name:
                file.write(name, file.read(name) * 0)
        self.assertIn("16 of the adapter's 16 pairs of matrices change nothing", self.warned(copy))

    def test_an_adapter_without_some_layers_is_told(self):
        half = {name: "" for name in TensorFile(ADAPTER / adapt.WEIGHTS).names() if ".language_model.layers.5." in name}
        told = self.warned(self.adapter(half))
        self.assertIn("self_attn.q_proj.weight in 5 of 6 layers", told)
        self.assertNotIn("vision", told)
        shutil.rmtree(self.folder / "out")
        self.assertEqual("", self.warned(self.adapter(half, layers_to_transform=[0, 1, 2, 3, 4])))

    def test_another_rank_than_the_told_one_is_refused(self):
        self.assert_refused("its rank is 8 by", self.adapter(rank_pattern={}))

    def test_an_adapter_of_another_base_is_refused(self):
        first = "base_model.model.model.language_model.layers.0.self_attn.q_proj.lora_A.weight"
        for name, told in (("", "only one matrix of the pair for layers.0.self_attn.q_proj.weight"),
                           ("base_model.model.lm_head.weight", "lm_head.weight, which is not a LoRA matrix")):
            self.assert_refused(told, self.adapter({first: name}))
        both = {first.replace("lora_A", factor): first.replace("lora_A", factor).replace("layers.0", "layers.9")
                for factor in ("lora_A", "lora_B")}
        self.assert_refused("another base: 0 weights of the base are layers.9", self.adapter(both, rank_pattern={
            r"layers\.[09]\.self_attn\.q_proj": 2}))
        both = {name: other.replace("layers.9.self_attn.q_proj", "layers.0.mlp.down_proj") for name, other in both.items()}
        self.assert_refused("has the shape", self.adapter(both, rank_pattern={
            r"layers\.0\.(mlp\.down_proj|self_attn\.q_proj)": 2}))

    def test_a_folder_that_is_none_is_refused(self):
        self.assert_refused("adapter_config.json is missing", BASE)
        self.assert_refused("model.safetensors is missing", ADAPTER, ADAPTER)
        (self.adapter() / adapt.WEIGHTS).unlink()
        self.assert_refused("has no adapter_model.safetensors", self.folder / "adapter")

    def test_a_cut_file_is_refused(self):
        copy = self.adapter()
        raw = (copy / adapt.WEIGHTS).read_bytes()
        for part, told in ((raw[:-1], "is cut"), (raw[:100], "is not a safetensors file"), (b"", "is not a safetensors file"),
                           (raw[:9] + b"x" + raw[10:], "is not a safetensors file")):
            (copy / adapt.WEIGHTS).write_bytes(part)
            self.assert_refused(told, copy)

    def test_a_folder_with_files_is_not_overwritten(self):
        (self.folder / "out").mkdir()
        (self.folder / "out" / "file").touch()
        with self.assertRaisesRegex(ValueError, "is not empty"):
            adapt.merge(BASE, ADAPTER, self.folder / "out")


class Bf16Test(unittest.TestCase):
    def test_nearest_value_and_of_two_the_even(self):
        values = np.float32([1, -1, 1 + 2 ** -8, 1 + 3 * 2 ** -8, 1 + 2 ** -8 + 2 ** -20, 0, 3e38])
        np.testing.assert_array_equal(np.float32([1, -1, 1, 1 + 2 ** -6, 1 + 2 ** -7, 0, of_bf16(np.uint16([0x7f62]))[0]]),
                                      of_bf16(bf16_of(values)))

    def test_values_that_are_not_numbers_are_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy.safetensors"
            shutil.copyfile(BASE / "model.safetensors", copy)
            file = TensorFile(copy)
            name = sorted(file.names())[0]
            for value in (np.nan, np.inf, 3.4e38):
                array = file.read(name)
                array.flat[3] = value
                with self.assertRaisesRegex(ValueError, "not finite"):
                    file.write(name, array)
            self.assertEqual((BASE / "model.safetensors").read_bytes(), copy.read_bytes())


class ConverterTest(Folder):
    def make(self, *more):
        out = self.folder / "models" / "model"
        arguments = ["adapt.py", "--base", str(BASE), "--adapter", str(ADAPTER), "--out", str(out), "--any-base", *more]
        said = io.StringIO()
        with mock.patch.object(sys, "argv", arguments), contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            adapt.main()
        self.assertIn("was trained on tiny-gemma3", said.getvalue())
        return out

    def need_torch(self):
        try:
            converter.check()
        except RuntimeError as e:
            self.skipTest(str(e))

    def test_one_command_makes_the_committed_files(self):
        self.need_torch()
        out = self.make()
        self.assertEqual(["model"], [file.name for file in out.parent.iterdir()])
        self.assertEqual(sorted(file.name for file in MODEL.iterdir()), sorted(file.name for file in out.iterdir()))
        for file in MODEL.iterdir():
            self.assertEqual(file.read_bytes(), (out / file.name).read_bytes(), file.name)

    def test_quantized(self):
        self.need_torch()
        out = self.make("--quantize", "Q8_0", "--merged", str(self.folder / "merged"))
        types = {tensor.name: tensor.tensor_type for tensor in gguf.GGUFReader(out / "model.gguf").tensors}
        self.assertEqual(gguf.GGMLQuantizationType.Q8_0, types["blk.0.attn_q.weight"])
        self.assertTrue((self.folder / "merged" / "model.safetensors").is_file())

    def test_missing_packages_are_told(self):
        with mock.patch.object(converter, "NEEDED", ("numpy", "no_such_module", "no_such.module")):
            with self.assertRaisesRegex(SystemExit, "needs no_such_module, no_such.module: pip install -r .*-train.txt"):
                self.make()
        self.assertEqual([], list(self.folder.iterdir()))

    def test_committed_ggufs_have_the_merged_weights(self):
        adapt.merge(BASE, ADAPTER, self.folder / "out")
        merged = TensorFile(self.folder / "out" / "model.safetensors")
        names = {adapt.plain(name): name for name in merged.names()}
        text, eyes = ({tensor.name: tensor for tensor in gguf.GGUFReader(MODEL / file).tensors}
                      for file in ("model.gguf", "mmproj.gguf"))
        for layer in range(6):
            for matrix in "qv":
                found = text[f"blk.{layer}.attn_{matrix}.weight"]
                self.assertEqual(gguf.GGMLQuantizationType.BF16, found.tensor_type)
                np.testing.assert_array_equal(merged.read(names[f"layers.{layer}.self_attn.{matrix}_proj.weight"]),
                                              gguf.dequantize(found.data, found.tensor_type))
        for layer in range(2):
            np.testing.assert_allclose(
                merged.read(names[f"vision_tower.encoder.layers.{layer}.self_attn.q_proj.weight"]),
                eyes[f"v.blk.{layer}.attn_q.weight"].data.astype(np.float32), rtol=2 ** -10, atol=1e-6)

    def test_a_tokenizer_that_would_change_is_refused(self):
        base = self.folder / "base"
        shutil.copytree(BASE, base)
        for file, told in (("tokenizer_config.json", "no added_tokens_decoder"), ("tokenizer.model", "no tokenizer.model")):
            (base / file).unlink()
            with self.assertRaisesRegex(ValueError, told):
                adapt.make(base, ADAPTER, self.folder / "out", "bf16", self.folder)

    def test_modelfile(self):
        self.assertTrue((MODEL / "Modelfile").read_text().startswith("FROM ./model.gguf\nFROM ./mmproj.gguf\nTEMPLATE "))


class FetchTest(Folder):
    """Replaces pip, so that nothing is fetched."""

    def fetch(self, status=0):
        def download(command, **how):
            self.calls.append(command)
            if not status:
                root = f"llama_cpp_python-{converter.version()}"
                with tarfile.open(Path(command[command.index("-d") + 1]) / f"{root}.tar.gz", "w:gz") as whole:
                    for name in ("convert_hf_to_gguf.py", "conversion/gemma.py", "gguf-py/gguf/a.py", "src/llama.cpp"):
                        whole.addfile(tarfile.TarInfo(f"{root}/vendor/llama.cpp/{name}"), io.BytesIO())
            return subprocess.CompletedProcess(command, status)

        with mock.patch.object(converter.subprocess, "run", download):
            return converter.fetch(self.folder)

    def test_only_the_converter_is_kept_and_fetched_once(self):
        self.calls = []
        out = self.fetch()
        self.assertEqual(["conversion", "convert_hf_to_gguf.py", "gguf-py"], sorted(file.name for file in out.iterdir()))
        self.assertEqual(out, self.fetch())
        self.assertEqual(1, len(self.calls))
        self.assertEqual([out], list(self.folder.iterdir()))
        # pip compares the hash of such a line by itself
        self.assertEqual(str(converter.REQUIREMENTS), self.calls[0][-1])
        self.assertRegex(converter.REQUIREMENTS.read_text(), r"(?m)^llama-cpp-python==\S+ --hash=sha256:[0-9a-f]{64}$")

    def test_a_package_that_cannot_be_had_is_told(self):
        self.calls = []
        with self.assertRaisesRegex(RuntimeError, "cannot fetch llama-cpp-python"):
            self.fetch(1)
        self.assertEqual([], list(self.folder.iterdir()))


@unittest.skipUnless(LLAMA, "RTL_LLAMA is not set")
class ServerTest(unittest.TestCase):
    """The committed GGUFs, on the real llama-server, answer as base and adapter do in transformers."""

    @classmethod
    def setUpClass(cls):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        cls.url = f"http://127.0.0.1:{port}"
        cls.said = tempfile.TemporaryFile()
        cls.addClassCleanup(cls.said.close)
        cls.server = subprocess.Popen(
            [f"{LLAMA}/bin/llama-server", "--models-dir", str(GOLDEN), "--port", str(port), "--threads", "1",
             "--ctx-size", "512", "--parallel", "1", "--offline"],
            stdout=cls.said, stderr=subprocess.STDOUT, env={**os.environ, "LLAMA_MEDIA_MARKER": "<__media__>"})
        cls.addClassCleanup(cls.server.wait)
        cls.addClassCleanup(cls.server.terminate)
        end = time.monotonic() + 60
        while time.monotonic() < end and cls.server.poll() is None:
            with contextlib.suppress(OSError):
                cls.ask("/health")
                return
            time.sleep(.1)
        cls.said.seek(0)
        raise AssertionError(f"llama-server does not start: {cls.said.read()[-2000:].decode(errors='replace')}")

    @classmethod
    def ask(cls, path, **body):
        data = json.dumps({"model": "model", **body}).encode() if body else None
        with urllib.request.urlopen(urllib.request.Request(cls.url + path, data, {"Content-Type": "application/json"}),
                                    timeout=60) as reply:
            return json.load(reply)

    def complete(self, answer):
        prompt = answer["prompt"].removeprefix("<bos>")
        if answer["image"]:
            image = base64.b64encode((GOLDEN / answer["image"]).read_bytes()).decode()
            # Gemma's processor sets two line ends on each side of an image
            prompt = {"prompt_string": prompt.replace("<start_of_image>", "\n\n<__media__>\n\n"), "multimodal_data": [image]}
        return self.ask("/completion", prompt=prompt, n_predict=len(answer["tokens"]), temperature=0, top_k=1,
                        n_probs=len(answer["near"][0]), cache_prompt=False, ignore_eos=True)

    def test_tokens_and_probabilities_are_those_of_transformers(self):
        for answer in ANSWERS:
            with self.subTest(asked=answer["asked"], image=answer["image"]):
                reply = self.complete(answer)
                self.assertEqual(answer["prompt_tokens"], reply["tokens_evaluated"])
                places = reply["completion_probabilities"]
                self.assertEqual(answer["tokens"], [place["id"] for place in places])
                for near, place in zip(answer["near"], places):
                    found = {one["id"]: one["logprob"] for one in place["top_logprobs"]}
                    for token, expected in near[:2]:
                        self.assertAlmostEqual(expected, found[token], delta=NEAR_ENOUGH)

    def test_the_chat_template_makes_the_same_prompt(self):
        for answer in ANSWERS:
            if not answer["image"]:
                told = self.ask("/apply-template", messages=[{"role": "user", "content": answer["asked"]}])
                self.assertEqual(answer["prompt"].removeprefix("<bos>"), told["prompt"].removeprefix("<bos>"))

    def test_a_chat_has_no_line_ends_around_an_image(self):
        for answer in ANSWERS:
            if answer["image"]:
                image = base64.b64encode((GOLDEN / answer["image"]).read_bytes()).decode()
                reply = self.ask("/v1/chat/completions", max_tokens=1, messages=[{"role": "user", "content": [
                    {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{image}"}},
                    {"type": "text", "text": answer["asked"]}]}])
                # two tokens of two line ends each
                self.assertEqual(answer["prompt_tokens"] - 2, reply["usage"]["prompt_tokens"])

    def test_golden_answers_need_adapter_and_image(self):
        for answer in ANSWERS:
            self.assertNotEqual(answer["tokens_of_base"], answer["tokens"])
        dark, light = (answer for answer in ANSWERS if answer["image"])
        self.assertNotEqual(dark["tokens"], light["tokens"])


if __name__ == "__main__":
    unittest.main()
