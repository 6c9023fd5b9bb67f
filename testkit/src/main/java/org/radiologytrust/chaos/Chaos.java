package org.radiologytrust.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code ./test chaos --faults N --seed S}: rounds of 25 faults until there were N. A round that is
 * done is in the ledger {@code target/chaos-S.jsonl}; the same command goes on after it. The logs
 * of a round with problems stay. Ends with 1 when something was lost, doubled, out of order or too
 * late.
 */
public final class Chaos {
  private static final int FAULTS_OF_A_ROUND = 25;

  private Chaos() {}

  public static void main(String[] arguments) throws Exception {
    int faults = FAULTS_OF_A_ROUND;
    long seed = 1;
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      switch (arguments[i]) {
        case "--faults" -> faults = Integer.parseInt(value);
        case "--seed" -> seed = Long.parseLong(value);
        default -> throw new IllegalArgumentException("usage: ./test chaos --faults N --seed S");
      }
    }
    Ledger ledger = new Ledger(Path.of("target", "chaos-" + seed + ".jsonl"));
    int done = count(ledger.rounds());
    for (int round = ledger.rounds().size(); done < faults; round++) {
      int now = Math.min(FAULTS_OF_A_ROUND, faults - done);
      Path folder = Files.createTempDirectory("rtl-chaos");
      RoundResult result = Round.run(31 * seed + round, now, folder);
      ledger.add(result);
      if (result.problems().isEmpty()) {
        delete(folder);
      }
      done += now;
    }
    System.exit(report(ledger.rounds()) ? 0 : 1);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static int count(List<RoundResult> rounds) {
    return rounds.stream()
        .flatMap(r -> r.faults().values().stream())
        .mapToInt(Integer::intValue)
        .sum();
  }

  private static boolean report(List<RoundResult> rounds) {
    Map<FaultKind, Integer> kinds = new EnumMap<>(FaultKind.class);
    Map<FaultKind, Long> takeovers = new EnumMap<>(FaultKind.class);
    Map<String, Integer> outcomes = new TreeMap<>();
    rounds.forEach(
        round -> {
          round.faults().forEach((kind, n) -> kinds.merge(kind, n, Integer::sum));
          round.takeovers().forEach((kind, ms) -> takeovers.merge(kind, ms, Math::max));
          round.outcomes().forEach((outcome, n) -> outcomes.merge(outcome, n, Integer::sum));
        });
    System.out.printf("%d faults in %d rounds%n", count(rounds), rounds.size());
    kinds.forEach(
        (kind, n) ->
            System.out.printf(
                "  %-16s %4d  %s%n",
                kind,
                n,
                takeovers.containsKey(kind)
                    ? "longest takeover " + takeovers.get(kind) / 1000.0 + " s"
                    : ""));
    System.out.printf(
        "%d versions acknowledged, %d tries without an acknowledgement; in the journal %s%n",
        rounds.stream().mapToInt(RoundResult::acknowledged).sum(),
        rounds.stream().mapToInt(RoundResult::refused).sum(),
        outcomes);
    System.out.printf(
        "%d audits at the FHIR server; %d times one was sent again, without effect%n",
        rounds.stream().mapToInt(RoundResult::sent).sum(),
        rounds.stream().mapToInt(RoundResult::repeated).sum());
    List<String> problems = rounds.stream().flatMap(r -> r.problems().stream()).toList();
    System.out.println(problems.isEmpty() ? "no problem" : problems.size() + " PROBLEMS");
    problems.forEach(p -> System.out.println("  " + p));
    return problems.isEmpty();
  }
}
