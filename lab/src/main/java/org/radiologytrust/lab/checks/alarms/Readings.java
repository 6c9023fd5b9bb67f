package org.radiologytrust.lab.checks.alarms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.lab.checks.Csv;

/**
 * The verdicts of one person, or of two who read independently. A file is CSV with the columns
 * {@code report}, {@code check}, {@code span} and {@code verdict}; others are ignored, and a row
 * without a verdict is a flag that is not read yet.
 */
public final class Readings {
  private static final List<String> COLUMNS = List.of("report", "check", "span", "verdict");

  private final List<Map<FlagKey, Reading>> readers;

  private Readings(List<Map<FlagKey, Reading>> readers) {
    this.readers = List.copyOf(readers);
  }

  /**
   * @param files one of each reader; none, one or two
   * @throws CommandFailure naming the file and line that cannot be read
   */
  public static Readings read(List<Path> files) throws IOException {
    if (files.size() > 2) {
      throw new CommandFailure("--verdicts: give one file, or those of two readers");
    }
    List<Map<FlagKey, Reading>> readers = new ArrayList<>();
    for (Path file : files) {
      try {
        readers.add(reader(file.getFileName().toString(), Files.readString(file)));
      } catch (NoSuchFileException e) {
        throw new CommandFailure("--verdicts: there is no file " + file);
      }
    }
    return new Readings(readers);
  }

  private static Map<FlagKey, Reading> reader(String name, String csv) {
    List<List<String>> records = Csv.records(csv);
    List<String> head =
        records.isEmpty() ? List.of() : records.get(0).stream().map(String::strip).toList();
    List<Integer> at = COLUMNS.stream().map(head::indexOf).toList();
    if (at.contains(-1)) {
      throw new CommandFailure(
          name + ": its first line must have the columns " + String.join(", ", COLUMNS));
    }
    Map<FlagKey, Reading> readings = new HashMap<>();
    for (int i = 1; i < records.size(); i++) {
      List<String> row = records.get(i);
      List<String> fields = at.stream().map(c -> c < row.size() ? row.get(c).strip() : "").toList();
      String said = fields.get(3).toLowerCase(Locale.ROOT);
      if (said.isEmpty()) {
        continue;
      }
      String where = name + ", record " + (i + 1);
      Reading reading =
          Reading.of(said)
              .orElseThrow(
                  () -> new CommandFailure(where + ": a verdict is right, false or unsure"));
      FlagKey key = new FlagKey(fields.get(0), fields.get(1), fields.get(2));
      Reading before = readings.put(key, reading);
      if (before != null && before != reading) {
        throw new CommandFailure(where + ": another record has another verdict on this flag");
      }
    }
    return readings;
  }

  /**
   * The verdict on a flag: {@link Reading#UNSURE} where two readers differ; empty if nobody has
   * read it.
   */
  Optional<Reading> of(FlagKey flag) {
    Set<Reading> said = new HashSet<>(all(flag));
    return said.size() > 1 ? Optional.of(Reading.UNSURE) : said.stream().findFirst();
  }

  /** The verdicts of those who have read a flag, in the order of the files. */
  List<Reading> all(FlagKey flag) {
    return readers.stream().filter(r -> r.containsKey(flag)).map(r -> r.get(flag)).toList();
  }

  /** Flags of these reports that have a verdict, and that are not among those given. */
  Set<FlagKey> gone(Set<String> reports, Set<FlagKey> flags) {
    return readers.stream()
        .flatMap(r -> r.keySet().stream())
        .filter(k -> reports.contains(k.report()) && !flags.contains(k))
        .collect(Collectors.toSet());
  }

  boolean two() {
    return readers.size() == 2;
  }
}
