package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.launch.Jvm;

/** Forty senders of frames without end, against a server with a heap of 256 MiB. */
@Tag("integration")
@Tag("safety")
class MllpFloodTest {
  private static final int SENDERS = 40;
  private static final int MEGABYTES_EACH = 40;

  @Test
  void memoryStaysFlat() throws Exception {
    Process process =
        Jvm.tests(MllpServer.class, "-Xmx256m", "-XX:+ExitOnOutOfMemoryError")
            .redirectErrorStream(true)
            .start();
    StringBuffer log = new StringBuffer();
    try {
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      int port = port(out);
      Thread reader = new Thread(() -> out.lines().forEach(line -> log.append(line).append('\n')));
      reader.setDaemon(true);
      reader.start();
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        Thread sender = new Thread(() -> flood(port));
        sender.start();
        senders.add(sender);
      }
      for (Thread sender : senders) {
        sender.join();
      }
      try (Socket socket = connect(port)) {
        String message = Hl7Samples.withText("TX", "Clear.");
        socket.getOutputStream().write(MllpServer.framed(message));
        assertTrue(MllpServer.answer(socket).contains("MSA|AA|1"));
      }
      assertTrue(process.isAlive());
      assertFalse(log.toString().matches("(?s).*OutOf\\w*Memory.*"), log::toString);
      assertTrue(log.indexOf("MLLP connection closed") >= 0, log::toString);
    } finally {
      process.getOutputStream().close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static int port(BufferedReader out) throws IOException {
    StringBuilder before = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("port ")) {
        return Integer.parseInt(line.substring(5));
      }
      before.append(line).append('\n');
    }
    throw new IOException("the server did not start:\n" + before);
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void flood(int port) {
    byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = connect(port)) {
      OutputStream out = socket.getOutputStream();
      out.write(0x0b);
      for (int i = 0; i < MEGABYTES_EACH; i++) {
        out.write(block);
      }
    } catch (IOException closed) {
      // The server's right; whether it lives is asserted afterwards.
      return;
    }
  }
}
