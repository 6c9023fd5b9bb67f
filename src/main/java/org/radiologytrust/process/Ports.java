package org.radiologytrust.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import org.radiologytrust.feature.ListenerPorts;
import org.radiologytrust.settings.Settings;

/** The listeners' ports, as they are set. */
public final class Ports {
  private final List<Wanted> wanted;

  private Ports(List<Wanted> wanted) {
    this.wanted = wanted;
  }

  /** One listener: where, and by which setting; port 0 is any. */
  private record Wanted(String host, InetAddress address, String key, int port) {
    static Wanted of(Settings settings, String hostKey, String portKey) {
      String host = settings.required(hostKey);
      try {
        return new Wanted(host, InetAddress.getByName(host), portKey, settings.port(portKey));
      } catch (UnknownHostException e) {
        throw new Settings.Wrong(hostKey + ": " + host + " is not a host: use 127.0.0.1");
      }
    }
  }

  /**
   * @throws Settings.Wrong when a setting cannot be used
   */
  public static Ports of(Settings settings) {
    return new Ports(
        List.of(
            Wanted.of(settings, "rtl.mllp.host", "rtl.mllp.port"),
            Wanted.of(settings, "rtl.http.host", "rtl.http.port"),
            Wanted.of(settings, "rtl.http.host", "rtl.management.port")));
  }

  /**
   * The ports to use, known to be free before anything is started on them; 0 becomes a free one.
   *
   * @throws Settings.Wrong when one is busy, or the host is not this machine's
   */
  public ListenerPorts take() {
    ServerSocket[] sockets = new ServerSocket[wanted.size()];
    try {
      // held together, so that no two of them get the same free port
      for (int i = 0; i < sockets.length; i++) {
        sockets[i] = open(wanted.get(i));
      }
      return new ListenerPorts(
          sockets[0].getLocalPort(), sockets[1].getLocalPort(), sockets[2].getLocalPort());
    } finally {
      for (ServerSocket socket : sockets) {
        close(socket);
      }
    }
  }

  private static ServerSocket open(Wanted wanted) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(wanted.address, wanted.port));
      return socket;
    } catch (BindException e) {
      throw new Settings.Wrong(
          wanted.key
              + ": port "
              + wanted.port
              + " on "
              + wanted.host
              + " is busy or not ours: stop the other program, or set another port (0 = any)");
    } catch (IOException e) {
      throw new Settings.Wrong(wanted.key + ": port " + wanted.port + " cannot be opened");
    }
  }

  private static void close(ServerSocket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // it was only held to see that it is free
    }
  }
}
