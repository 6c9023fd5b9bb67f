package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.inbox.Inbox;

/** The route as the product runs it, over real sockets. */
@Tag("safety")
@Tag("integration")
class MllpRouteTest {
  private static final int MAX_FRAME = MllpServer.MAX_FRAME;

  private static TemporaryJournal journal = new TemporaryJournal();
  private static final CountDownLatch quickAnswered = new CountDownLatch(1);
  private static final CountDownLatch crowdPassed = new CountDownLatch(1);
  private static final AtomicInteger crowdWaiting = new AtomicInteger();
  private static final CountDownLatch released = new CountDownLatch(1);
  private static MllpServer server;

  @BeforeAll
  static void start() throws Exception {
    Inbox inbox = journal.inbox();
    Inbox slowForSome =
        incoming -> {
          if (incoming.key().endsWith("|slow")) {
            await(quickAnswered);
          } else if (incoming.key().contains("|crowd")) {
            crowdWaiting.incrementAndGet();
            await(crowdPassed);
          } else if (incoming.key().endsWith("|held0")) {
            await(released);
          }
          return inbox.receive(incoming);
        };
    server = MllpServer.start(slowForSome);
  }

  @AfterAll
  static void stop() {
    server.stop();
    journal.close();
    // many long reports, which other tests of this process would go short of
    journal = null;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(2, TimeUnit.MINUTES), "the quick one waited for the slow one");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String message(String id) {
    return Hl7Samples.message(
        Hl7Samples.msh("2.5", id),
        Hl7Samples.PID,
        Hl7Samples.OBR,
        Hl7Samples.obx(1, "TX", "X", "Text " + id));
  }

  @Test
  void theRouteIsDescribed() {
    assertEquals(
        "Stores HL7 messages from MLLP in the journal, then acknowledges them",
        server.context().getRoute("hl7-in").getDescription());
  }

  @Test
  void oneConnectionManyMessages() throws IOException {
    try (Socket socket = connect()) {
      for (int i = 0; i < 20; i++) {
        socket.getOutputStream().write(MllpServer.framed(message("k" + i)));
        assertTrue(MllpServer.answer(socket).contains("MSA|AA|k" + i + "\r"));
      }
    }
  }

  @Test
  void aMessageThatWantsNoAnswerNeitherHoldsNorEndsTheConnection() throws IOException {
    try (Socket socket = connect()) {
      for (int i = 0; i < 3; i++) {
        String silent = message("n" + i).replaceFirst("\\|2\\.5\r", "|2.5|||NE|NE\r");
        socket.getOutputStream().write(MllpServer.framed(silent));
        socket.getOutputStream().write(MllpServer.framed(message("w" + i)));
        assertTrue(MllpServer.answer(socket).contains("MSA|AA|w" + i + "\r"));
      }
    }
    assertTrue(journal.given(Inbox.Incoming.class).stream().anyMatch(m -> m.key().endsWith("|n2")));
  }

  /** More than Camel has threads of its own: twice as many as there are processors, and one. */
  @Test
  void messagesDoNotWaitForThoseOfManyOtherConnections() throws IOException {
    int crowd = Math.min(90, 4 * Runtime.getRuntime().availableProcessors() + 4);
    List<Socket> sockets = new ArrayList<>();
    try (Socket text = connect()) {
      for (int i = 0; i < crowd; i++) {
        Socket socket = connect();
        sockets.add(socket);
        socket.getOutputStream().write(MllpServer.framed(message("crowd" + i)));
      }
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> crowdWaiting.get() == crowd);
      text.getOutputStream().write(MllpServer.framed(message("passes")));
      assertTrue(MllpServer.answer(text).contains("MSA|AA|passes\r"));
      crowdPassed.countDown();
      for (int i = 0; i < crowd; i++) {
        assertTrue(MllpServer.answer(sockets.get(i)).contains("MSA|AA|crowd" + i + "\r"));
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void severalInOnePacketAreAnsweredInOrder() throws IOException {
    try (Socket socket = connect()) {
      ByteArrayOutputStream packet = new ByteArrayOutputStream();
      for (int i = 0; i < 50; i++) {
        packet.write(MllpServer.framed(message("p" + i)));
      }
      socket.getOutputStream().write(packet.toByteArray());
      for (int i = 0; i < 50; i++) {
        assertTrue(MllpServer.answer(socket).contains("MSA|AA|p" + i + "\r"));
      }
    }
  }

  @Test
  void aSlowSenderAndASlowStoreDoNotBlockOthers() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try (Socket half = connect();
        Socket quick = connect()) {
      half.getOutputStream().write(MllpServer.framed(message("half")), 0, 50);
      slow.add(connect());
      slow.get(0).getOutputStream().write(MllpServer.framed(message("slow")));
      quick.getOutputStream().write(MllpServer.framed(message("quick")));
      assertTrue(MllpServer.answer(quick).contains("MSA|AA|quick"));
      quickAnswered.countDown();
      assertTrue(MllpServer.answer(slow.get(0)).contains("MSA|AA|slow"));
      half.getOutputStream()
          .write(
              MllpServer.framed(message("half")),
              50,
              MllpServer.framed(message("half")).length - 50);
      assertTrue(MllpServer.answer(half).contains("MSA|AA|half"));
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /** The store stalls: the sender is slowed down, and every message is answered, late. */
  @Test
  void aSenderThatDoesNotWaitIsHeldBackAndLosesNothing() throws Exception {
    int frames = 400;
    String text = "word ".repeat(25_000);
    AtomicInteger sent = new AtomicInteger();
    try (Socket socket = connect()) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < frames; i++) {
                    String held =
                        Hl7Samples.message(
                            Hl7Samples.msh("2.5", "held" + i),
                            Hl7Samples.PID,
                            Hl7Samples.OBR
                                .replace("P1^", "P" + i + "^")
                                .replace("F100", "F" + i)
                                .replace("A2600100", "A" + i),
                            Hl7Samples.obx(1, "TX", "X", text + i));
                    socket.getOutputStream().write(MllpServer.framed(held));
                    sent.incrementAndGet();
                  }
                } catch (IOException e) {
                  sent.set(-1);
                }
              });
      sender.start();
      int before;
      do {
        before = sent.get();
        Thread.sleep(500);
      } while (sent.get() != before || before == 0);
      assertTrue(before > 0 && before < frames / 2, before + " of " + frames + " were read");
      released.countDown();
      for (int i = 0; i < frames; i++) {
        assertTrue(MllpServer.answer(socket).contains("MSA|AA|held" + i + "\r"));
      }
      sender.join();
      assertEquals(frames, sent.get());
    }
  }

  @Test
  void aFrameWithoutEndIsRejectedAndMemoryStaysFlat() throws Exception {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      out.write(MllpServer.framed(message("endless")), 0, 100);
      long sent = 0;
      try {
        while (sent < 40L * MAX_FRAME) {
          out.write(block);
          sent += block.length;
        }
        fail("the server read on");
      } catch (IOException closed) {
        assertTrue(sent < 3L * MAX_FRAME, "closed after " + sent);
      }
    }
    try (Socket socket = connect()) {
      socket.getOutputStream().write(MllpServer.framed(message("after")));
      assertTrue(MllpServer.answer(socket).contains("MSA|AA|after"));
    }
  }

  @Test
  void aRepeatIsAnsweredAlike() throws IOException {
    String first;
    try (Socket socket = connect()) {
      socket.getOutputStream().write(MllpServer.framed(message("again")));
      first = MllpServer.answer(socket);
    }
    try (Socket socket = connect()) {
      socket.getOutputStream().write(MllpServer.framed(message("again")));
      assertEquals(first, MllpServer.answer(socket));
    }
  }

  @Test
  void whatIsNoMessageIsAnsweredAndTheConnectionLives() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(MllpServer.framed("hello"));
      assertTrue(MllpServer.answer(socket).contains("MSA|AR|"));
      socket.getOutputStream().write(MllpServer.framed(message("alive")));
      assertTrue(MllpServer.answer(socket).contains("MSA|AA|alive"));
    }
  }
}
