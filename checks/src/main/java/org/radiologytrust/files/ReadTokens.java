package org.radiologytrust.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a YAML file. The file is scanned once and read often: at a start, several parts of
 * the product read the same list. Each token keeps its text as it is written, because YAML takes
 * the words "on" and "no" for true and false.
 */
final class ReadTokens {
  private final TokenBuffer tokens;
  private final List<String> texts = new ArrayList<>();

  /**
   * @param file before its first token
   */
  ReadTokens(JsonParser file) throws IOException {
    tokens = new TokenBuffer(file);
    while (file.nextToken() != null) {
      tokens.copyCurrentEvent(file);
      texts.add(file.getText());
    }
  }

  /** A parser before the first token. It knows no line numbers. */
  JsonParser parser() {
    return new Parser(tokens.asParser(), texts);
  }

  private static final class Parser extends JsonParserDelegate {
    private final List<String> texts;
    private int at = -1;

    Parser(JsonParser tokens, List<String> texts) {
      super(tokens);
      this.texts = texts;
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
      at++;
      return delegate.nextToken();
    }

    @Override
    public @Nullable JsonToken nextValue() throws IOException {
      JsonToken token = nextToken();
      return token == JsonToken.FIELD_NAME ? nextToken() : token;
    }

    @Override
    public JsonParser skipChildren() throws IOException {
      int depth = 0;
      for (JsonToken token = currentToken(); token != null; token = nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth == 0) {
          break;
        }
      }
      return this;
    }

    @Override
    public String getText() {
      return texts.get(at);
    }

    @Override
    public @Nullable String getValueAsString() throws IOException {
      return getValueAsString(null);
    }

    @Override
    public @Nullable String getValueAsString(@Nullable String otherwise) {
      JsonToken token = currentToken();
      if (token == null || token == JsonToken.VALUE_NULL) {
        return otherwise;
      }
      return token == JsonToken.FIELD_NAME || token.isScalarValue() ? getText() : otherwise;
    }
  }
}
