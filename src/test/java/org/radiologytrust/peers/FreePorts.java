package org.radiologytrust.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of loopback that nobody has at the moment. */
public final class FreePorts {
  private FreePorts() {}

  public static int one() throws IOException {
    return some(1)[0];
  }

  /** Different ones. */
  public static int[] some(int number) throws IOException {
    List<ServerSocket> open = new ArrayList<>();
    int[] ports = new int[number];
    try {
      for (int i = 0; i < number; i++) {
        open.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        ports[i] = open.get(i).getLocalPort();
      }
    } finally {
      for (ServerSocket socket : open) {
        socket.close();
      }
    }
    return ports;
  }
}
