package org.radiologytrust.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The rounds that are done, one line of JSON each: an interrupted campaign goes on after them. */
final class Ledger {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  Ledger(Path file) {
    this.file = file;
  }

  List<RoundResult> rounds() throws IOException {
    List<RoundResult> rounds = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        rounds.add(JSON.readValue(line, RoundResult.class));
      }
    }
    return rounds;
  }

  void add(RoundResult round) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(
        file,
        JSON.writeValueAsString(round) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
