package org.radiologytrust.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.feature.ListenerPorts;
import org.radiologytrust.settings.Settings;

/** The ports that the settings name. */
public final class Ports {
  private final List<Wanted> wanted;

  private Ports(List<Wanted> wanted) {
    this.wanted = wanted;
  }

  /**
   * One listener.
   *
   * @param key the setting that names the port
   * @param port 0 for any free port
   */
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
   * Reads the settings; opens nothing.
   *
   * @throws Settings.Wrong when a host or a port is not valid
   */
  public static Ports of(Settings settings) {
    return new Ports(
        List.of(
            Wanted.of(settings, "rtl.mllp.host", "rtl.mllp.port"),
            Wanted.of(settings, "rtl.http.host", "rtl.http.port"),
            Wanted.of(settings, "rtl.http.host", "rtl.management.port")));
  }

  /**
   * Opens every port once to see that it is free, and closes it again. 0 becomes a free port.
   *
   * @throws Settings.Wrong when a port is in use, or the host is not this machine
   */
  public ListenerPorts take() {
    @Nullable ServerSocket[] sockets = new ServerSocket[wanted.size()];
    try {
      // all are open at the same time, so two listeners with the same port are noticed
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
      if (wanted.port == 0) {
        return FreePorts.open(wanted.address);
      }
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
              + " is busy, or the host is not this machine: stop the other program, or set another"
              + " port (0 = any)");
    } catch (IOException e) {
      throw new Settings.Wrong(wanted.key + ": port " + wanted.port + " cannot be opened");
    }
  }

  private static void close(@Nullable ServerSocket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // it was only opened to see that it is free
    }
  }
}
