package org.radiologytrust.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.Product;

/** HEAD is answered as GET is, without the body. */
@Tag("safety")
@Tag("integration")
class HeadTest {
  @TempDir Path folder;
  private Product product;

  @BeforeEach
  void start() {
    product = Product.start(folder, Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    product.close();
  }

  private record Answer(String status, List<String> headers, String body) {
    String header(String name) {
      return headers.stream()
          .filter(h -> h.startsWith(name + ":"))
          .map(h -> h.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /** By a socket: a client would hide a body that must not be there. */
  private static Answer ask(int port, String method, String path, boolean login) throws Exception {
    String basic =
        Base64.getEncoder()
            .encodeToString(("operator:" + Product.PASSWORD).getBytes(StandardCharsets.UTF_8));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      String request =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: 127.0.0.1:"
              + port
              + "\r\n"
              + (login ? "Authorization: Basic " + basic + "\r\n" : "")
              + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      String[] parts = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\r\n\r\n", 2);
      List<String> lines = new ArrayList<>(List.of(parts[0].split("\r\n")));
      String status = lines.remove(0);
      return new Answer(
          status, lines.stream().map(HeadTest::lowerName).sorted().toList(), parts[1]);
    }
  }

  private static String lowerName(String header) {
    int colon = header.indexOf(':');
    return header.substring(0, colon).toLowerCase(Locale.ROOT) + header.substring(colon);
  }

  /** What GET has told, and its length where it told one. */
  private static List<String> told(Answer answer) {
    return answer.headers().stream()
        .filter(h -> !h.startsWith("transfer-encoding") && !h.startsWith("date"))
        .toList();
  }

  @Test
  void itTellsAllThatGetTellsAndNoBody() throws Exception {
    int http = product.httpPort();
    int management = product.managementPort();
    for (String path :
        List.of(
            "/fhir/metadata",
            "/fhir/Observation?_count=1&_format=xml",
            "/fhir/Device",
            "/fhir/Observation/nope",
            "/fhir/Observation?colour=red",
            "/fhir",
            "/nowhere")) {
      same(http, path, true);
    }
    for (String path : List.of("/fhir/Observation", "/login", "/favicon.ico")) {
      same(http, path, false);
    }
    for (String path : List.of("/observe/health/live", "/observe/metrics")) {
      same(management, path, false);
    }
    for (String path : List.of("/hawtio", "/hawtio/", "/hawtio/index.html", "/hawtio/jolokia/")) {
      same(management, path, true);
      same(management, path, false);
    }
  }

  private static void same(int port, String path, boolean login) throws Exception {
    Answer get = ask(port, "GET", path, login);
    Answer head = ask(port, "HEAD", path, login);
    assertEquals(get.status(), head.status(), path);
    assertEquals("", head.body(), path);
    boolean changing = path.contains("metrics") || path.contains("jolokia");
    if (changing) {
      // another time or count, and so another length
      assertEquals(get.header("content-type"), head.header("content-type"), path);
    } else {
      assertEquals(told(get), told(head), path);
    }
    if (path.startsWith("/fhir")) {
      assertTrue(Integer.parseInt(head.header("content-length")) > 0, path);
    }
  }

  @Test
  void itIsNoWayAroundWhatGetAsksFor() throws Exception {
    Answer wrong = ask(product.managementPort(), "HEAD", "/hawtio/", false);
    assertTrue(wrong.status().contains("401"), wrong.status());
    Answer many = ask(product.httpPort(), "HEAD", "/fhir/Observation?patient=", true);
    assertTrue(many.status().contains("400"), many.status());
  }
}
