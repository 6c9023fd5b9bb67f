package org.radiologytrust.page.door;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far back a list goes that is looked at now and then. */
public enum Since {
  MONTH(Duration.ofDays(30), "Last 30 days"),
  YEAR(Duration.ofDays(365), "Last 12 months"),
  ALL(null, "All times");

  private final @Nullable Duration length;
  private final String words;

  Since(@Nullable Duration length, String words) {
    this.length = length;
    this.words = words;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String words() {
    return words;
  }

  /** The last 30 days if there is no such period. */
  public static Since of(String code) {
    return Stream.of(values()).filter(s -> s.code().equals(code)).findFirst().orElse(MONTH);
  }

  public static List<Since> all() {
    return List.of(values());
  }

  /** The start of the period; {@code null} if it has none. */
  public @Nullable Instant before(Instant now) {
    return length == null ? null : now.minus(length);
  }
}
