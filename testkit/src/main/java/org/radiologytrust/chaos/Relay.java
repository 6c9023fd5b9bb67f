package org.radiologytrust.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Hands bytes on between a node and a peer, until the line between them is cut. */
public final class Relay implements AutoCloseable {
  private static final int PIECE = 65_536;
  private static final int CONNECT_MILLIS = 5_000;

  private enum Line {
    OPEN,
    BROKEN,
    SILENT
  }

  private final InetSocketAddress peer;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** Sockets of clients whose last bytes have no answer yet. */
  private final Set<Socket> asking = ConcurrentHashMap.newKeySet();

  private Line line = Line.OPEN;
  private String lost = "";

  public Relay(String host, int port) {
    peer = new InetSocketAddress(host, port);
    try {
      listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Ends all connections, and from here on each new one at once. */
  public void cut() {
    set(Line.BROKEN);
    sockets.forEach(Relay::reset);
  }

  /** From here on nothing passes, not even the end of a connection. What was sent waits. */
  public void silence() {
    set(Line.SILENT);
  }

  /**
   * The next bytes from the peer that hold this text do not pass: their connection ends instead.
   *
   * @param text in ISO 8859-1; short, so that it comes in one piece
   */
  public synchronized void loseAnswer(String text) {
    lost = text;
  }

  private synchronized boolean loses(byte[] buffer, int length) {
    boolean loses =
        !lost.isEmpty()
            && new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(lost);
    if (loses) {
      lost = "";
    }
    return loses;
  }

  /** Everything passes again. */
  public void mend() {
    set(Line.OPEN);
  }

  /** Whether a client waits for an answer. */
  boolean isAsked() {
    return !asking.isEmpty();
  }

  private synchronized void set(Line now) {
    line = now;
    notifyAll();
  }

  /** Waits while the line is silent; false when it is broken. */
  private synchronized boolean passes() throws InterruptedException {
    while (line == Line.SILENT) {
      wait();
    }
    return line == Line.OPEN;
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      sockets.add(client);
      thread(() -> connect(client));
    }
  }

  private void connect(Socket client) throws IOException, InterruptedException {
    Socket upstream = new Socket();
    sockets.add(upstream);
    try {
      if (!passes()) {
        throw new IOException("the line is cut");
      }
      upstream.connect(peer, CONNECT_MILLIS);
      upstream.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
    } catch (IOException e) {
      end(client, upstream);
      return;
    }
    thread(() -> pump(client, upstream, false));
    thread(() -> pump(upstream, client, true));
  }

  private void pump(Socket from, Socket to, boolean answers) throws InterruptedException {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[PIECE];
      int n = in.read(buffer);
      while (n >= 0 && passes() && !(answers && loses(buffer, n))) {
        if (answers) {
          asking.remove(to);
        } else {
          asking.add(from);
        }
        out.write(buffer, 0, n);
        n = in.read(buffer);
      }
      passes();
    } catch (IOException ended) {
      // its end passes on, but not through a silent line
      passes();
    } finally {
      end(from, to);
    }
  }

  private void end(Socket client, Socket upstream) {
    reset(client);
    reset(upstream);
    for (Socket socket : List.of(client, upstream)) {
      sockets.remove(socket);
      asking.remove(socket);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it was closed already
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void thread(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException ended) {
                // the relay was closed
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "chaos-relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
