package org.radiologytrust.files;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Refuses keys and items without a value: nobody can tell whether none is meant. */
final class ParserWithoutNulls extends JsonParserDelegate {
  ParserWithoutNulls(JsonParser parser) {
    super(parser);
  }

  @Override
  public @Nullable JsonToken nextToken() throws IOException {
    JsonToken token = delegate.nextToken();
    if (token == JsonToken.VALUE_NULL) {
      throw new JsonParseException(this, "has no value", currentTokenLocation());
    }
    return token;
  }
}
