package org.radiologytrust.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.radiologytrust.journal.JournalException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl replay}: would the messages that came be read as they were? */
@Command(
    name = "replay",
    description = {
      "Reads messages of the journal again, from their bytes, with this version and these settings,"
          + " and says which are read otherwise: by names of fields, never values.",
      "Changes nothing. Ends with 0 when all are read as they were, else with 1."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @ParentCommand private Rtl rtl;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "One message, as Quarantine lists it; without, all whose bytes are kept.")
  private String id;

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
  }

  private static int all(Replay replay) {
    AtomicInteger read = new AtomicInteger();
    AtomicInteger other = new AtomicInteger();
    replay.all(
        result -> {
          read.incrementAndGet();
          if (!result.differences().isEmpty()) {
            other.incrementAndGet();
            print(result);
          }
        });
    System.out.println(read + " messages read again, " + other + " of them otherwise");
    return other.get() == 0 ? 0 : 1;
  }
}
