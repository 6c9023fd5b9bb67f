package org.radiologytrust.cli;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.inbox.Replayed.NotCompared;
import org.radiologytrust.journal.store.JournalException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl replay}: parses stored messages again and compares the results. */
@Command(
    name = "replay",
    description = {
      "Parses stored messages again with this version and these settings, and lists the fields that"
          + " differ: their names, never values.",
      "Changes nothing. Exit code 0 when nothing differs, else 1."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl replay")
final class ReplayCommand implements Callable<Integer> {
  @ParentCommand private SharedOptions rtl;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "Id of one message, as in the list of Quarantine; all messages without it.")
  private @Nullable String id;

  @Override
  public Integer call() {
    Replay replay = new Replay(rtl.settings(Map.of(), Map.of()));
    try {
      return id == null ? all(replay) : one(replay.one(id));
    } catch (JournalException e) {
      throw new CommandFailure(e.getMessage());
    }
  }

  private static int one(Replay.Result result) {
    print(result);
    return result.differences().isEmpty() ? 0 : 1;
  }

  private static void print(Replay.Result result) {
    System.out.println(result.id());
    System.out.println("  kept as  " + result.kept());
    System.out.println("  read as  " + result.now());
    System.out.println(
        "  differs  "
            + (result.differences().isEmpty()
                ? "in nothing"
                : "in " + String.join(", ", result.differences())));
    result
        .notCompared()
        .forEach(reason -> System.out.println("  left out a report " + reason.words()));
  }

  private static int all(Replay replay) {
    AtomicInteger read = new AtomicInteger();
    AtomicInteger other = new AtomicInteger();
    Map<NotCompared, Integer> notCompared = new EnumMap<>(NotCompared.class);
    replay.all(
        result -> {
          read.incrementAndGet();
          result.notCompared().forEach(reason -> notCompared.merge(reason, 1, Integer::sum));
          if (!result.differences().isEmpty()) {
            other.incrementAndGet();
            print(result);
          }
        });
    System.out.println(read + " messages parsed again, " + other + " of them differ");
    notCompared.forEach(
        (reason, reports) ->
            System.out.println(reports + " reports " + reason.words() + ": not compared in that"));
    return other.get() == 0 ? 0 : 1;
  }
}
