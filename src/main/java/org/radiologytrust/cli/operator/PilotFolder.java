package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.OperatorClient;
import org.radiologytrust.cli.base.OutputFormat;
import org.radiologytrust.model.Texts;
import org.radiologytrust.runtime.Faults;

/**
 * Gives the running product the reports of a folder, which must be in shadow mode: they are stored,
 * audited and erased as any other, and nothing of them is published.
 */
final class PilotFolder {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final OperatorClient client;

  PilotFolder(OperatorClient client) {
    this.client = client;
  }

  /**
   * Sends each file, in the order of the names. A file that was sent before is stored once.
   *
   * @return how many are stored; what is refused is printed
   * @throws CommandFailure if none is
   */
  int send(Path folder) throws IOException, InterruptedException {
    int stored = 0;
    for (Path file : files(folder)) {
      byte[] message = bytes(file);
      JsonNode sent = client.post("pilot/reports", SendCommand.type(message), message);
      String outcome = sent.path("outcome").asText();
      if (outcome.equals("parsed") || outcome.equals("duplicate")) {
        stored++;
      } else {
        System.out.println(
            Texts.printable(
                file.getFileName()
                    + "  "
                    + outcome
                    + ": "
                    + OutputFormat.text(sent.path("reason"))));
      }
    }
    if (stored == 0) {
      throw new CommandFailure(folder + ": no file has a report that could be stored");
    }
    return stored;
  }

  /** Waits until no report is open any more; false if the time is over before. */
  boolean audited(Duration most) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(most);
    while (open() > 0) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      Thread.sleep(LOOK.toMillis());
    }
    return true;
  }

  private long open() throws IOException, InterruptedException {
    long open = 0;
    for (JsonNode state : client.get("status").path("open")) {
      open += state.path("reports").asLong();
    }
    return open;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new CommandFailure("--folder: " + folder + " is no folder that can be read");
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure(file + " cannot be read (" + Faults.ofFile(e) + ")");
    }
  }
}
