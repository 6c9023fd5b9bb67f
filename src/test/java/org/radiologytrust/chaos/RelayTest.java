package org.radiologytrust.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
class RelayTest {
  private static final int SHORT_MILLIS = 200;
  private static final int LONG_MILLIS = 30_000;

  @Test
  void passesIsCutIsSilentAndIsMended() throws Exception {
    try (ServerSocket peer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Relay relay = new Relay("127.0.0.1", peer.getLocalPort())) {
      try (Socket client = client(relay);
          Socket server = peer.accept()) {
        assertFalse(relay.isAsked());
        client.getOutputStream().write(1);
        assertEquals(1, server.getInputStream().read());
        assertTrue(relay.isAsked());
        server.getOutputStream().write(2);
        assertEquals(2, client.getInputStream().read());
        assertFalse(relay.isAsked());

        relay.silence();
        server.getOutputStream().write(3);
        client.setSoTimeout(SHORT_MILLIS);
        assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
        relay.mend();
        client.setSoTimeout(LONG_MILLIS);
        assertEquals(3, client.getInputStream().read(), "what waited");

        relay.cut();
        assertEquals(-1, end(client));
        assertEquals(-1, end(server));
      }
      try (Socket refused = client(relay)) {
        assertEquals(-1, end(refused));
      }
      relay.mend();
      try (Socket client = client(relay);
          Socket server = peer.accept()) {
        client.getOutputStream().write(4);
        assertEquals(4, server.getInputStream().read());
      }
    }
  }

  @Test
  void losesTheAnswerOfOneConnection() throws Exception {
    try (ServerSocket peer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Relay relay = new Relay("127.0.0.1", peer.getLocalPort());
        Socket client = client(relay);
        Socket server = peer.accept();
        Socket other = client(relay);
        Socket otherServer = peer.accept()) {
      relay.loseAnswer("b");
      client.getOutputStream().write('b');
      assertEquals('b', server.getInputStream().read(), "that was no answer");
      server.getOutputStream().write('a');
      assertEquals('a', client.getInputStream().read());
      server.getOutputStream().write('b');
      assertEquals(-1, end(client));
      assertEquals(-1, end(server));
      otherServer.getOutputStream().write('b');
      assertEquals('b', other.getInputStream().read());
    }
  }

  private static Socket client(Relay relay) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port());
    socket.setSoTimeout(LONG_MILLIS);
    return socket;
  }

  /** -1 for the end of a connection, however it comes. */
  private static int end(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException reset) {
      return -1;
    }
  }
}
