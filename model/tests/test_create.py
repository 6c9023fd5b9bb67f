import contextlib
import hashlib
import io
import json
import shutil
import sys
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from unittest import mock

MODEL = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(MODEL), str(MODEL / "small")]

import create

BYTES = b"GGUF and so on" * 1000
EYES = b"GGUF that sees"
DIGEST, EYES_DIGEST = ("sha256:" + hashlib.sha256(file).hexdigest() for file in (BYTES, EYES))


class Server(BaseHTTPRequestHandler):
    """Like Ollama: stores blobs, and accepts models whose blobs it has."""

    def do_HEAD(self):
        self.answer(200 if self.path in self.server.blobs else 404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/api/blobs/"):
            self.server.blobs[self.path] = body
            self.answer(201)
        elif self.server.error:
            self.answer(400, json.dumps({"error": self.server.error}).encode())
        else:
            self.server.created.append((self.path, self.headers["Content-Type"], json.loads(body)))
            self.answer(200, b'{"status":"success"}')

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *what):
        pass


class CreateTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.models = self.folder / "models"
        for name in (*create.PAIR, create.PLAIN):
            (self.models / name).mkdir(parents=True)
            (self.models / name / "model.gguf").write_bytes(BYTES)
        for name in create.PAIR:
            (self.models / name / "mmproj.gguf").write_bytes(EYES)
        self.server = HTTPServer(("127.0.0.1", 0), Server)
        self.server.blobs, self.server.created, self.server.error = {}, [], None
        thread = threading.Thread(target=self.server.serve_forever, args=(.01,))
        thread.start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(thread.join)
        self.addCleanup(self.server.shutdown)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def main(self, *arguments):
        """The output; if SystemExit was raised, its text."""
        printed = io.StringIO()

        def make(folder, gemma, plain):
            if not plain:
                shutil.rmtree(self.models / create.PLAIN)
            return self.models

        with mock.patch.object(create, "make", make), mock.patch.object(
                sys, "argv", ["create.py", "--cache", str(self.folder), *arguments]), contextlib.redirect_stdout(printed):
            create.main()
        return printed.getvalue()

    def test_the_blobs_are_uploaded_and_the_model_is_made_of_them(self):
        create.create(self.url, self.models / "rtl-small-base")
        self.assertEqual({f"/api/blobs/{DIGEST}": BYTES, f"/api/blobs/{EYES_DIGEST}": EYES}, self.server.blobs)
        (path, kind, body), = self.server.created
        self.assertEqual(("/api/create", "application/json"), (path, kind))
        notice = (MODEL / "small" / "NOTICE").read_text()
        self.assertIn("Gemma Terms of Use", notice)
        self.assertEqual({"model": "rtl-small-base", "files": {"model.gguf": DIGEST, "mmproj.gguf": EYES_DIGEST},
                          "template": "<start_of_turn>user\n{{ .Prompt }}<end_of_turn>\n<start_of_turn>model\n",
                          "parameters": {"stop": ["<end_of_turn>"]}, "license": [notice], "stream": False}, body)

    def test_a_blob_that_is_there_is_not_uploaded_again(self):
        self.server.blobs[f"/api/blobs/{DIGEST}"] = b"as it was"
        create.create(self.url, self.models / "rtl-small-lora")
        self.assertEqual([b"as it was", EYES], list(self.server.blobs.values()))
        self.assertEqual(1, len(self.server.created))

    def test_what_the_server_says_of_a_refusal_is_told(self):
        self.server.error = "unsupported architecture"
        with self.assertRaisesRegex(RuntimeError, "/api/create: 400 .*unsupported architecture"):
            create.create(self.url, self.models / "rtl-small-base")
        with self.assertRaisesRegex(SystemExit, "unsupported architecture"):
            self.main("--url", self.url)

    def test_both_are_made_and_said_to_be_for_no_clinic(self):
        printed = self.main("--url", self.url + "/")
        self.assertEqual(["rtl-small-base", "rtl-small-lora"], [body["model"] for _, _, body in self.server.created])
        self.assertEqual(2, printed.count("not for clinical use"))

    def test_gemma_itself_is_made_where_asked(self):
        self.main("--url", self.url, "--plain")
        body = self.server.created[-1][2]
        self.assertEqual("rtl-small-plain", body["model"])
        self.assertEqual("{{ .Prompt }}", body["template"], "it never learned turns")
        self.assertNotIn("parameters", body)

    def test_no_server_is_told_with_advice(self):
        with HTTPServer(("127.0.0.1", 0), Server) as closed:
            port = closed.server_port
        with self.assertRaisesRegex(SystemExit, f"no Ollama server answers at .*:{port}: start it, or name it by --url"):
            self.main("--url", f"http://127.0.0.1:{port}")

    def test_files_alone_ask_no_server(self):
        self.assertEqual(f"{self.models}\n", self.main("--files", "--plain", "--url", self.url))
        self.assertEqual([], self.server.created)

    def test_modelfiles_name_all_files(self):
        self.assertEqual('FROM ./model.gguf\nFROM ./mmproj.gguf\nTEMPLATE """<start_of_turn>user\n{{ .Prompt }}'
                         '<end_of_turn>\n<start_of_turn>model\n"""\nPARAMETER stop <end_of_turn>\n',
                         create.modelfile(self.models / "rtl-small-lora"))
        self.assertEqual('FROM ./model.gguf\nTEMPLATE """{{ .Prompt }}"""\n',
                         create.modelfile(self.models / "rtl-small-plain"))


if __name__ == "__main__":
    unittest.main()
