package org.radiologytrust.lab.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.radiologytrust.cases.CaseJson;
import org.radiologytrust.cli.CommandFailure;
import org.radiologytrust.cli.OwnerOnlyFiles;
import org.radiologytrust.lab.results.CaseResult;
import org.radiologytrust.lab.results.Condition;
import org.radiologytrust.lab.results.ConditionResults;
import org.radiologytrust.lab.run.EvalCase;

/**
 * What one condition answered so far: {@code condition.json} and {@code results.jsonl}, a line for
 * each case as soon as it is done, so that an evaluation goes on where it was stopped.
 */
final class EvalFolder {
  private final Path folder;
  private final Condition condition;
  private final Map<String, CaseResult> results = new LinkedHashMap<>();

  private EvalFolder(Path folder, Condition condition) {
    this.folder = folder;
    this.condition = condition;
  }

  /**
   * @param out the evaluation's folder
   * @throws CommandFailure when it holds answers that came under other conditions
   */
  static EvalFolder open(Path out, Condition condition) throws IOException {
    EvalFolder opened = new EvalFolder(out.resolve(name(condition)), condition);
    OwnerOnlyFiles.folder(out);
    OwnerOnlyFiles.folder(opened.folder);
    Path file = opened.folder.resolve("condition.json");
    if (Files.exists(file)) {
      Condition there = CaseJson.MAPPER.readValue(Files.readString(file), Condition.class);
      if (!there.equals(condition)) {
        throw new CommandFailure(
            opened.folder
                + " holds answers of another model, prompt, step or version: give another --out, or"
                + " remove that folder");
      }
    } else {
      Files.writeString(
          file,
          CaseJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(condition) + "\n");
    }
    opened.load();
    return opened;
  }

  private static String name(Condition c) {
    String safe = c.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    return safe
        + (c.fewShot() == 0 ? "" : "-" + c.fewShot() + "-examples")
        + (c.grammar() ? "" : "-no-grammar");
  }

  private Path file() {
    return folder.resolve("results.jsonl");
  }

  private void load() throws IOException {
    if (Files.notExists(file())) {
      return;
    }
    for (String line : Files.readString(file()).split("\n", -1)) {
      try {
        CaseResult result = CaseJson.MAPPER.readValue(line, CaseResult.class);
        results.put(result.id(), result);
      } catch (JsonProcessingException e) {
        // the line that a stopped run was writing; that case is asked again
        continue;
      }
    }
    StringBuilder whole = new StringBuilder();
    for (CaseResult result : results.values()) {
      whole.append(line(result));
    }
    Files.writeString(file(), whole);
  }

  private static String line(CaseResult result) throws JsonProcessingException {
    return CaseJson.MAPPER.writeValueAsString(result) + "\n";
  }

  /** Whether this very case was asked. */
  synchronized boolean done(EvalCase c) {
    CaseResult result = results.get(c.id());
    return result != null && result.hash().equals(c.hash());
  }

  /** Keeps what was answered. */
  synchronized void add(CaseResult result) {
    results.put(result.id(), result);
    try {
      Files.writeString(file(), line(result), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(file() + " cannot be written", e);
    }
  }

  /** The answers about these cases, in their order. */
  synchronized ConditionResults of(List<EvalCase> cases) {
    List<CaseResult> all = new ArrayList<>();
    for (EvalCase c : cases) {
      if (done(c)) {
        all.add(results.get(c.id()));
      }
    }
    return new ConditionResults(condition, all);
  }
}
