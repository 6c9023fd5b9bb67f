package org.radiologytrust.llm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A text that comes piece by piece: whether it can still become one JSON object. */
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
   * @param piece what follows on all that came before
   * @return whether more of it can make it JSON, or it is whole
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
          return false; // something beside the object
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
