package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.camel.component.hl7.HL7MLLPNettyEncoderFactory;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Inbox;

/** The route as the product runs it, over real sockets. */
class MllpRouteTest {
  private static final int MAX_FRAME = BoundedMllpDecoderFactory.DEFAULT_MAX_FRAME;

  private static final MemoryInbox journal = new MemoryInbox();
  private static Main main;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Inbox slowForSome =
        incoming -> {
          if (incoming.key().endsWith("|slow")) {
            sleep(700);
          }
          return journal.receive(incoming);
        };
    main = new Main();
    Properties properties = new Properties();
    properties.setProperty("rtl.mllp.host", "127.0.0.1");
    properties.setProperty("rtl.mllp.port", String.valueOf(port));
    properties.setProperty("camel.main.routesIncludePattern", "file:routes/hl7.yaml");
    main.setOverrideProperties(properties);
    main.bind("mllpDecoder", new BoundedMllpDecoderFactory());
    main.bind("mllpEncoder", new HL7MLLPNettyEncoderFactory());
    main.bind("hl7Inbox", new Hl7Inbox(slowForSome, Samples.READER, Samples.CLOCK, Samples.ZONE));
    main.start();
  }

  @AfterAll
  static void stop() {
    main.stop();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static byte[] framed(String message) {
    return ("\u000b" + message + "\u001c\r").getBytes(StandardCharsets.UTF_8);
  }

  private static String message(String id) {
    return Samples.message(
        Samples.msh("2.5", id), Samples.PID, Samples.OBR, Samples.obx(1, "TX", "X", "Text " + id));
  }

  /** One answer, whose frame must be exact. */
  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    assertEquals(0x0b, in.read());
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    for (int next = in.read(); next != 0x1c; next = in.read()) {
      if (next < 0) {
        fail("closed within an answer");
      }
      answer.write(next);
    }
    assertEquals(0x0d, in.read());
    return answer.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theRouteIsDescribed() {
    assertEquals(
        "Takes ORU^R01 over MLLP into the journal and acknowledges it",
        main.getCamelContext().getRoute("hl7-in").getDescription());
  }

  @Test
  void oneConnectionManyMessages() throws IOException {
    try (Socket socket = connect()) {
      for (int i = 0; i < 20; i++) {
        socket.getOutputStream().write(framed(message("k" + i)));
        assertTrue(answer(socket).contains("MSA|AA|k" + i + "\r"));
      }
    }
  }

  @Test
  void severalInOnePacketAreAnsweredInOrder() throws IOException {
    try (Socket socket = connect()) {
      ByteArrayOutputStream packet = new ByteArrayOutputStream();
      for (int i = 0; i < 50; i++) {
        packet.write(framed(message("p" + i)));
      }
      socket.getOutputStream().write(packet.toByteArray());
      for (int i = 0; i < 50; i++) {
        assertTrue(answer(socket).contains("MSA|AA|p" + i + "\r"));
      }
    }
  }

  @Test
  void aSlowSenderAndASlowStoreDoNotBlockOthers() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try (Socket half = connect();
        Socket quick = connect()) {
      half.getOutputStream().write(framed(message("half")), 0, 50);
      slow.add(connect());
      slow.get(0).getOutputStream().write(framed(message("slow")));
      long start = System.nanoTime();
      quick.getOutputStream().write(framed(message("quick")));
      assertTrue(answer(quick).contains("MSA|AA|quick"));
      assertTrue(System.nanoTime() - start < 600_000_000L);
      assertTrue(answer(slow.get(0)).contains("MSA|AA|slow"));
      half.getOutputStream()
          .write(framed(message("half")), 50, framed(message("half")).length - 50);
      assertTrue(answer(half).contains("MSA|AA|half"));
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void aFrameWithoutEndIsRejectedAndMemoryStaysFlat() throws Exception {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      out.write(framed(message("endless")), 0, 100);
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
      socket.getOutputStream().write(framed(message("after")));
      assertTrue(answer(socket).contains("MSA|AA|after"));
    }
  }

  @Test
  void aRepeatIsAnsweredAlike() throws IOException {
    String first;
    try (Socket socket = connect()) {
      socket.getOutputStream().write(framed(message("again")));
      first = answer(socket);
    }
    try (Socket socket = connect()) {
      socket.getOutputStream().write(framed(message("again")));
      assertEquals(first, answer(socket));
    }
  }

  @Test
  void whatIsNoMessageIsAnsweredAndTheConnectionLives() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(framed("hello"));
      assertTrue(answer(socket).contains("MSA|AR|"));
      socket.getOutputStream().write(framed(message("alive")));
      assertTrue(answer(socket).contains("MSA|AA|alive"));
    }
  }
}
