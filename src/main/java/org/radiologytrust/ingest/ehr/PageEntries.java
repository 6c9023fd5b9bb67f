package org.radiologytrust.ingest.ehr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.radiologytrust.ingest.SizedJson;

/**
 * Keeps the resources of a page away from the client's parser. That parser fails for the complete
 * page if one resource is not valid, writes out numbers, and silently drops what it does not
 * understand. So each resource becomes a Binary with its exact bytes, and each report is parsed
 * alone, by the FHIR inbox.
 */
final class PageEntries {
  private static final int MAX_DEPTH = 1000;

  /** Allows every number that a Bundle itself has, such as the total. */
  private static final int MAX_NUMBER = 20;

  /** Tokens of a page outside its resources. The client's parser makes objects of each. */
  static final int MAX_TOKENS = 200_000;

  private static final byte[] BEFORE =
      ascii("{\"resourceType\":\"Binary\",\"contentType\":\"application/fhir+json\",\"data\":\"");
  private static final byte[] AFTER = ascii("\"}");

  private static final JsonFactory JSON = SizedJson.builder(MAX_DEPTH).build();

  private final byte[] page;
  private final ByteArrayOutputStream out;
  private int copied;
  private int tokens;

  private PageEntries(byte[] page) {
    this.page = page;
    this.out = new ByteArrayOutputStream(page.length);
  }

  /**
   * The page with a Binary for each resource of an entry.
   *
   * @param page JSON in UTF-8
   * @throws IOException if it is not one JSON object, is nested too deeply, has more than {@link
   *     #MAX_TOKENS}, or is no Bundle, which the client's parser could only meet with exceptions of
   *     its own
   */
  static byte[] wrapped(byte[] page) throws IOException {
    return new PageEntries(page).wrap();
  }

  private byte[] wrap() throws IOException {
    // JSON's own characters are ASCII: with one character for each byte, positions are those of
    // bytes, and bytes that are not UTF-8 are the inbox's to refuse
    String text = new String(page, StandardCharsets.ISO_8859_1);
    int mark = text.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
    copied = mark;
    try (JsonParser parser = JSON.createParser(text.substring(mark))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      boolean bundle = false;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("entry")) {
          entries(parser, mark);
        } else {
          bundle |= name.equals("resourceType") && parser.getText().equals("Bundle");
          skip(parser);
        }
      }
      if (!bundle || parser.nextToken() != null) {
        throw new IOException("not one Bundle");
      }
    }
    out.write(page, copied, page.length - copied);
    return out.toByteArray();
  }

  private void entries(JsonParser parser, int mark) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      count();
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new IOException("an entry is not an object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        count();
        boolean resource = parser.currentName().equals("resource");
        if (parser.nextToken() == JsonToken.START_OBJECT && resource) {
          int start = mark + (int) parser.currentTokenLocation().getCharOffset();
          parser.skipChildren();
          wrap(start, mark + (int) parser.currentLocation().getCharOffset());
        } else {
          skip(parser);
        }
      }
    }
  }

  private void wrap(int start, int end) {
    out.write(page, copied, start - copied);
    out.writeBytes(BEFORE);
    out.writeBytes(Base64.getEncoder().encode(Arrays.copyOfRange(page, start, end)));
    out.writeBytes(AFTER);
    copied = end;
  }

  /** Skips a value that the client's parser reads. */
  private void skip(JsonParser parser) throws IOException {
    int depth = 0;
    for (JsonToken token = parser.currentToken(); ; token = parser.nextToken()) {
      count();
      if (token == null) {
        throw new IOException("incomplete");
      }
      if (token.isNumeric() && parser.getTextLength() > MAX_NUMBER
          || token == JsonToken.VALUE_NUMBER_FLOAT && parser.getText().matches(".*[eE].*")) {
        throw new IOException("a number that is too long");
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return;
      }
    }
  }

  private void count() throws IOException {
    if (++tokens > MAX_TOKENS) {
      throw new IOException("more elements than any page has");
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
