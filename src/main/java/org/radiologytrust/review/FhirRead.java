package org.radiologytrust.review;

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
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.journal.ResourceShelf;
import org.radiologytrust.journal.ResourceShelf.Page;
import org.radiologytrust.journal.ResourceShelf.Versioned;
import org.radiologytrust.model.Texts;
import org.radiologytrust.review.Parameters.Pair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The FHIR read API: {@code metadata}, read by id, and search by GET or by POST of a form to {@code
 * _search}. A search never answers more than it was asked for: a parameter without value or with an
 * unknown modifier is an error; an unknown parameter is a warning, or an error where the client
 * asks for {@code Prefer: handling=strict}.
 */
public final class FhirRead {
  public static final int DEFAULT_COUNT = 50;
  public static final int DEFAULT_MAX_COUNT = 500;
  private static final Logger LOG = LoggerFactory.getLogger(FhirRead.class);
  private static final String ROOT = "/fhir";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final FhirContext fhir;
  private final ResourceShelf shelf;
  private final Searches searches;
  private final Supplier<String> base;
  private final String version;
  private final Instant since;
  private final int count;
  private final int maxCount;
  private final ResourceJson json = new ResourceJson();

  public FhirRead(
      FhirContext fhir, ResourceShelf shelf, Supplier<String> base, String version, Clock clock) {
    this(fhir, shelf, base, version, clock, DEFAULT_COUNT, DEFAULT_MAX_COUNT);
  }

  /**
   * @param fhir an R4 context
   * @param base URL of {@code /fhir} as clients reach it, without a slash at the end; asked at each
   *     request, for the port may be known only after start
   * @param version of this software
   * @param count resources on a page where the client does not say
   * @param maxCount most resources on a page
   */
  public FhirRead(
      FhirContext fhir,
      ResourceShelf shelf,
      Supplier<String> base,
      String version,
      Clock clock,
      int count,
      int maxCount) {
    this.fhir = fhir;
    this.shelf = shelf;
    this.searches = new Searches(shelf);
    this.base = base;
    this.version = version;
    this.since = clock.instant();
    this.count = count;
    this.maxCount = maxCount;
  }

  /** The route's bean: the answer takes the place of the request in the exchange's message. */
  public void handle(Exchange exchange) {
    boolean xml = false;
    Answer answer;
    try {
      Message request = exchange.getMessage();
      Parameters parameters = parameters(request);
      xml = Format.xml(parameters, header(request, "Accept"));
      answer = answer(request, parameters);
    } catch (BadRequest e) {
      answer = error(e.status(), e.issue(), e.getMessage());
    } catch (JournalException e) {
      // the store's own message below it may quote a value
      LOG.error("A FHIR read failed: {}", e.getMessage());
      answer = error(503, IssueType.TRANSIENT, "The journal cannot be read; try again");
    } catch (RuntimeException e) {
      // its message may quote a resource
      LOG.error("A FHIR read failed: {}", e.getClass().getName());
      answer = error(500, IssueType.EXCEPTION, "An error of this server");
    }
    answer.write(exchange, fhir, xml);
  }

  private Answer answer(Message request, Parameters parameters) throws BadRequest {
    String method = header(request, Exchange.HTTP_METHOD);
    String path = header(request, Exchange.HTTP_PATH);
    String inside = path.startsWith(ROOT) ? path.substring(ROOT.length()) : path;
    List<String> parts = List.of(inside.replaceFirst("^/", "").replaceFirst("/$", "").split("/"));
    boolean search = parts.size() == 2 && parts.get(1).equals("_search");
    if (!method.equals("GET") && !(search && method.equals("POST"))) {
      return notAllowed(search);
    }
    String type = parts.get(0);
    if (type.equals("metadata") && parts.size() == 1) {
      return answer(Capability.of(base.get(), version, since));
    }
    if (!SearchParameter.BY_TYPE.containsKey(type)) {
      throw new BadRequest(
          404,
          IssueType.NOTSUPPORTED,
          "Nothing is read here; GET metadata says what this server answers");
    }
    if (search || parts.size() == 1) {
      return search(type, parameters, header(request, "Prefer").contains("handling=strict"));
    }
    if (parts.size() > 2) {
      throw BadRequest.notFound("Only the current version of a resource can be read");
    }
    return read(type, parts.get(1), header(request, "If-None-Match"));
  }

  private Answer notAllowed(boolean search) {
    Answer error = error(405, IssueType.NOTSUPPORTED, "This server takes GET here");
    return new Answer(405, error.json(), Map.of("Allow", search ? "GET, POST" : "GET"));
  }

  private Answer read(String type, String id, String ifNoneMatch) throws BadRequest {
    Optional<Versioned> found =
        id.matches("[A-Za-z0-9.-]{1,64}") ? shelf.read(type, id) : Optional.empty();
    if (found.isEmpty()) {
      throw BadRequest.notFound("There is no such resource");
    }
    String tag = "W/\"" + found.get().version() + "\"";
    Map<String, String> headers =
        Map.of("ETag", tag, "Last-Modified", HTTP_DATE.format(found.get().lastUpdated()));
    return ifNoneMatch.equals(tag)
        ? new Answer(304, "", headers)
        : new Answer(200, json.resource(found.get()).toString(), headers);
  }

  private Answer search(String type, Parameters parameters, boolean strict) throws BadRequest {
    String url = base.get();
    SearchRequest request = new SearchReader(type, url, count, maxCount, strict).read(parameters);
    Page page = searches.run(request);
    String outcome = null;
    if (!request.warnings().isEmpty()) {
      OperationOutcome warnings = new OperationOutcome();
      request
          .warnings()
          .forEach(w -> issue(warnings, IssueSeverity.WARNING, IssueType.NOTSUPPORTED, w));
      outcome = encode(warnings);
    }
    return new Answer(
        200,
        json.searchset(request, page.matches(), page.total(), url, outcome).toString(),
        Map.of());
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

  /** The HTTP server may have taken the form apart already. */
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

  private Answer answer(Resource resource) {
    return new Answer(200, encode(resource), Map.of());
  }

  private Answer error(int status, IssueType type, String diagnostics) {
    OperationOutcome outcome = new OperationOutcome();
    issue(outcome, IssueSeverity.ERROR, type, diagnostics);
    return new Answer(
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
