package org.radiologytrust.ingest.ehr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the reports of a server have been read. All times are {@code meta.lastUpdated}, by the
 * server's clock.
 *
 * @param server base URL of the server
 * @param since the setting {@code rtl.fhir.reports.since}; empty if none
 * @param first the oldest time that is read
 * @param watermark all reports up to this time have been read by two passes
 * @param newest the newest report of the last complete pass; null before the first
 */
record FeedPosition(
    String server, String since, Instant first, Instant watermark, @Nullable Instant newest) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The position at the start: everything from this time on is read. */
  static FeedPosition start(String server, String since, Instant first) {
    return new FeedPosition(server, since, first, first, null);
  }

  /**
   * The stored position.
   *
   * @return empty if none is stored, or it was stored for another server or another {@code since}
   */
  static Optional<FeedPosition> parse(String cursor, String server, String since) {
    if (cursor.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(cursor);
      Instant newest =
          node.path("newest").asText("").isEmpty()
              ? null
              : Instant.parse(node.path("newest").asText());
      return Optional.of(
              new FeedPosition(
                  node.path("server").asText(),
                  node.path("since").asText(),
                  Instant.parse(node.path("first").asText()),
                  Instant.parse(node.path("watermark").asText()),
                  newest))
          .filter(p -> p.server.equals(server) && (since.isEmpty() || p.since.equals(since)));
    } catch (JsonProcessingException | DateTimeException e) {
      throw new IllegalStateException("the stored read position is not valid", e);
    }
  }

  /** The position as it is stored. */
  String text() {
    ObjectNode node = JSON.createObjectNode();
    node.put("server", server);
    node.put("since", since);
    node.put("first", first.toString());
    node.put("watermark", watermark.toString());
    node.put("newest", newest == null ? "" : newest.toString());
    return node.toString();
  }

  /** The time from which a pass reads. */
  Instant from(Duration overlap) {
    Instant from = watermark.minus(overlap);
    return from.isBefore(first) ? first : from;
  }

  /**
   * The position after a complete pass. The watermark moves to the newest report of the pass
   * before, unless this pass found a report that the pass before should have found: then reports
   * moved between its pages, or became visible late, and the next pass reads the same time again.
   *
   * @param seen the newest report of the pass; null if it saw none
   * @param firstNew the oldest report that no pass saw before; null if there is none
   */
  FeedPosition after(@Nullable Instant seen, @Nullable Instant firstNew) {
    boolean missed = newest != null && firstNew != null && !firstNew.isAfter(newest);
    return new FeedPosition(
        server,
        since,
        first,
        newest == null || missed ? watermark : later(watermark, newest),
        newest == null ? seen : seen == null ? newest : later(newest, seen));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
