package org.radiologytrust.peers.ollama;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands bytes on between the product and a model server, and tells how far an answer has come. */
public final class StreamRelay implements AutoCloseable {
  private static final int PIECE = 16384;

  private final URI server;
  private final AtomicInteger chats = new AtomicInteger();
  private final AtomicInteger pieces = new AtomicInteger();
  private int port;
  private ServerSocket listener;

  public StreamRelay(URI server) {
    this.server = server;
    up();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Questions asked so far, but not those that find out whether the server mixes images. */
  public int chats() {
    return chats.get();
  }

  /** Pieces of the answer to the last question; about one for each token. */
  public int pieces() {
    return pieces.get();
  }

  /** Takes connections, at the same port again. */
  public void up() {
    try {
      listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      port = listener.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ServerSocket open = listener;
    thread(() -> accept(open));
  }

  /** Refuses connections, as the port of a dead server does. */
  public void down() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket open) throws IOException {
    while (!open.isClosed()) {
      Socket client = open.accept();
      try {
        Link link = new Link(client, new Socket(server.getHost(), server.getPort()));
        thread(link::ask);
        thread(link::answer);
      } catch (IOException dead) {
        client.close();
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void thread(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException ended) {
                // one side is gone: so is the link
                return;
              }
            },
            "stream-relay");
    thread.setDaemon(true);
    thread.start();
  }

  /** One connection. */
  private final class Link {
    private final Socket client;
    private final Socket upstream;
    private volatile boolean chat;

    Link(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void ask() throws IOException {
      pump(client, upstream, this::asked);
    }

    void answer() throws IOException {
      pump(
          upstream,
          client,
          piece -> {
            if (chat) {
              pieces.incrementAndGet();
            }
          });
    }

    private void asked(String piece) {
      if (piece.startsWith("POST /api/chat") || piece.startsWith("GET ")) {
        chat = piece.startsWith("POST");
        if (chat) {
          pieces.set(0);
          chats.incrementAndGet();
        }
      }
      // their schema may come in a later piece than the request's head
      if (chat && piece.contains("\"seen\"")) {
        chat = false;
        chats.decrementAndGet();
      }
    }

    private void pump(Socket from, Socket to, java.util.function.Consumer<String> tap)
        throws IOException {
      try (from;
          to;
          InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        byte[] buffer = new byte[PIECE];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          tap.accept(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
          out.write(buffer, 0, n);
        }
      }
    }
  }

  @Override
  public void close() {
    down();
  }
}
