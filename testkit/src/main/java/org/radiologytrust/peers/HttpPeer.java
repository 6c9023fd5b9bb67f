package org.radiologytrust.peers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small HTTP/1.1 server that sees at once when a client hangs up, which the JDK's and Jetty's do
 * only at the next write. One thread per connection.
 */
public final class HttpPeer implements AutoCloseable {
  /** The client closed the connection while its answer was being made. */
  public static final class ClientGone extends IOException {
    ClientGone() {
      super("the client closed the connection");
    }
  }

  @FunctionalInterface
  public interface Handler {
    void handle(Exchange exchange) throws IOException;
  }

  private static final int IDLE_MILLIS = 60_000;
  private static final int POLL_MILLIS = 10;

  private final ServerSocket listener;
  private final Handler handler;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  public HttpPeer(Handler handler) throws IOException {
    this.handler = handler;
    this.listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    daemon("peer-accept", this::accept);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        daemon("peer-connection", () -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      // Marks let a poll put back the byte that it read.
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (!socket.isClosed()) {
        socket.setSoTimeout(IDLE_MILLIS);
        String start = line(in);
        if (start.isEmpty()) {
          return;
        }
        handler.handle(read(start, in, socket));
      }
    } catch (IOException gone) {
      // The handler has recorded it; nobody is left to be told.
    } finally {
      sockets.remove(socket);
    }
  }

  private static Exchange read(String start, InputStream in, Socket socket) throws IOException {
    String[] parts = start.split(" ");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(header.substring(0, colon).trim(), header.substring(colon + 1).trim());
    }
    if ("100-continue".equalsIgnoreCase(headers.get("Expect"))) {
      socket
          .getOutputStream()
          .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    byte[] body;
    if ("chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))) {
      body = chunks(in);
    } else {
      body = exactly(in, Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
    }
    return new Exchange(parts[0], URI.create(parts[1]).getPath(), headers, body, in, socket);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in).split(";")[0].trim(), 16);
      all.write(exactly(in, size));
      line(in);
      if (size == 0) {
        return all.toByteArray();
      }
    }
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the request's body was cut");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != -1 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** A request and the way to answer it. */
  public static final class Exchange {
    public final String method;
    public final String path;
    public final Map<String, String> headers;
    public final byte[] body;
    private final InputStream in;
    private final Socket socket;

    private Exchange(
        String method,
        String path,
        Map<String, String> headers,
        byte[] body,
        InputStream in,
        Socket socket) {
      this.method = method;
      this.path = path;
      this.headers = headers;
      this.body = body;
      this.in = in;
      this.socket = socket;
    }

    /** A whole answer. */
    public void send(int status, String type, byte[] answer) throws IOException {
      head(status, type, "Content-Length: " + answer.length);
      write(answer);
    }

    /** Begins an answer in pieces. */
    public void begin(int status, String type) throws IOException {
      head(status, type, "Transfer-Encoding: chunked");
    }

    public void piece(byte[] piece) throws IOException {
      ByteArrayOutputStream chunk = new ByteArrayOutputStream();
      chunk.write((Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      chunk.write(piece);
      chunk.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      write(chunk.toByteArray());
    }

    public void end() throws IOException {
      write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** Closes the connection without ending the answer. */
    public void drop() throws IOException {
      socket.close();
    }

    /**
     * Waits, watching the client.
     *
     * @throws ClientGone as soon as it hangs up
     */
    public void pause(Duration time) throws IOException {
      long until = System.nanoTime() + time.toNanos();
      socket.setSoTimeout((int) Math.max(1, Math.min(POLL_MILLIS, time.toMillis())));
      do {
        in.mark(1);
        try {
          if (in.read() == -1) {
            throw new ClientGone();
          }
          in.reset();
          Thread.sleep(POLL_MILLIS);
        } catch (SocketTimeoutException stillThere) {
          // Nothing to read is what a waiting client looks like.
        } catch (SocketException reset) {
          throw new ClientGone();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException(e);
        }
      } while (System.nanoTime() < until);
    }

    private void head(int status, String type, String length) throws IOException {
      String head =
          "HTTP/1.1 " + status + " Status\r\nContent-Type: " + type + "\r\n" + length + "\r\n\r\n";
      write(head.getBytes(StandardCharsets.US_ASCII));
    }

    private void write(byte[] bytes) throws IOException {
      try {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
      } catch (IOException e) {
        throw new ClientGone();
      }
    }
  }
}
