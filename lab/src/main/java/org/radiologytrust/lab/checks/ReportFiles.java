package org.radiologytrust.lab.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.radiologytrust.cases.CaseJson;
import org.radiologytrust.cli.audit.MessageReaders;
import org.radiologytrust.cli.audit.ReportFile;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.model.Report;

/**
 * Reads reports from a folder, or from a file: CSV with a column of the text or one for each
 * section, JSON lines, HL7 messages, or one report as text. A row without an impression is left
 * out.
 */
public final class ReportFiles {
  private final SectionNames names;
  private final MessageReaders readers;

  ReportFiles(SectionNames names, MessageReaders readers) {
    this.names = names;
    this.readers = readers;
  }

  /**
   * The reports in the order of the files' names.
   *
   * @throws CommandFailure naming the file that cannot be read
   */
  List<SourceReport> read(Path path) throws IOException {
    List<SourceReport> all = new ArrayList<>();
    for (Path file : files(path)) {
      all.addAll(file(file));
    }
    if (all.isEmpty()) {
      throw new CommandFailure(path + " has no report with text");
    }
    return all;
  }

  private static List<Path> files(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    if (!Files.isDirectory(path)) {
      throw new CommandFailure("there is no file or folder " + path);
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private List<SourceReport> file(Path file) throws IOException {
    String name = file.getFileName().toString();
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".csv")) {
      return table(name, Files.readString(file));
    }
    if (lower.endsWith(".jsonl")) {
      return lines(name, Files.readString(file));
    }
    return messages(name, Files.readAllBytes(file));
  }

  private List<SourceReport> table(String name, String csv) {
    List<List<String>> records = Csv.records(csv);
    List<SourceReport> reports = new ArrayList<>();
    if (records.isEmpty()) {
      return reports;
    }
    List<String> columns =
        records.get(0).stream().map(c -> c.strip().toLowerCase(Locale.ROOT)).toList();
    int id = Math.max(columns.indexOf("uid"), columns.indexOf("id"));
    int text = columns.indexOf("text");
    List<Place> places = columns.stream().map(names::place).toList();
    if (text < 0 && !places.contains(Place.FINDINGS) && !places.contains(Place.IMPRESSION)) {
      throw new CommandFailure(
          name + ": there is no column text, findings or impression in its first line");
    }
    for (int row = 1; row < records.size(); row++) {
      List<String> fields = records.get(row);
      String title = "";
      boolean concludes = text >= 0 || !places.contains(Place.IMPRESSION);
      StringBuilder whole = new StringBuilder();
      for (int i = 0; i < Math.min(columns.size(), fields.size()); i++) {
        String words = fields.get(i).strip();
        title = places.get(i) == Place.EXAM ? words : title;
        if (text < 0 && places.get(i) != Place.OTHER && !words.isEmpty()) {
          whole.append(whole.isEmpty() ? "" : "\n\n");
          whole.append(names.title(places.get(i))).append(": ").append(words);
          concludes |= places.get(i) == Place.IMPRESSION;
        }
      }
      String said = text < 0 ? whole.toString() : text < fields.size() ? fields.get(text) : "";
      if (!concludes) {
        continue; // the report may lack it, or the table
      }
      add(reports, id < 0 ? name + ":" + row : fields.get(id), title, "", said);
    }
    return reports;
  }

  private static List<SourceReport> lines(String name, String jsonl) {
    List<SourceReport> reports = new ArrayList<>();
    int number = 0;
    for (String line : jsonl.split("\n", -1)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        JsonNode json = CaseJson.MAPPER.readTree(line);
        String id = json.path("id").asText(name + ":" + number);
        String title = json.path("name").asText(json.path("order").asText(""));
        String modality = json.path("mod").asText("");
        add(reports, id, title, modality, json.path("text").asText(""));
      } catch (JsonProcessingException e) {
        throw new CommandFailure(name + " line " + number + " is not JSON");
      }
    }
    return reports;
  }

  private List<SourceReport> messages(String name, byte[] bytes) {
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    List<SourceReport> reports = new ArrayList<>();
    String[] messages = all.split("(?<=[\\r\\n])(?=\\x0b?MSH\\|)", -1);
    for (int i = 0; i < messages.length; i++) {
      String which = messages.length == 1 ? name : name + ":" + (i + 1);
      byte[] one = messages[i].getBytes(StandardCharsets.ISO_8859_1);
      Report report = new ReportFile(which, one).report(readers);
      String title = report.order().procedure().display();
      reports.add(new SourceReport(which, title, "", report.text(), report));
    }
    return reports;
  }

  private static void add(
      List<SourceReport> reports, String id, String title, String modality, String text) {
    String canonical = Report.canonicalText(text);
    if (!canonical.isBlank()) {
      reports.add(new SourceReport(id, title, modality, canonical, null));
    }
  }
}
