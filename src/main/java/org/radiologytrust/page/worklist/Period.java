package org.radiologytrust.page.worklist;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far back the worklist goes. */
enum Period {
  DAY(Duration.ofHours(24), " in the last 24 hours"),
  WEEK(Duration.ofDays(7), " in the last 7 days"),
  ALL(null, "");

  private final @Nullable Duration length;
  private final String words;

  Period(@Nullable Duration length, String words) {
    this.length = length;
    this.words = words;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Such as {@code " in the last 7 days"}; empty for all times. */
  String words() {
    return words;
  }

  /** The last 24 hours if there is no such period. */
  static Period of(String code) {
    return Stream.of(values()).filter(p -> p.code().equals(code)).findFirst().orElse(DAY);
  }

  /** The start of the period; {@code null} if it has none. */
  @Nullable Instant since(Instant now) {
    return length == null ? null : now.minus(length);
  }
}
