package org.radiologytrust.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An interface engine behind a load balancer: without an acknowledgement it tries another node. */
final class MllpFeed implements Feed {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int FRAME_START = 0x0b;
  private static final int FRAME_END = 0x1c;

  @Override
  public void send(ReportVersion version, Node node) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), node.mllpPort()),
          PATIENCE_MILLIS);
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(FRAME_START);
      frame.write(version.hl7());
      frame.write(FRAME_END);
      frame.write('\r');
      socket.getOutputStream().write(frame.toByteArray());
      String answer = answer(socket.getInputStream());
      if (!answer.contains("\rMSA|AA|")) {
        throw new IOException("not accepted");
      }
    }
  }

  private static String answer(InputStream in) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    for (int b = in.read(); b != FRAME_END; b = in.read()) {
      if (b < 0) {
        throw new IOException("closed before the acknowledgement");
      }
      answer.write(b);
    }
    return answer.toString(StandardCharsets.UTF_8);
  }
}
