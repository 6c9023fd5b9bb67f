package org.radiologytrust.page.door;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Reads a form without files. */
final class FormReader {
  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;
  private static final int UNSUPPORTED = 415;

  private FormReader() {}

  /**
   * Must be called on the event loop, before any byte of the body was delivered.
   *
   * @param limit largest body, bytes
   * @param read gets the fields by name
   * @param refused gets the status of the answer; the rest of the body is dropped
   */
  static void read(
      HttpServerRequest request,
      int limit,
      Consumer<Map<String, List<String>>> read,
      IntConsumer refused) {
    if (!isForm(request)) {
      refused.accept(UNSUPPORTED);
      return;
    }
    FormBody.read(
        request, limit, body -> decode(body, read, refused), cut -> refused.accept(TOO_LARGE));
  }

  private static void decode(
      Buffer body, Consumer<Map<String, List<String>>> read, IntConsumer refused) {
    Map<String, List<String>> fields;
    try {
      fields = fields(body);
    } catch (IllegalArgumentException e) {
      // a percent sign without its two digits
      refused.accept(BAD_REQUEST);
      return;
    }
    read.accept(fields);
  }

  private static boolean isForm(HttpServerRequest request) {
    return request.getHeader(HttpHeaders.CONTENT_ENCODING) == null
        && FormBody.type(request).equals("application/x-www-form-urlencoded");
  }

  private static Map<String, List<String>> fields(Buffer body) {
    String text = body.toString(StandardCharsets.UTF_8);
    return new QueryStringDecoder(text, StandardCharsets.UTF_8, false, FormBody.MOST_FIELDS)
        .parameters();
  }
}
