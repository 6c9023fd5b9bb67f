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
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.OwnerOnlyFiles;
import org.radiologytrust.lab.results.CaseResult;
import org.radiologytrust.lab.results.Condition;
import org.radiologytrust.lab.results.ConditionResults;
import org.radiologytrust.lab.run.EvalCase;
import org.radiologytrust.pipeline.step.Ask;

/**
 * Stores the results of one condition: {@code condition.json}, and {@code results.jsonl} with one
 * line per finished case, so that an interrupted evaluation can resume.
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
   * Opens the condition's folder and reads its results.
   *
   * @param out the evaluation's folder; created if missing
   * @throws CommandFailure if the folder holds results of another condition
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
                + " holds results of another model, prompt, step or version: give another --out or"
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
        + (c.ask() == Ask.LIST ? "" : "-" + c.ask().code())
        + (c.fewShot() == 0 ? "" : "-" + c.fewShot() + "-examples")
        + (c.grammar() ? "" : "-no-grammar")
        + (c.chain() ? "-chain" : "");
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
        // an interrupted run left a partial line; its case is asked again
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

  /** Whether there is a result for this case with the same files. */
  synchronized boolean done(EvalCase c) {
    CaseResult result = results.get(c.id());
    return result != null && result.hash().equals(c.hash());
  }

  /**
   * Stores a result.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  synchronized void add(CaseResult result) {
    results.put(result.id(), result);
    try {
      Files.writeString(file(), line(result), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(file() + " cannot be written", e);
    }
  }

  /** The results of these cases, in their order; cases without a result are left out. */
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
