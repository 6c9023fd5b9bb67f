package org.radiologytrust.bench;

import java.time.Duration;

/**
 * How long the traffic lasts and how dense it is.
 *
 * @param rate reports a second
 * @param postgres whether the journal is on PostgreSQL instead of SQLite
 */
record DayOptions(Duration length, double rate, boolean postgres) {
  /** Reads {@code --minutes N --rate REPORTS-A-SECOND --journal sqlite|postgresql}. */
  static DayOptions of(String... arguments) {
    Duration length = Duration.ofMinutes(15);
    double rate = 10;
    boolean postgres = false;
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      switch (arguments[i]) {
        case "--minutes" -> length = Duration.ofSeconds((long) (60 * Double.parseDouble(value)));
        case "--rate" -> rate = Double.parseDouble(value);
        case "--journal" -> postgres = postgres(value);
        default -> throw new IllegalArgumentException(arguments[i]);
      }
    }
    return new DayOptions(length, rate, postgres);
  }

  private static boolean postgres(String journal) {
    return switch (journal) {
      case "postgresql" -> true;
      case "sqlite" -> false;
      default -> throw new IllegalArgumentException("--journal sqlite or postgresql");
    };
  }

  double reports() {
    return rate * length.toSeconds();
  }
}
