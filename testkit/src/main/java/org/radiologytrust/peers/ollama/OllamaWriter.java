package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;

/** Puts an answer into the words of a wire. */
interface OllamaWriter {
  /** Content type of a stream. */
  String type();

  /** What comes before the first piece of a stream; empty where nothing does. */
  String begin(OllamaCall call);

  /** One piece of a stream. */
  String piece(OllamaCall call, OllamaReply.Piece piece);

  /** An error amid a stream. */
  String broken(String error);

  /** The end of a stream; empty where the server just stops. */
  String end(OllamaCall call, OllamaReply reply);

  /** The whole answer where no stream was asked for. */
  JsonNode whole(OllamaCall call, OllamaReply reply);

  JsonNode error(OllamaRefusal refusal);
}
