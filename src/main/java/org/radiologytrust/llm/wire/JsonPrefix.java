package org.radiologytrust.llm.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Checks a text that arrives in pieces: can it still become one JSON object? */
final class JsonPrefix {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser parser;
  private int depth;
  private boolean begun;
  private boolean broken;

  JsonPrefix() {
    try {
      parser = FACTORY.createNonBlockingByteArrayParser();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds the next piece.
   *
   * @return whether the text so far is a JSON object or the beginning of one
   */
  boolean isRunning(String piece) {
    broken |= !read(piece.getBytes(StandardCharsets.UTF_8));
    return !broken;
  }

  private boolean read(byte[] bytes) {
    try {
      ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(bytes, 0, bytes.length);
      for (JsonToken t = parser.nextToken();
          t != null && t != JsonToken.NOT_AVAILABLE;
          t = parser.nextToken()) {
        if (depth == 0 && (begun || t != JsonToken.START_OBJECT)) {
          return false; // text before or after the object
        }
        begun = true;
        depth += t.isStructStart() ? 1 : t.isStructEnd() ? -1 : 0;
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
