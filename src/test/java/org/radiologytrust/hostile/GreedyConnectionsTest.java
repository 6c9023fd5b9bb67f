package org.radiologytrust.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ShippedRoutes;

/** Connections that take all they can get: others are still served, and health always answers. */
@Tag("safety")
@Tag("integration")
class GreedyConnectionsTest {
  private static final String DEVICES = "/fhir/Device";

  @TempDir Path folder;
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private Socket connect(String from, int port) throws IOException {
    Socket socket =
        new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0);
    socket.setSoTimeout(60_000);
    sockets.add(socket);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String oru(String id) {
    return Chest.oru(PhantomStudy.chest(id), "M-" + id, "PHANTOM-1", Chest.TEXT, "F", 30);
  }

  /** Sends a message and waits for its ACK. */
  private static void send(Socket socket, String id) throws IOException {
    write(socket, "\u000b" + oru(id) + "\u001c\r");
    StringBuilder ack = new StringBuilder();
    while (ack.indexOf("\u001c\r") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed without an answer");
      }
      ack.append((char) next);
    }
    assertTrue(ack.indexOf("\rMSA|AA|M-" + id) > 0, ack::toString);
  }

  @Test
  void connectionsThatSentAMessageAndStayKeepNoEngineOut() throws Exception {
    Map<String, String> settings =
        Map.of("rtl.mllp.max-connections", "10", "rtl.mllp.max-connections-of-address", "10");
    try (Product product = Product.start(folder.resolve("home"), settings)) {
      for (int i = 0; i < 10; i++) {
        send(connect("127.0.0.1", product.mllpPort()), "G" + i);
      }
      send(sockets.get(0), "G10");
      send(connect("127.0.0.1", product.mllpPort()), "G11");
      send(sockets.get(0), "G12");
      assertEquals(-1, sockets.get(1).getInputStream().read(), "idle for the longest");
      assertEquals(1, product.closed("mllp", "displaced"));
      assertEquals(0, product.closed("mllp", "refused"));
    }
  }

  @Test
  void oneAddressInTheMiddleOfItsMessagesLeavesPlacesToOthers() throws Exception {
    try (Product product =
        Product.start(folder.resolve("home"), Map.of("rtl.mllp.max-connections", "4"))) {
      for (int i = 0; i < 2; i++) {
        Socket greedy = connect("127.0.0.2", product.mllpPort());
        send(greedy, "H" + i);
        // two messages at once: when the first is answered, the second has begun
        write(greedy, "\u000b" + oru("H1" + i) + "\u001c\r\u000bMSH|");
        assertEquals(0x0b, greedy.getInputStream().read());
      }
      for (int i = 0; i < 2; i++) {
        Socket more = connect("127.0.0.2", product.mllpPort());
        assertThrows(IOException.class, () -> send(more, "H20"));
      }
      assertEquals(2, product.closed("mllp", "refused"));
      send(connect("127.0.0.1", product.mllpPort()), "H30");
      send(connect("127.0.0.1", product.mllpPort()), "H31");
      assertEquals(0, product.closed("mllp", "displaced"));
    }
  }

  @Test
  void halfHeadersKeepNobodyOut() throws Exception {
    Map<String, String> settings =
        Map.of("rtl.http.max-connections", "20", "rtl.http.max-connections-of-address", "20");
    try (Product product = Product.start(folder.resolve("home"), settings)) {
      for (int i = 0; i < 50; i++) {
        for (int port : List.of(product.httpPort(), product.managementPort())) {
          write(connect("127.0.0.1", port), "GET / HTTP/1.1\r\nHost: ");
        }
      }
      assertEquals(200, product.get(DEVICES).statusCode());
      assertEquals(200, product.anonymous(product.httpPort(), "/login").statusCode());
      for (String path : List.of("live", "ready")) {
        assertEquals(
            200,
            product.anonymous(product.managementPort(), "/observe/health/" + path).statusCode());
      }
      for (String listener : List.of("http", "management")) {
        assertTrue(product.closed(listener, "displaced") >= 30, listener);
      }
    }
  }

  /** What a site's route calls in {@link #healthAndMetricsDoNotWaitForRequests}. */
  public static final class Hold {
    private static final CountDownLatch ARRIVED = new CountDownLatch(100);
    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    public String handle() throws InterruptedException {
      ARRIVED.countDown();
      GO_ON.await();
      return "held";
    }
  }

  @Test
  void healthAndMetricsDoNotWaitForRequests() throws Exception {
    Path routes = ShippedRoutes.copiedTo(folder);
    // in front of the routes of /fhir, because the first route that fits answers
    Files.writeString(
        routes.resolve("fhir.yaml"),
        """
        - route:
            id: hold
            from:
              uri: platform-http:/fhir/hold
              steps:
                - bean:
                    beanType: %s
                    method: handle
        %s"""
            .formatted(Hold.class.getName(), Files.readString(Path.of("routes/fhir.yaml"))));
    try (Product product =
        Product.start(folder.resolve("home"), Map.of("rtl.routes", routes.toString()))) {
      HttpClient http = HttpClient.newHttpClient();
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + product.httpPort() + "/fhir/hold"))
              .header("Authorization", BasicLogin.of("operator", Product.PASSWORD))
              .build();
      // the login is hashed once
      assertEquals(200, product.get(DEVICES).statusCode());
      List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
      try {
        for (int i = 0; i < 130; i++) {
          held.add(http.sendAsync(request, BodyHandlers.ofString()));
        }
        assertTrue(Hold.ARRIVED.await(60, TimeUnit.SECONDS), "every thread for requests is taken");
        for (String path : List.of("metrics", "health/live", "health/ready")) {
          HttpRequest observe =
              HttpRequest.newBuilder(
                      URI.create(
                          "http://127.0.0.1:" + product.managementPort() + "/observe/" + path))
                  .build();
          assertEquals(
              200,
              http.sendAsync(observe, BodyHandlers.ofString())
                  .get(60, TimeUnit.SECONDS)
                  .statusCode(),
              path);
        }
      } finally {
        Hold.GO_ON.countDown();
      }
      for (CompletableFuture<HttpResponse<String>> each : held) {
        assertEquals("held", each.get(60, TimeUnit.SECONDS).body());
      }
    }
  }
}
