package org.radiologytrust.ingest.hl7;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.hl7.HL7MLLPNettyEncoderFactory;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Assertions;
import org.radiologytrust.feature.ConnectionPlaces;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.ingest.hl7.mllp.BoundedMllpDecoderFactory;
import org.radiologytrust.ingest.hl7.mllp.MllpThreads;
import org.radiologytrust.ingest.hl7.mllp.Senders;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.tls.HandshakeListener;
import org.radiologytrust.tls.RefusedHandshakes;

/** The route of routes/hl7.yaml in a Camel of its own, on a free port. */
final class MllpServer {
  /** 16 MiB, as in application.properties. */
  static final int MAX_FRAME = 16 * 1024 * 1024;

  private static final int CONNECTIONS = 100;

  private final Main main = new Main();
  private final int port;

  private MllpServer(int port) {
    this.port = port;
  }

  static MllpServer start(Inbox journal) throws Exception {
    int port = FreePorts.one();
    MllpServer server = new MllpServer(port);
    Properties properties = new Properties();
    properties.setProperty("rtl.mllp.enabled", "true");
    properties.setProperty("rtl.mllp.host", "127.0.0.1");
    properties.setProperty("rtl.mllp.port", String.valueOf(port));
    properties.setProperty("camel.main.routesIncludePattern", "file:routes/hl7.yaml");
    server.main.setOverrideProperties(properties);
    server.main.bind(
        "mllpHandshakes",
        new HandshakeListener(new RefusedHandshakes("mllp", new SimpleMeterRegistry())));
    server.main.bind("mllpDecoder", decoder());
    server.main.bind("mllpEncoder", new HL7MLLPNettyEncoderFactory());
    server.main.bind(
        "hl7Inbox",
        new Hl7Inbox(
            journal, Hl7Samples.READER, Hl7Samples.CLOCK, Hl7Samples.ZONE, new Senders(4096, 20)));
    server.main.init();
    MllpThreads.bindTo(server.main.getCamelContext(), CONNECTIONS);
    server.main.start();
    return server;
  }

  /** For a test that wants the server in a JVM of its own: prints the port, ends with its input. */
  public static void main(String[] args) throws Exception {
    try (TemporaryJournal journal = new TemporaryJournal()) {
      MllpServer server = start(journal.inbox());
      System.out.println("port " + server.port);
      while (System.in.read() >= 0) {
        continue;
      }
      server.stop();
    }
  }

  static BoundedMllpDecoderFactory decoder() {
    return new BoundedMllpDecoderFactory(
        MAX_FRAME,
        Duration.ofMinutes(1),
        Duration.ofHours(24),
        new ConnectionPlaces("mllp", CONNECTIONS, CONNECTIONS));
  }

  int port() {
    return port;
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  void stop() {
    main.stop();
  }

  static byte[] framed(String message) {
    return ("\u000b" + message + "\u001c\r").getBytes(StandardCharsets.UTF_8);
  }

  /** One answer, whose frame must be exact. */
  static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    Assertions.assertEquals(0x0b, in.read());
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    for (int next = in.read(); next != 0x1c; next = in.read()) {
      if (next < 0) {
        Assertions.fail("closed within an answer");
      }
      answer.write(next);
    }
    Assertions.assertEquals(0x0d, in.read());
    return answer.toString(StandardCharsets.UTF_8);
  }
}
