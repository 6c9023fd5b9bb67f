package org.radiologytrust.page.door;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Reads the body of a form into memory, up to a limit. Vert.x's own reader of forms creates a
 * folder for uploads.
 */
final class FormBody {
  /** Most fields of a form. */
  static final int MOST_FIELDS = 200;

  private FormBody() {}

  /** The media type without its parameters, in small letters; empty if the request has none. */
  static String type(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Must be called on the event loop, before any byte of the body was delivered.
   *
   * @param limit largest body, bytes
   * @param whole is called with a body up to the limit
   * @param cut is called with the beginning of a larger one; the rest is dropped
   */
  static void read(
      HttpServerRequest request, int limit, Consumer<Buffer> whole, Consumer<Buffer> cut) {
    Buffer body = Buffer.buffer();
    if (request.isEnded()) {
      whole.accept(body);
      return;
    }
    request.handler(
        bytes -> {
          if (body.length() + bytes.length() <= limit) {
            body.appendBuffer(bytes);
            return;
          }
          request.handler(dropped -> {});
          request.endHandler(ended -> {});
          cut.accept(body);
        });
    request.endHandler(ended -> whole.accept(body));
  }
}
