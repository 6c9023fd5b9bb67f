package org.radiologytrust.mutation;

import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.radiologytrust.ingest.fhir.FhirMutations;
import org.radiologytrust.ingest.hl7.DocumentMutations;
import org.radiologytrust.ingest.hl7.Hl7Mutations;
import org.slf4j.LoggerFactory;

/**
 * Changes messages and documents at random and sends them to a journal: each is answered and is in
 * exactly one state, no word of another person or that was taken back becomes part of a report, and
 * no word that a reader sees is lost without being named.
 */
public final class Mutations {
  private static final String USAGE = "usage: ./test mutate --count N --seed S --kind ";

  /** The kinds, with their feeds by seed. */
  private static final Map<String, LongFunction<MutatedFeed>> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("hl7", Hl7Mutations::new);
    KINDS.put("fhir", FhirMutations::new);
    KINDS.put("cda", seed -> new DocumentMutations(new CdaMutator(seed)));
    KINDS.put("rtf", seed -> new DocumentMutations(new RtfMutator(seed)));
    KINDS.put("pdf", seed -> new DocumentMutations(new PdfMutator(seed)));
  }

  /**
   * What came out.
   *
   * @param fates how many messages had each fate
   * @param complaints a line for each thing that was wrong
   */
  record Outcome(Map<String, Integer> fates, List<String> complaints) {}

  private Mutations() {}

  /** {@code --count N --seed S --kind KIND}: N messages of each kind, or of one kind. */
  public static void main(String[] arguments) throws IOException {
    int count = 2000;
    long seed = 1;
    List<String> kinds = List.copyOf(KINDS.keySet());
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      switch (arguments[i]) {
        case "--count" -> count = Integer.parseInt(value);
        case "--seed" -> seed = Long.parseLong(value);
        case "--kind" -> kinds = List.of(value);
        default -> throw new IllegalArgumentException(USAGE + String.join("|", KINDS.keySet()));
      }
    }
    // each message in quarantine is a warning
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    boolean fine = true;
    for (String kind : kinds) {
      Outcome outcome = run(kind, count, seed);
      System.out.println(kind + ": " + outcome.fates);
      outcome.complaints.forEach(System.out::println);
      fine &= outcome.complaints.isEmpty();
    }
    System.exit(fine ? 0 : 1);
  }

  /**
   * Sends messages of one kind. One that has a complaint is kept in {@code
   * target/mutation-KIND-SEED-N}.
   */
  static Outcome run(String kind, int count, long seed) throws IOException {
    LongFunction<MutatedFeed> feeds = KINDS.get(kind);
    if (feeds == null) {
      throw new IllegalArgumentException(USAGE + String.join("|", KINDS.keySet()));
    }
    List<String> complaints = new ArrayList<>();
    try (MutatedFeed feed = feeds.apply(seed)) {
      for (int i = 0; i < count; i++) {
        int before = complaints.size();
        byte[] message = feed.sendNext(complaints);
        if (complaints.size() > before) {
          Path kept = Path.of("target/mutation-" + kind + "-" + seed + "-" + i);
          Files.write(kept, message);
          complaints.add("  the message is in " + kept);
        }
      }
      feed.compare(complaints);
      return new Outcome(feed.fates(), complaints);
    }
  }
}
