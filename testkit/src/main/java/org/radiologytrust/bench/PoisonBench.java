package org.radiologytrust.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How long honest messages wait while twelve connections send poison. Ends with 1 when the process
 * ended, an honest message was refused, or a target is missed. {@code --minutes 10}
 */
public final class PoisonBench {
  private static final double ANSWER_MS = 5_000;
  private static final double AUDIT_SECONDS = 60;

  /** The second half of the time may have so much of the heap of the first half. */
  private static final double FLAT = 1.2;

  private static final double MIB = 1024.0 * 1024;

  private PoisonBench() {}

  public static void main(String[] arguments) throws Exception {
    int minutes = arguments.length == 2 ? Integer.parseInt(arguments[1]) : 10;
    Path home = Files.createTempDirectory("rtl-poison");
    try (PoisonedIntake intake = new PoisonedIntake(home)) {
      PoisonedIntake.Seen seen = intake.run(Duration.ofMinutes(minutes));
      BenchFigures waits =
          new BenchFigures(seen.waits().stream().mapToDouble(Double::doubleValue).toArray());
      int half = (seen.live().size() + 1) / 2;
      double before = seen.live().subList(0, half).stream().mapToDouble(v -> v).max().orElse(0);
      double after =
          seen.live().subList(half, seen.live().size()).stream()
              .mapToDouble(v -> v)
              .max()
              .orElse(0);
      System.out.printf(
          "honest messages: %d, poison: %d, in %d minutes%n",
          seen.waits().size(), seen.poison(), minutes);
      System.out.printf(
          "answer: median %.0f ms, 99th percentile %.0f ms (target %.0f)%n",
          waits.median(), waits.percentile(99), ANSWER_MS);
      System.out.printf(
          "longest wait for an audit: %.0f s (target %.0f)%n", seen.oldest(), AUDIT_SECONDS);
      System.out.printf(
          "heap after a full collection: at most %.0f MiB in the first half, %.0f MiB in the second%n",
          before / MIB, after / MIB);
      seen.refused().forEach(System.out::println);
      boolean good =
          intake.isAlive()
              && seen.refused().isEmpty()
              && waits.percentile(99) <= ANSWER_MS
              && seen.oldest() <= AUDIT_SECONDS
              && after <= FLAT * before;
      System.exit(good ? 0 : 1);
    }
  }
}
