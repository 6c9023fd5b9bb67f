package org.radiologytrust.page.door;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Reads a form with a file. No byte of it reaches a disk. */
final class UploadReader {
  private static final int BAD_REQUEST = 400;

  private UploadReader() {}

  /** A form with at most one file. */
  record Form(Map<String, List<String>> fields, Optional<UploadedFile> file) {
    /** Withholds what was sent. */
    @Override
    public String toString() {
      return "Form[withheld]";
    }
  }

  static boolean isUpload(HttpServerRequest request) {
    return FormBody.type(request).equals("multipart/form-data");
  }

  /**
   * Must be called on the event loop, before any byte of the body was delivered. Of a body that is
   * too large, the fields before the file are read all the same, so that what was typed is not
   * lost.
   *
   * @param limit largest body, bytes
   * @param read gets the form
   * @param refused gets the status of the answer
   */
  static void read(HttpServerRequest request, int limit, Consumer<Form> read, IntConsumer refused) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    FormBody.read(
        request,
        limit,
        body -> decode(type, body.getBytes(), false, read, refused),
        cut -> decode(type, cut.getBytes(), true, read, refused));
  }

  private static void decode(
      String type, byte[] body, boolean cut, Consumer<Form> read, IntConsumer refused) {
    Form form;
    try {
      form = form(type, body, cut);
    } catch (IOException | RuntimeException e) {
      refused.accept(BAD_REQUEST);
      return;
    }
    read.accept(form);
  }

  private static Form form(String type, byte[] body, boolean cut) throws IOException {
    DefaultHttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
    head.headers().set("Content-Type", type);
    HttpPostMultipartRequestDecoder parts =
        new HttpPostMultipartRequestDecoder(
            new DefaultHttpDataFactory(false),
            head,
            StandardCharsets.UTF_8,
            FormBody.MOST_FIELDS,
            Integer.MAX_VALUE);
    try {
      ByteBuf bytes = Unpooled.wrappedBuffer(body);
      parts.offer(cut ? new DefaultHttpContent(bytes) : new DefaultLastHttpContent(bytes));
      return form(parts, cut);
    } finally {
      parts.destroy();
    }
  }

  private static Form form(HttpPostMultipartRequestDecoder parts, boolean cut) throws IOException {
    Map<String, List<String>> fields = new HashMap<>();
    @Nullable UploadedFile file = cut ? UploadedFile.TOO_LARGE : null;
    while (hasNext(parts)) {
      InterfaceHttpData part = parts.next();
      if (part instanceof Attribute field) {
        // getValue would leave the text in a buffer of this thread
        String value = new String(field.get(), StandardCharsets.UTF_8);
        fields.computeIfAbsent(field.getName(), n -> new ArrayList<>()).add(value);
      } else if (part instanceof FileUpload upload && upload.length() > 0 && !cut) {
        file = new UploadedFile(upload.get(), false);
      }
    }
    return new Form(fields, Optional.ofNullable(file));
  }

  /** The decoder throws at the end of the body. */
  private static boolean hasNext(HttpPostMultipartRequestDecoder parts) {
    try {
      return parts.hasNext();
    } catch (HttpPostRequestDecoder.EndOfDataDecoderException e) {
      return false;
    }
  }
}
