package org.radiologytrust.feature;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Ports that nobody listens on. They are below those that the system gives for port 0. The system
 * gives those to outgoing connections too, and such a connection could take the port before the
 * listener starts.
 */
public final class FreePorts {
  /** Linux gives 32768 and more to connections, other systems 49152 and more. */
  private static final int FIRST = 20_000;

  private static final int NUMBER = 10_000;

  /** A process takes those of its own hundred first: one beside it must not take the same. */
  private static final int OWN = 100;

  private static final int FIRST_OWN = Math.floorMod(ProcessHandle.current().pid() * OWN, NUMBER);

  /**
   * Counted up, so that no port is given again soon. It begins anywhere: two processes whose
   * numbers end alike have the same hundred.
   */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(OWN));

  private FreePorts() {}

  /**
   * Opens one. Whoever closes it may start a listener there.
   *
   * @throws IOException when the address is not of this machine, or no port is free
   */
  public static ServerSocket open(InetAddress address) throws IOException {
    IntStream own =
        IntStream.generate(() -> FIRST_OWN + Math.floorMod(NEXT.getAndIncrement(), OWN)).limit(OWN);
    IntStream all = IntStream.range(FIRST_OWN, FIRST_OWN + NUMBER);
    return open(
        address,
        IntStream.concat(own, all).map(port -> FIRST + Math.floorMod(port, NUMBER)).iterator());
  }

  static ServerSocket open(InetAddress address, PrimitiveIterator.OfInt ports) throws IOException {
    BindException last = new BindException("no port is free");
    while (ports.hasNext()) {
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(new InetSocketAddress(address, ports.nextInt()));
        return socket;
      } catch (BindException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  /** One of loopback. */
  public static int one() throws IOException {
    return some(1)[0];
  }

  /** Different ones of loopback. */
  public static int[] some(int number) throws IOException {
    List<ServerSocket> open = new ArrayList<>();
    try {
      for (int i = 0; i < number; i++) {
        open.add(open(InetAddress.getLoopbackAddress()));
      }
      return open.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    } finally {
      for (ServerSocket socket : open) {
        socket.close();
      }
    }
  }
}
