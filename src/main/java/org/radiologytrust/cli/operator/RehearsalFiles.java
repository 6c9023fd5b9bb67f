package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.cli.base.OwnerOnlyFiles;
import org.radiologytrust.html.HtmlPage;
import org.radiologytrust.rehearse.FlagChange;
import org.radiologytrust.rehearse.RehearsalResult;
import org.radiologytrust.rehearse.RehearsalResult.Counts;

/** The files of a rehearsal: a page for people, and JSON for programs. */
final class RehearsalFiles {
  static final String PAGE = "rehearsal.html";
  private static final String DATA = "rehearsal.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private RehearsalFiles() {}

  /** Writes both. They quote reports, so only their owner can read them. */
  static void write(Path folder, RehearsalResult result) throws IOException {
    OwnerOnlyFiles.write(folder.resolve(PAGE), HtmlPage.render("cli/rehearsal.jte", result));
    OwnerOnlyFiles.write(
        folder.resolve(DATA),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json(result)));
  }

  private static Map<String, Object> json(RehearsalResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", result.version());
    json.put("counts", result.counts());
    json.put("notCompared", result.notCompared());
    json.put("otherVersion", result.otherVersion());
    json.put("unfinished", result.unfinished());
    json.put("checks", result.checks());
    json.put("flags", result.changes().stream().map(RehearsalFiles::flag).toList());
    return json;
  }

  private static Map<String, Object> flag(FlagChange change) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("change", change.kind().words());
    json.put("check", change.check());
    json.put("strength", change.strength());
    json.put("accession", change.report().order().accessionNumber());
    json.put("reportId", change.report().reportId());
    json.put("words", change.after().first().value());
    json.put("against", change.after().second().value());
    json.put("source", change.after().second().source());
    return json;
  }

  /** The rows of the command's output. */
  static List<String> lines(RehearsalResult result) {
    Counts counts = result.counts();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d reports checked again: %d flags gained, %d lost, %d with another strength"
            .formatted(counts.reports(), counts.gained(), counts.lost(), counts.changed()));
    result
        .checks()
        .forEach(
            row ->
                lines.add(
                    "  %-28s %5d gained %5d lost %5d other strength"
                        .formatted(row.check(), row.gained(), row.lost(), row.changed())));
    if (result.otherVersion() > 0) {
      lines.add(
          result.otherVersion()
              + " of them were audited by another version: what differs may be its own");
    }
    if (result.unfinished() > 0) {
      lines.add(result.unfinished() + " of them have a check that did not finish, then or now");
    }
    if (result.notCompared() > 0) {
      lines.add(result.notCompared() + " further reports were not auditable, and not compared");
    }
    return lines;
  }
}
