package org.radiologytrust.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import org.radiologytrust.settings.Settings;

/** Ports that are known to be free before anything is started on them. */
public final class Ports {
  private Ports() {}

  /** One listener: where, and by which settings. */
  public record Wanted(String hostKey, String portKey) {}

  /**
   * The ports to use, in order; 0 becomes a free one.
   *
   * @throws Settings.Wrong when one is busy, or the host is not this machine's
   */
  public static int[] take(Settings settings, List<Wanted> wanted) {
    ServerSocket[] sockets = new ServerSocket[wanted.size()];
    int[] ports = new int[wanted.size()];
    try {
      // held together, so that no two of them get the same free port
      for (int i = 0; i < sockets.length; i++) {
        sockets[i] = open(settings, wanted.get(i));
        ports[i] = sockets[i].getLocalPort();
      }
      return ports;
    } finally {
      for (ServerSocket socket : sockets) {
        close(socket);
      }
    }
  }

  private static ServerSocket open(Settings settings, Wanted wanted) {
    String host = settings.required(wanted.hostKey);
    int port = settings.port(wanted.portKey);
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return socket;
    } catch (UnknownHostException e) {
      throw new Settings.Wrong(wanted.hostKey + ": " + host + " is not a host: use 127.0.0.1");
    } catch (BindException e) {
      throw new Settings.Wrong(
          wanted.portKey
              + ": port "
              + port
              + " on "
              + host
              + " is busy or not ours: stop the other program, or set another port (0 = any)");
    } catch (IOException e) {
      throw new Settings.Wrong(wanted.portKey + ": port " + port + " cannot be opened");
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
