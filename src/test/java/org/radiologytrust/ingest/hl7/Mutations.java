package org.radiologytrust.ingest.hl7;

import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.radiologytrust.journal.Counters.Counts;
import org.radiologytrust.journal.Inbox;
import org.radiologytrust.journal.Inbox.Outcome;
import org.radiologytrust.journal.Inbox.Parsed;
import org.radiologytrust.journal.Inbox.Quarantined;
import org.radiologytrust.journal.Inbox.Receipt;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.model.Report;
import org.slf4j.LoggerFactory;

/**
 * Sends changed messages of the corpus to a journal: each is answered with AA, AE or AR and is in
 * exactly one state, and no exception escapes. The seed decides the messages.
 */
public final class Mutations {
  private static final Set<String> CODES = Set.of("AA", "AE", "AR");
  private static final String CRASH = "the message could not be parsed";

  private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
  private final Map<String, Integer> answers = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Mutator mutator;
  private long versions;

  private Mutations(long seed) {
    this.mutator = new Mutator(Corpus.files().stream().map(Corpus::bytes).toList(), seed);
  }

  /** {@code --count N --seed S}. */
  public static void main(String[] arguments) throws IOException {
    int count = 2000;
    long seed = 1;
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      switch (arguments[i]) {
        case "--count" -> count = Integer.parseInt(value);
        case "--seed" -> seed = Long.parseLong(value);
        default -> throw new IllegalArgumentException("usage: ./test mutate --count N --seed S");
      }
    }
    // each message in quarantine is a warning
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    Mutations mutations = run(count, seed);
    System.out.println("answers " + mutations.answers + ", outcomes " + mutations.outcomes);
    mutations.problems.forEach(System.out::println);
    System.exit(mutations.problems.isEmpty() ? 0 : 1);
  }

  static Mutations run(int count, long seed) throws IOException {
    Mutations mutations = new Mutations(seed);
    try (TemporaryJournal journal = new TemporaryJournal()) {
      Hl7Inbox inbox =
          new Hl7Inbox(
              mutations.counted(journal.journal().inbox()),
              Hl7Samples.READER,
              Hl7Samples.CLOCK,
              Hl7Samples.ZONE,
              new Senders(1 << 20, Integer.MAX_VALUE));
      for (int i = 0; i < count; i++) {
        mutations.send(
            mutations.mutator.next(), inbox, Path.of("target/mutation-" + seed + "-" + i));
      }
      mutations.compare(journal.journal().counters().counts());
    }
    return mutations;
  }

  List<String> problems() {
    return problems;
  }

  Map<Outcome, Long> outcomes() {
    return outcomes;
  }

  private Inbox counted(Inbox inbox) {
    return incoming -> {
      Receipt receipt = inbox.receive(incoming);
      boolean parsed = receipt.outcome() == Outcome.PARSED;
      outcomes.merge(receipt.outcome(), 1L, Long::sum);
      versions += parsed ? ((Parsed) incoming.disposition()).reports().size() : 0;
      Charset charset = Hl7Samples.READER.read(incoming.raw()).envelope().encoding().charset();
      String answer = new String(receipt.reply(), charset);
      int msa = answer.indexOf("\rMSA");
      String code = msa < 0 ? "none" : answer.substring(msa + 5, msa + 7);
      answers.merge(code, 1, Integer::sum);
      if (!CODES.contains(code)) {
        problems.add("answered with " + code);
      }
      return receipt;
    };
  }

  private void send(byte[] message, Hl7Inbox inbox, Path kept) throws IOException {
    int before = problems.size();
    try {
      inbox.answer(message, "192.0.2.1", id -> {});
      ReadMessage reading = Hl7Samples.READER.read(message);
      if (reading.disposition() instanceof Quarantined q && q.reason().startsWith(CRASH)) {
        problems.add("an exception while it was read");
      } else if (reading.disposition() instanceof Parsed parsed) {
        for (Report report : parsed.reports()) {
          TracedReports.check(message, reading.envelope().encoding(), report);
        }
      }
    } catch (RuntimeException | AssertionError e) {
      problems.add(e.toString());
    }
    if (problems.size() > before) {
      Files.write(kept, message);
      problems.add("  the message is in " + kept);
    }
  }

  /** A message with several reports counts once for each version that it became. */
  private void compare(Counts counts) {
    if (!counts.conserved()) {
      problems.add("the journal's counters do not add up: " + counts.messages());
    }
    for (Outcome outcome : Outcome.values()) {
      long stored = counts.messages().getOrDefault(outcome.code(), 0L);
      long sent = outcomes.getOrDefault(outcome, 0L);
      boolean several = outcome == Outcome.PARSED && stored >= sent && stored <= versions;
      if (stored != sent && !several) {
        problems.add(outcome.code() + ": " + sent + " answered, " + stored + " in the journal");
      }
    }
  }
}
