package org.radiologytrust.fhirread;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.fhirread.Parameters.Pair;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.results.ResourceStore.Versioned;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SearchBusyException;
import org.radiologytrust.model.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The FHIR read API: {@code metadata}, read by id, earlier versions, and search by GET or by POST
 * of a form to {@code _search}. A search never returns more than the client asked for: an unknown
 * parameter, an empty value or an unknown modifier is an error. With {@code Prefer:
 * handling=lenient} an unknown parameter is ignored with a warning.
 */
public final class FhirRead {
  private static final Logger LOG = LoggerFactory.getLogger(FhirRead.class);
  private static final String ROOT = "/fhir";
  private static final Pattern LENIENT =
      Pattern.compile("(?i)(^|[;,\\s])handling\\s*=\\s*\"?lenient\\b");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final FhirContext fhir;
  private final ResourceStore shelf;
  private final Server server;
  private final Instant since;
  private final SearchBounds bounds;
  private final Semaphore places;
  private final Trail trail;
  private final ResourceJson json;
  private final Includes includes;
  private final VersionHistory history;
  private final Map<String, String> statements = new ConcurrentHashMap<>();

  /**
   * What links and the CapabilityStatement say about this server.
   *
   * @param base URL of {@code /fhir} as clients reach it, without a trailing slash. Called at each
   *     request, since the port may be known only after start
   * @param version of this software
   * @param clock the time
   */
  public record Server(Supplier<String> base, String version, Clock clock) {}

  /**
   * @param fhir an R4 context
   * @param accesses records who read what, before the answer is sent. If it throws, the client gets
   *     an error instead
   */
  public FhirRead(
      FhirContext fhir,
      ResourceStore shelf,
      Server server,
      SearchBounds bounds,
      Consumer<Access> accesses) {
    this.fhir = fhir;
    this.shelf = shelf;
    this.server = server;
    this.since = server.clock().instant();
    this.bounds = bounds;
    this.places = new Semaphore(bounds.atOnce());
    this.trail = new Trail(accesses, server.clock());
    this.json = new ResourceJson(fhir);
    this.includes = new Includes(shelf, json, bounds.maxIncluded());
    this.history = new VersionHistory(shelf);
  }

  /** The route's bean method. Replaces the request in the exchange's message by the answer. */
  public void handle(Exchange exchange) {
    if (isMetadata(exchange.getMessage())) {
      // needs no login, so it takes no place of those who have one
      answer(exchange);
      return;
    }
    if (!places.tryAcquire()) {
      busy(SearchBusyException.Cause.TOO_MANY).write(exchange, fhir, false);
      return;
    }
    try {
      answer(exchange);
    } finally {
      places.release();
    }
  }

  private static boolean isMetadata(Message request) {
    return header(request, Exchange.HTTP_METHOD).equals("GET")
        && header(request, Exchange.HTTP_PATH).matches(ROOT + "/metadata/?|/?metadata/?");
  }

  private void answer(Exchange exchange) {
    boolean xml = false;
    ReadReply answer;
    try {
      Message request = exchange.getMessage();
      Parameters parameters = parameters(request);
      xml = ResourceFormat.xml(parameters, header(request, "Accept"));
      answer = answer(request, parameters);
    } catch (BadRequest e) {
      answer = error(e.status(), e.issue(), e.getMessage());
    } catch (SearchBusyException e) {
      answer = busy(e.why());
    } catch (JournalException e) {
      // only this message: that of its cause may quote a value
      LOG.error("A FHIR read failed: {}", e.getMessage());
      answer = error(503, IssueType.TRANSIENT, "The resources cannot be read now; try again");
    } catch (RuntimeException e) {
      // its message may quote a resource
      LOG.error("A FHIR read failed: {}", e.getClass().getName());
      answer = error(500, IssueType.EXCEPTION, "An error of this server");
    }
    answer.write(exchange, fhir, xml);
  }

  private ReadReply busy(SearchBusyException.Cause why) {
    return why == SearchBusyException.Cause.TOO_SLOW
        ? error(
            503,
            IssueType.TOOCOSTLY,
            "The search took too long: ask for less, by a patient, a code or _lastUpdated, or send"
                + " _total=none")
        : error(503, IssueType.THROTTLED, "Too many requests at the same time; try again");
  }

  private ReadReply answer(Message request, Parameters parameters) throws BadRequest {
    String method = header(request, Exchange.HTTP_METHOD);
    String path = header(request, Exchange.HTTP_PATH);
    String inside = path.startsWith(ROOT) ? path.substring(ROOT.length()) : path;
    List<String> parts = List.of(inside.replaceFirst("^/", "").replaceFirst("/$", "").split("/"));
    String type = parts.get(0);
    boolean metadata = type.equals("metadata") && parts.size() == 1;
    boolean search = parts.size() == 2 && parts.get(1).equals("_search");
    if (method.equals("OPTIONS")) {
      return new ReadReply(200, capability(), Map.of("Allow", allowed(type, search)));
    }
    if (!method.equals("GET") && !(search && method.equals("POST"))) {
      ReadReply error = error(405, IssueType.NOTSUPPORTED, "This server takes GET here");
      return new ReadReply(405, error.json(), Map.of("Allow", allowed(type, search)));
    }
    if (metadata) {
      return new ReadReply(200, capability(), Map.of());
    }
    if (!SearchParameter.BY_TYPE.containsKey(type)) {
      throw new BadRequest(
          404,
          IssueType.NOTSUPPORTED,
          "There is nothing at this path; GET metadata lists what this server answers");
    }
    if (search || parts.size() == 1) {
      return search(type, parameters, request);
    }
    if (parts.size() == 2 && parts.get(1).equals("_history")) {
      return versions(type, Optional.empty(), parameters, request);
    }
    String id = parts.get(1);
    boolean versions = parts.size() > 2 && parts.get(2).equals("_history");
    if (!ID.matcher(id).matches() || parts.size() > 4 || parts.size() > 2 && !versions) {
      throw BadRequest.notFound("There is no such resource");
    }
    return switch (parts.size()) {
      case 2 -> read(type, id, parameters, request);
      case 3 -> versions(type, Optional.of(id), parameters, request);
      default -> version(history.version(type, id, parts.get(3)), Subset.ALL, request);
    };
  }

  /** Written once for each address of this server. */
  private String capability() {
    return statements.computeIfAbsent(
        server.base().get(), base -> encode(Capability.of(base, server.version(), since)));
  }

  /** The methods of a path. Reports are taken by other routes of this server. */
  private static String allowed(String type, boolean search) {
    return switch (type) {
      case "" -> "POST, OPTIONS";
      case "DiagnosticReport" -> "POST, PUT, OPTIONS";
      default -> search ? "GET, HEAD, POST, OPTIONS" : "GET, HEAD, OPTIONS";
    };
  }

  private ReadReply read(String type, String id, Parameters parameters, Message request)
      throws BadRequest {
    List<Pair> subsets =
        parameters.pairs().stream()
            .filter(pair -> List.of("_summary", "_elements").contains(pair.name()))
            .toList();
    return version(
        shelf.read(type, id),
        reader(type, request).read(new Parameters(subsets)).subset(),
        request);
  }

  private ReadReply version(Optional<Versioned> found, Subset subset, Message request)
      throws BadRequest {
    if (found.isEmpty()) {
      throw BadRequest.notFound("There is no such resource");
    }
    Versioned version = found.get();
    trail.read(Trail.user(request), version.resource().type(), version.resource().id());
    String tag = "W/\"" + version.version() + "\"";
    Map<String, String> headers =
        Map.of("ETag", tag, "Last-Modified", HTTP_DATE.format(version.lastUpdated()));
    return header(request, "If-None-Match").equals(tag)
        ? new ReadReply(304, "", headers)
        : new ReadReply(200, json.resource(version, subset).toString(), headers);
  }

  /**
   * @param id empty for the history of the type
   */
  private ReadReply versions(
      String type, Optional<String> id, Parameters parameters, Message request) throws BadRequest {
    HistoryRequest asked = HistoryRequest.read(parameters, bounds, lenient(request));
    VersionHistory.Versions page =
        id.isPresent() ? history.ofResource(type, id.get(), asked) : history.ofType(type, asked);
    String user = Trail.user(request);
    if (id.isPresent()) {
      trail.read(user, type, id.get());
    } else {
      List<String> names = asked.used().stream().map(Pair::name).distinct().toList();
      trail.history(user, type, names, page.versions());
    }
    String base = server.base().get();
    String url = base + "/" + type + id.map(one -> "/" + one).orElse("") + "/_history";
    return new ReadReply(
        200,
        json.history(page.versions(), base, url, page.self(), page.next()).toString(),
        Map.of());
  }

  private static boolean lenient(Message message) {
    return LENIENT.matcher(header(message, "Prefer")).find();
  }

  private SearchReader reader(String type, Message message) {
    return new SearchReader(
        fhir, server.clock().instant(), type, server.base().get(), bounds, lenient(message));
  }

  private ReadReply search(String type, Parameters parameters, Message message) throws BadRequest {
    SearchRequest request = reader(type, message).read(parameters);
    ExtendedPage page = includes.of(request, shelf.search(request.query()));
    trail.search(Trail.user(message), request, page);
    String outcome = null;
    if (!request.warnings().isEmpty()) {
      OperationOutcome warnings = new OperationOutcome();
      request
          .warnings()
          .forEach(w -> issue(warnings, IssueSeverity.WARNING, IssueType.NOTSUPPORTED, w));
      outcome = encode(warnings);
    }
    return new ReadReply(
        200, json.searchset(request, page, server.base().get(), outcome).toString(), Map.of());
  }

  private static Parameters parameters(Message request) throws BadRequest {
    String query = header(request, Exchange.HTTP_RAW_QUERY);
    List<Pair> pairs = new ArrayList<>(Parameters.parse(query).pairs());
    if (header(request, Exchange.HTTP_METHOD).equals("POST")
        && header(request, Exchange.HTTP_PATH).endsWith("/_search")) {
      String type = header(request, Exchange.CONTENT_TYPE);
      if (!type.startsWith("application/x-www-form-urlencoded")) {
        throw new BadRequest(
            415, IssueType.NOTSUPPORTED, "Content-Type: send application/x-www-form-urlencoded");
      }
      pairs.addAll(form(request.getBody()));
    }
    return Parameters.of(pairs);
  }

  /** The HTTP server may already have parsed the form. */
  private static List<Pair> form(Object body) throws BadRequest {
    if (body instanceof Map<?, ?> map) {
      List<Pair> pairs = new ArrayList<>();
      map.forEach(
          (name, value) -> {
            List<?> values = value instanceof List<?> list ? list : List.of(value);
            values.forEach(v -> pairs.add(new Pair(name.toString(), v.toString())));
          });
      return pairs;
    }
    return body instanceof byte[] bytes
        ? Parameters.parse(new String(bytes, StandardCharsets.UTF_8)).pairs()
        : List.of();
  }

  private ReadReply error(int status, IssueType type, String diagnostics) {
    OperationOutcome outcome = new OperationOutcome();
    issue(outcome, IssueSeverity.ERROR, type, diagnostics);
    return new ReadReply(
        status, encode(outcome), status == 503 ? Map.of("Retry-After", "30") : Map.of());
  }

  private String encode(Resource resource) {
    return fhir.newJsonParser().encodeResourceToString(resource);
  }

  private static void issue(
      OperationOutcome outcome, IssueSeverity severity, IssueType type, String diagnostics) {
    outcome.addIssue().setSeverity(severity).setCode(type).setDiagnostics(diagnostics);
  }

  private static String header(Message message, String name) {
    return Texts.orEmpty(message.getHeader(name, String.class)).strip();
  }
}
