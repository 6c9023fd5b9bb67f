package org.radiologytrust.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends one message over MLLP and reads its acknowledgement. */
final class MllpSender {
  private static final int START = 0x0b;
  private static final int END = 0x1c;
  private static final int TIMEOUT_MILLIS = 30_000;

  private MllpSender() {}

  static String send(String host, int port, String message) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(START);
      frame.write(message.getBytes(StandardCharsets.UTF_8));
      frame.write(END);
      frame.write('\r');
      socket.getOutputStream().write(frame.toByteArray());
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      for (int b = in.read(); b != END; b = in.read()) {
        if (b < 0) {
          throw new IOException("the connection ended before the acknowledgement");
        }
        if (b != START) {
          answer.write(b);
        }
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }
}
