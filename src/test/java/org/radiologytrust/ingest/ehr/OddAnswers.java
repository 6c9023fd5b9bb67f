package org.radiologytrust.ingest.ehr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** Responses of servers, proxies and log-in pages that are not what was asked for. */
final class OddAnswers {
  private OddAnswers() {}

  static void http(OutputStream out, int status, String type, byte[] body, String... headers)
      throws IOException {
    StringBuilder head = new StringBuilder();
    head.append("HTTP/1.1 ").append(status).append(" Whatever\r\n");
    head.append("Content-Type: ").append(type).append("\r\nContent-Length: ");
    head.append(body.length).append("\r\nConnection: close\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    out.write(bytes(head.append("\r\n").toString()));
    out.write(body);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A status with a body in which nobody may read the name. */
  static FakeEhr.Answer status(int status, String... headers) {
    return (request, out) ->
        http(out, status, "application/fhir+json", bytes(outcome("error")), headers);
  }

  static String outcome(String severity) {
    return "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\""
        + severity
        + "\",\"code\":\"processing\",\"diagnostics\":\"Canaryname MRN-CANARY\"}]}";
  }

  static FakeEhr.Answer json(String body) {
    return body("application/fhir+json", body);
  }

  static FakeEhr.Answer body(String type, String body) {
    return (request, out) -> http(out, 200, type, bytes(body));
  }

  /** What a server says, to be sent packed or damaged. */
  static byte[] recorded(FakeEhr.Answer answer, FakeEhr.Request request) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    answer.write(request, all);
    byte[] bytes = all.toByteArray();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return Arrays.copyOfRange(bytes, text.indexOf("\r\n\r\n") + 4, bytes.length);
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /** A valid, empty page of that many bytes, packed to a thousandth. */
  static FakeEhr.Answer bomb(int size) {
    return (request, out) -> {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
        byte[] blanks = bytes(" ".repeat(1 << 16));
        for (int written = 0; written < size; written += blanks.length) {
          zip.write(blanks);
        }
        zip.write(bytes("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"}"));
      }
      http(out, 200, "application/fhir+json", packed.toByteArray(), "Content-Encoding: gzip");
    };
  }

  /** Writes this before, then that again and again, as long as the client listens. */
  static FakeEhr.Answer endless(String before, String again, long pauseMillis) {
    return (request, out) -> {
      out.write(bytes(before));
      byte[] more = bytes(again);
      while (true) {
        out.write(more);
        out.flush();
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
      }
    };
  }
}
