package org.radiologytrust.fhirread;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of {@code _lastUpdated}.
 *
 * @param from inclusive; {@code null} if unbounded
 * @param until exclusive; {@code null} if unbounded
 */
record UpdatedRange(@Nullable Instant from, @Nullable Instant until) {
  static final UpdatedRange ALL = new UpdatedRange(null, null);

  /** The intersection of this range and one more value. */
  UpdatedRange and(String value) throws BadRequest {
    Period period = Period.of("_lastUpdated", value);
    return switch (period.prefix()) {
      case EQUAL -> later(period.start()).earlier(period.end());
      case GREATERTHAN_OR_EQUALS -> later(period.start());
      case GREATERTHAN, STARTS_AFTER -> later(period.end());
      case LESSTHAN, ENDS_BEFORE -> earlier(period.start());
      case LESSTHAN_OR_EQUALS -> earlier(period.end());
      default -> throw BadRequest.unsupported("_lastUpdated: use eq, ge, gt, le or lt");
    };
  }

  private UpdatedRange later(Instant bound) {
    return new UpdatedRange(from == null || bound.isAfter(from) ? bound : from, until);
  }

  private UpdatedRange earlier(Instant bound) {
    return new UpdatedRange(from, until == null || bound.isBefore(until) ? bound : until);
  }
}
