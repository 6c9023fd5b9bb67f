package org.radiologytrust.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One MLLP connection that stays open: sends a message and waits for its acknowledgement. */
final class MllpLine implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final String START = "\u000b";
  private static final String END = "\u001c\r";

  private final Socket socket;
  private final InputStream in;

  MllpLine(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * @throws IOException if the answer is not AA
   */
  void send(String message) throws IOException {
    socket.getOutputStream().write((START + message + END).getBytes(StandardCharsets.UTF_8));
    StringBuilder ack = new StringBuilder();
    for (int b = in.read(); b != 0x1c; b = in.read()) {
      if (b < 0) {
        throw new IOException("closed before the acknowledgement");
      }
      ack.append((char) b);
    }
    in.read();
    if (ack.indexOf("MSA|AA|") < 0) {
      throw new IOException("not accepted");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
