package org.radiologytrust.ingest.ehr;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import ca.uhn.fhir.context.FhirContext;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * A small EHR: it searches DiagnosticReports by {@code _lastUpdated}, includes what they refer to,
 * and pages by offset over what it has at that moment, so that a change between two pages shifts
 * the second. A test can replace its answers, down to the bytes. Each connection has one request.
 */
final class FakeEhr implements AutoCloseable {
  static final FhirContext FHIR = FhirContext.forR4Cached();

  /**
   * A request as it came.
   *
   * @param target path and query
   * @param parameters the query, decoded
   */
  record Request(
      String target,
      Map<String, String> parameters,
      Map<String, String> headers,
      long nanos,
      boolean first) {}

  /** Writes a whole response. */
  interface Answer {
    void write(Request request, OutputStream out) throws Exception;
  }

  /** Changes a page before it is sent. */
  interface Edit {
    void edit(Request request, Bundle page);
  }

  private final ServerSocket listener;
  private final Map<String, Resource> resources = new LinkedHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Answer answer = this::page;
  private volatile Edit edit = (request, page) -> {};
  private volatile UnaryOperator<String> text = page -> page;
  private volatile Runnable afterPage = () -> {};
  private volatile Duration clock = Duration.ZERO;
  private volatile boolean sorts = true;
  private volatile boolean filters = true;
  private volatile boolean counts = true;
  private volatile boolean documents;
  private volatile String type = "application/fhir+json";

  FakeEhr() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  String base() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/fhir";
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-ehr");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        daemon(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Request request = read(in);
      requests.add(request);
      OutputStream out = socket.getOutputStream();
      answer.write(request, out);
      out.flush();
      // a client may still write: a close with unread bytes would reset the connection
      socket.shutdownOutput();
      in.transferTo(OutputStream.nullOutputStream());
    } catch (Exception gone) {
      // the client has hung up, or the test has ended
    } finally {
      sockets.remove(socket);
    }
  }

  private static Request read(InputStream in) throws IOException {
    String target = line(in).split(" ")[1];
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    int question = target.indexOf('?');
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : target.substring(question + 1).split("&")) {
      String[] both = pair.split("=", 2);
      parameters.put(decoded(both[0]), both.length == 1 ? "" : decoded(both[1]));
    }
    boolean first =
        target.contains("/DiagnosticReport?")
            && !parameters.containsKey("page")
            && !parameters.containsKey("_summary");
    return new Request(target, parameters, headers, System.nanoTime(), first);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("closed");
      }
      line.append((char) b);
    }
    return line.toString().strip();
  }

  /** The time by the server's clock. */
  Instant now() {
    return Instant.now().plus(clock);
  }

  /** The server's clock is this much ahead of ours. */
  void clock(Duration ahead) {
    clock = ahead;
  }

  /** The order of the search is that of creation. */
  void ignoreSort() {
    sorts = false;
  }

  /** {@code _lastUpdated} is ignored. */
  void ignoreLastUpdated() {
    filters = false;
  }

  /** All is on one page. */
  void ignoreCount() {
    counts = false;
  }

  /** Stores a new version, updated now. */
  <T extends Resource> T put(T resource) {
    return put(resource, now());
  }

  /** Stores a new version with that time; {@code null} for none. */
  <T extends Resource> T put(T resource, Instant lastUpdated) {
    synchronized (resources) {
      Resource before = resources.get(key(resource));
      int version = before == null ? 1 : Integer.parseInt(before.getMeta().getVersionId()) + 1;
      resource
          .getMeta()
          .setVersionId("" + version)
          .setLastUpdated(lastUpdated == null ? null : Date.from(lastUpdated));
      return set(resource);
    }
  }

  /** Stores exactly this. */
  <T extends Resource> T set(T resource) {
    synchronized (resources) {
      // a resource that changes moves to the end, as in an index by time
      resources.remove(key(resource));
      resources.put(key(resource), resource.copy());
      return resource;
    }
  }

  void delete(String key) {
    synchronized (resources) {
      resources.remove(key);
    }
  }

  private static String key(Resource resource) {
    return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
  }

  /** Requests of all kinds. */
  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Requests for a first page, one for each pass. */
  List<Request> searches() {
    return requests.stream().filter(Request::first).toList();
  }

  /** All requests are answered like this until {@link #healthy}. */
  void answer(Answer instead) {
    answer = instead;
  }

  void healthy() {
    answer = this::page;
  }

  /** Changes each page. */
  void edit(Edit each) {
    edit = each;
  }

  /** Changes the JSON of each page. */
  void text(UnaryOperator<String> each) {
    text = each;
  }

  /** What happens each time after a page was made and before it is sent. */
  void afterPage(Runnable then) {
    afterPage = then;
  }

  /** The content type of the pages. */
  void type(String contentType) {
    type = contentType;
  }

  /** The Binaries are answered as the documents that they hold. */
  void answerDocuments() {
    documents = true;
  }

  private void binary(String key, OutputStream out) throws IOException {
    Resource found;
    synchronized (resources) {
      found = resources.get(key);
    }
    if (!(found instanceof Binary binary)) {
      OddAnswers.http(
          out, 404, "application/fhir+json", OddAnswers.bytes(OddAnswers.outcome("error")));
    } else if (documents) {
      OddAnswers.http(out, 200, binary.getContentType(), binary.getData());
    } else {
      String json = FHIR.newJsonParser().encodeResourceToString(binary);
      OddAnswers.http(out, 200, "application/fhir+json", OddAnswers.bytes(json));
    }
  }

  /** The proper answer. */
  void page(Request request, OutputStream out) throws IOException {
    int binary = request.target().indexOf("Binary/");
    if (binary >= 0) {
      binary(request.target().substring(binary), out);
      return;
    }
    Bundle page = page(request);
    edit.edit(request, page);
    afterPage.run();
    String json = text.apply(FHIR.newJsonParser().encodeResourceToString(page));
    String date = "Date: " + RFC_1123_DATE_TIME.format(now().atOffset(ZoneOffset.UTC));
    OddAnswers.http(out, 200, type, json.getBytes(StandardCharsets.UTF_8), date);
  }

  private Bundle page(Request request) {
    Map<String, String> parameters = request.parameters();
    int offset = Integer.parseInt(parameters.getOrDefault("page", "0"));
    Bundle page = new Bundle();
    page.setType(Bundle.BundleType.SEARCHSET);
    page.getMeta().setLastUpdated(Date.from(now()));
    page.addLink().setRelation("self").setUrl(base() + "/DiagnosticReport");
    synchronized (resources) {
      List<DiagnosticReport> found = found(parameters.getOrDefault("_lastUpdated", ""));
      page.setTotal(found.size());
      if ("count".equals(parameters.get("_summary"))) {
        return page;
      }
      int count =
          counts ? Integer.parseInt(parameters.getOrDefault("_count", "20")) : Integer.MAX_VALUE;
      int end = (int) Math.min(found.size(), (long) offset + count);
      List<DiagnosticReport> shown = found.subList(Math.min(offset, end), end);
      Map<String, Resource> included = new LinkedHashMap<>();
      for (DiagnosticReport report : shown) {
        add(page, report, SearchEntryMode.MATCH);
        List<Reference> references = new ArrayList<>(report.getBasedOn());
        references.add(report.getSubject());
        for (Reference reference : references) {
          Resource resource = resources.get(reference.getReference());
          if (resource != null) {
            included.put(reference.getReference(), resource);
          }
        }
      }
      included.values().forEach(r -> add(page, r, SearchEntryMode.INCLUDE));
      if (end < found.size()) {
        next(page, following(request.target(), end));
      }
    }
    return page;
  }

  private List<DiagnosticReport> found(String filter) {
    Instant from = filter.isEmpty() ? Instant.MIN : Instant.parse(filter.replaceFirst("^ge", ""));
    Comparator<DiagnosticReport> byTime = Comparator.comparing(FakeEhr::updated);
    return resources.values().stream()
        .filter(DiagnosticReport.class::isInstance)
        .map(DiagnosticReport.class::cast)
        .filter(r -> !filters || !updated(r).isBefore(from))
        .sorted(sorts ? byTime : (a, b) -> 0)
        .toList();
  }

  /** A report without a time is in every result. */
  private static Instant updated(DiagnosticReport report) {
    Date time = report.getMeta().getLastUpdated();
    return time == null ? Instant.MAX : time.toInstant();
  }

  private static String following(String target, int offset) {
    return target.replaceFirst("&page=\\d+$", "") + "&page=" + offset;
  }

  void add(Bundle page, Resource resource, SearchEntryMode mode) {
    page.addEntry()
        .setFullUrl(base() + "/" + key(resource))
        .setResource(resource.copy())
        .getSearch()
        .setMode(mode);
  }

  private void next(Bundle page, String target) {
    page.addLink().setRelation("next").setUrl(base().replaceFirst("/fhir$", "") + target);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
