package org.radiologytrust.ingest.dicom.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as a DICOMweb archive does, and misbehaves as a real one cannot be made to. */
final class ArchiveDouble implements AutoCloseable {
  static final String BOUNDARY = "==b--x";

  /** Writes an answer with its head. The connection ends after it. */
  @FunctionalInterface
  interface Answer {
    void write(OutputStream out) throws Exception;
  }

  private final ServerSocket server;
  private volatile Answer search = head("204 No Content", "");
  private volatile Answer objects = head("404 Not Found", "");

  /** The heads of all requests. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  ArchiveDouble() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "archive-double");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/dicom-web";
  }

  void search(Answer answer) {
    search = answer;
  }

  void objects(Answer answer) {
    objects = answer;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        daemon(() -> answer(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      StringBuilder head = new StringBuilder();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        head.append(line).append('\n');
      }
      asked.add(head.toString());
      (head.toString().contains("/studies?") ? search : objects).write(client.getOutputStream());
    } catch (Exception e) {
      // the client has gone
    }
  }

  static Answer head(String status, String headers) {
    return out -> text(out, "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + headers + "\r\n");
  }

  /** A whole answer, up to the end of the connection. */
  static Answer body(String type, String body) {
    return out -> {
      head("200 OK", "Content-Type: " + type + "\r\n").write(out);
      text(out, body);
    };
  }

  /** The start of an answer with objects. */
  static void multipart(OutputStream out) throws Exception {
    head(
            "200 OK",
            "Content-Type: multipart/related; type=\"application/dicom\"; boundary=\""
                + BOUNDARY
                + "\"\r\n")
        .write(out);
  }

  static void part(OutputStream out, byte[] object) throws IOException {
    text(out, "\r\n--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n");
    out.write(object);
  }

  static Answer parts(List<byte[]> parts) {
    return out -> {
      multipart(out);
      for (byte[] object : parts) {
        part(out, object);
      }
      text(out, "\r\n--" + BOUNDARY + "--\r\n");
    };
  }

  static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
