package org.radiologytrust.hostile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;

/** Who connects to the MLLP port, and never sends HL7, takes neither all places nor the disk. */
@Tag("safety")
@Tag("integration")
class StrangersTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;

  private static String oru(String id) {
    return Chest.oru(PhantomStudy.chest(id), "M-" + id, "PHANTOM-1", Chest.TEXT, "F", 30);
  }

  private static void frame(Socket socket, String message) throws IOException {
    socket
        .getOutputStream()
        .write(("\u000b" + message + "\u001c\r").getBytes(StandardCharsets.UTF_8));
  }

  private static String answer(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    for (int b = socket.getInputStream().read(); b != 0x1c; b = socket.getInputStream().read()) {
      if (b < 0) {
        throw new IOException("closed without an answer");
      }
      answer.append((char) b);
    }
    return answer.toString();
  }

  private static Socket connect(Product product) throws IOException {
    Socket socket = new Socket("127.0.0.1", product.mllpPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  @Test
  void idleConnectionsDoNotLockTheInterfaceEngineOut() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try (Product product = Product.start(folder, Map.of());
        Socket engine = connect(product)) {
      frame(engine, oru("A1"));
      assertTrue(answer(engine).contains("\rMSA|AA|"));
      for (int i = 0; i < 150; i++) {
        idle.add(connect(product));
      }
      // accepted by now: those that come later could take the place of one that has yet to speak
      awaitDisplaced(product, 100);
      assertTrue(product.mllp(oru("A2")).contains("\rMSA|AA|"), "a new connection");
      for (int i = 0; i < 150; i++) {
        idle.add(connect(product));
      }
      awaitDisplaced(product, 250);
      assertTrue(product.mllp(oru("A3")).contains("\rMSA|AA|"), "and another");
      frame(engine, oru("A4"));
      assertTrue(answer(engine).contains("\rMSA|AA|"), "the engine's own was idle, and is open");
      assertEquals(4, product.metrics().get("rtl_messages_total{outcome=\"parsed\"}"));
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  private static void awaitDisplaced(Product product, int least) {
    await().atMost(LONG).until(() -> product.closed("mllp", "displaced") >= least);
  }

  @Test
  void ofJunkLittleIsKept() throws Exception {
    Map<String, String> settings =
        Map.of("rtl.mllp.stranger-bytes", "1000", "rtl.mllp.stranger-messages", "3");
    try (Product product = Product.start(folder, settings)) {
      for (int i = 0; i < 6; i++) {
        String ack = product.mllp(i + "x".repeat(2_000_000));
        assertTrue(ack.contains("\rMSA|AR|"), ack);
      }
      assertEquals(3, product.metrics().get("rtl_messages_total{outcome=\"quarantined\"}"));
      assertEquals(3, product.metrics().get("rtl_mllp_junk_total{kept=\"beginning\"}"));
      assertEquals(3, product.metrics().get("rtl_mllp_junk_total{kept=\"nothing\"}"));
      assertEquals(3 * 1000, kept());

      assertTrue(product.mllp(oru("A1")).contains("\rMSA|AA|"));
      assertTrue(product.mllp("y".repeat(5000)).contains("\rMSA|AR|"));
      assertEquals(3 * 1000 + 5000, kept(), "this address has sent HL7: all is kept");
    }
  }

  private long kept() throws Exception {
    try (Connection journal =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        Statement statement = journal.createStatement();
        ResultSet rs =
            statement.executeQuery(
                "select sum(length(raw)) from message where outcome = 'quarantined'")) {
      rs.next();
      return rs.getLong(1);
    }
  }
}
