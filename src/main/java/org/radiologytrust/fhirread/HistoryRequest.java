package org.radiologytrust.fhirread;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.radiologytrust.fhirread.Parameters.Pair;

/**
 * The parameters of a history.
 *
 * @param count versions on a page, at least 1
 * @param since only versions from this time on; the epoch for all
 * @param cursor where the page starts; empty for the first
 * @param used the parameters that were applied, for links, without {@code _cursor}
 */
record HistoryRequest(int count, Instant since, Optional<String> cursor, List<Pair> used) {
  private static final String NUMBER = "[0-9]{1,8}";

  /**
   * @param lenient whether an unknown parameter is ignored. A history has no place for a warning:
   *     its self link says what was applied
   */
  static HistoryRequest read(Parameters parameters, SearchBounds bounds, boolean lenient)
      throws BadRequest {
    int count = bounds.count();
    Instant since = Instant.EPOCH;
    Optional<String> cursor = Optional.empty();
    List<Pair> used = new ArrayList<>();
    for (Pair pair : parameters.pairs()) {
      switch (pair.name()) {
        case "_count" -> count = Math.min(Math.max(1, number(pair)), bounds.maxCount());
        case "_since" -> since = instant(pair);
        case "_cursor" -> cursor = Optional.of(pair.value());
        case "_format", "_pretty" -> {
          // they only affect the encoding
        }
        default -> {
          if (!lenient) {
            throw BadRequest.unsupported(
                "A parameter is not supported; a history takes _since, _count, _format and"
                    + " _pretty. With the header Prefer: handling=lenient others are ignored");
          }
          continue;
        }
      }
      if (!pair.name().equals("_cursor")) {
        used.add(pair);
      }
    }
    return new HistoryRequest(count, since, cursor, List.copyOf(used));
  }

  /** The parameters of this page. */
  String self() {
    return with(cursor);
  }

  /** The parameters of the page that starts at a cursor. */
  String next(String from) {
    return with(Optional.of(from));
  }

  private String with(Optional<String> from) {
    List<Pair> all = new ArrayList<>(used);
    from.ifPresent(place -> all.add(new Pair("_cursor", place)));
    return all.stream().map(Pair::encoded).collect(Collectors.joining("&"));
  }

  static BadRequest wrongCursor() {
    return BadRequest.invalid("_cursor: take the next link as it is");
  }

  private static Instant instant(Pair pair) throws BadRequest {
    try {
      return OffsetDateTime.parse(pair.value()).toInstant();
    } catch (DateTimeParseException e) {
      throw BadRequest.invalid("_since: send a time with an offset, such as 2026-01-31T08:00:00Z");
    }
  }

  private static int number(Pair pair) throws BadRequest {
    if (!pair.value().matches(NUMBER)) {
      throw BadRequest.invalid("_count: not a number from 0 to 99999999");
    }
    return Integer.parseInt(pair.value());
  }
}
