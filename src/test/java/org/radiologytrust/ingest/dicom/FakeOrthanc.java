package org.radiologytrust.ingest.dicom;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers as Orthanc does, and misbehaves as a real one cannot be made to. */
final class FakeOrthanc implements AutoCloseable {
  /** As an answer: the connection ends without one. */
  static final String DIES = "dies";

  private final HttpServer server;

  /** One line each: sequence, type, id. */
  final List<String[]> changes = new ArrayList<>();

  /** Fixed answers by path; one that is a number is a status. */
  final Map<String, String> answers = new ConcurrentHashMap<>();

  /** Paths asked for, in order. */
  final List<String> asked = new ArrayList<>();

  FakeOrthanc() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  OrthancClient client(Duration timeout) {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return new OrthancClient(uri, "u", "p", timeout);
  }

  /** Id of Orthanc's form. */
  static String id(int number) {
    return String.format("%08x-00000000-00000000-00000000-00000000", number);
  }

  /** A study with one image; a change for it must be added. */
  void study(int number, boolean stable) {
    String id = id(number);
    answers.put("/studies/" + id, "{\"ID\":\"" + id + "\",\"IsStable\":" + stable + "}");
    answers.put("/studies/" + id + "/instances", "[{\"ID\":\"" + id + "\"}]");
    answers.put("/instances/" + id + "/study", answers.get("/studies/" + id));
    answers.put(
        "/instances/" + id + "/simplified-tags",
        "{\"StudyInstanceUID\":\"1."
            + number
            + "\",\"Rows\":\"1\",\"Columns\":\"1\","
            + "\"PatientName\":\"Canary^Name\"}");
  }

  void change(String type, int number) {
    changes.add(new String[] {Integer.toString(changes.size() + 1), type, id(number)});
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    String answer =
        path.equals("/changes") && !answers.containsKey(path)
            ? page(exchange.getRequestURI().getQuery())
            : answers.getOrDefault(path, "404");
    if (answer.equals(DIES)) {
      exchange.close();
      return;
    }
    boolean status = answer.matches("[0-9]{3}");
    byte[] body = status ? new byte[0] : answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(
        status ? Integer.parseInt(answer) : 200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String page(String query) {
    int since = Integer.parseInt(query.replaceAll(".*since=([0-9]+).*", "$1"));
    int limit = Integer.parseInt(query.replaceAll(".*limit=([0-9]+).*", "$1"));
    List<String> page = new ArrayList<>();
    int later = 0;
    for (String[] change : changes) {
      if (Integer.parseInt(change[0]) > since && ++later <= limit) {
        page.add(
            "{\"Seq\":"
                + change[0]
                + ",\"ChangeType\":\""
                + change[1]
                + "\",\"ID\":\""
                + change[2]
                + "\",\"Date\":\"20260101T000000\"}");
      }
    }
    return "{\"Changes\":[" + String.join(",", page) + "],\"Done\":" + (later <= limit) + "}";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
