"""Asks an Ollama server about an image: /api/chat, temperature 0, one thread."""
import base64
import json
import urllib.request

OPTIONS = {"temperature": 0, "num_ctx": 2048, "num_thread": 1}


class Server:
    def __init__(self, url, model):
        self.url, self.model = url.rstrip("/"), model

    def post(self, path, body):
        """The reply as JSON; urllib.error.HTTPError for a refusal."""
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=300) as reply:
            return json.load(reply)

    def sees(self):
        return "vision" in self.post("/api/show", {"model": self.model})["capabilities"]

    def ask(self, text, image=None, limit=64, schema=None):
        """The answer's text; image: a PNG's bytes; "[img]" in the text sets its place; schema: a JSON schema."""
        message = {"role": "user", "content": text}
        if image is not None:
            message["images"] = [base64.b64encode(image).decode()]
        body = {"model": self.model, "stream": False, "think": False, "messages": [message],
                "options": {**OPTIONS, "num_predict": limit}}
        if schema is not None:
            body["format"] = schema
        return self.post("/api/chat", body)["message"]["content"]
