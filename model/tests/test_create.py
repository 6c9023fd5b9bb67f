import contextlib
import hashlib
import io
import json
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
DIGEST = "sha256:" + hashlib.sha256(BYTES).hexdigest()


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
        self.gguf = self.folder / "model.gguf"
        self.gguf.write_bytes(BYTES)
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
        made = {name: self.gguf for name in create.PAIR}

        def make(folder, gemma, plain):
            return made | {create.PLAIN: self.gguf} if plain else made

        with mock.patch.object(create, "make", make), mock.patch.object(
                sys, "argv", ["create.py", "--cache", str(self.folder), *arguments]), contextlib.redirect_stdout(printed):
            create.main()
        return printed.getvalue()

    def test_the_blob_is_uploaded_and_the_model_is_made_of_it(self):
        create.create(self.url, "rtl-small-base", self.gguf)
        self.assertEqual({f"/api/blobs/{DIGEST}": BYTES}, self.server.blobs)
        (path, kind, body), = self.server.created
        self.assertEqual(("/api/create", "application/json"), (path, kind))
        notice = (MODEL / "small" / "NOTICE").read_text()
        self.assertIn("Gemma Terms of Use", notice)
        self.assertEqual({"model": "rtl-small-base", "files": {"model.gguf": DIGEST},
                          "template": "<start_of_turn>user\n{{ .Prompt }}<end_of_turn>\n<start_of_turn>model\n",
                          "parameters": {"stop": ["<end_of_turn>"]}, "license": [notice], "stream": False}, body)

    def test_a_blob_that_is_there_is_not_uploaded_again(self):
        self.server.blobs[f"/api/blobs/{DIGEST}"] = b"as it was"
        create.create(self.url, "rtl-small-lora", self.gguf)
        self.assertEqual([b"as it was"], list(self.server.blobs.values()))
        self.assertEqual(1, len(self.server.created))

    def test_what_the_server_says_of_a_refusal_is_told(self):
        self.server.error = "unsupported architecture"
        with self.assertRaisesRegex(RuntimeError, "/api/create: 400 .*unsupported architecture"):
            create.create(self.url, "rtl-small-base", self.gguf)
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
        self.main("--files", "--plain", "--url", self.url)
        self.assertEqual([], self.server.created)
        self.assertEqual('FROM ./model.gguf\nTEMPLATE """<start_of_turn>user\n{{ .Prompt }}<end_of_turn>\n'
                         '<start_of_turn>model\n"""\nPARAMETER stop <end_of_turn>\n',
                         (self.folder / "Modelfile.rtl-small-lora").read_text())
        self.assertEqual('FROM ./model.gguf\nTEMPLATE """{{ .Prompt }}"""\n',
                         (self.folder / "Modelfile.rtl-small-plain").read_text())


if __name__ == "__main__":
    unittest.main()
