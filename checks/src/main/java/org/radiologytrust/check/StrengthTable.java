package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.rule.LoadedTable;
import org.radiologytrust.check.rule.SiteRules;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckStrength;
import org.radiologytrust.model.ModalityCode;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.model.Texts;

/**
 * How strong each check is, for each site and kind of examination. A check that has rows in the
 * site's table has only these; the others have the shipped rows.
 */
public final class StrengthTable {
  private static final String FILE = LoadedTable.STRENGTHS;

  private static final TypeReference<List<Row>> ROWS = new TypeReference<>() {};

  /** A row of the file, which explains the fields. */
  private record Row(
      String check,
      @Nullable String site,
      @Nullable String modality,
      String strength,
      @Nullable String why) {}

  private final SiteFiles files;
  private final Set<String> ids;
  private final Map<String, List<StrengthRow>> shipped;
  private final Map<String, List<StrengthRow>> own;
  private final LoadedTable loaded;
  private final String sha256;

  private StrengthTable(
      SiteFiles files,
      Set<String> ids,
      Map<String, List<StrengthRow>> shipped,
      Map<String, List<StrengthRow>> own,
      LoadedTable loaded,
      String sha256) {
    this.files = files;
    this.ids = ids;
    this.shipped = shipped;
    this.own = own;
    this.loaded = loaded;
    this.sha256 = sha256;
  }

  /**
   * The shipped table, with the rows of the site's own file if there is one.
   *
   * @param ids of all checks; one of the site's own tells where it has no row
   * @throws IllegalArgumentException if the site's file is not valid; the message names file and
   *     row
   */
  static StrengthTable of(SiteFiles files, Set<String> ids) {
    StrengthTable all =
        of(files, Set.copyOf(ids), grouped(valid(SiteFiles.shipped().yaml(FILE, ROWS))));
    return LoadedTable.of(files).map(LoadedTable::text).map(all::read).orElse(all);
  }

  /**
   * The shipped table with these rows of a site.
   *
   * @param text of a {@link LoadedTable}; an empty one has no row
   * @throws IllegalArgumentException if it is not valid, or names a check that does not exist; the
   *     message names line or row
   */
  public StrengthTable read(String text) {
    StrengthTable read = loaded(text);
    Set<String> known = new HashSet<>(ids);
    read.loaded.rules().keySet().forEach(rule -> known.add(SiteRules.id(rule)));
    List<String> unknown = read.own.keySet().stream().filter(id -> !known.contains(id)).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          FILE + ": there is no check " + String.join(", ", unknown));
    }
    return read;
  }

  /** As {@link #read}, but another version of the product may know checks that are unknown here. */
  StrengthTable loaded(String text) {
    if (text.isBlank()) {
      return of(files, ids, shipped);
    }
    LoadedTable table = LoadedTable.of(text);
    Map<String, List<StrengthRow>> rows =
        table.strengths().isBlank()
            ? Map.of()
            : grouped(valid(files.yaml(FILE, table.strengths(), ROWS)));
    rows.forEach(StrengthTable::checkComplete);
    return new StrengthTable(files, ids, shipped, rows, table, Texts.sha256(text));
  }

  private static StrengthTable of(
      SiteFiles files, Set<String> ids, Map<String, List<StrengthRow>> shipped) {
    return new StrengthTable(
        files,
        ids,
        shipped,
        Map.of(),
        LoadedTable.of(""),
        Texts.sha256(SiteFiles.shipped().text(FILE)));
  }

  private static List<StrengthRow> valid(List<Row> rows) {
    List<StrengthRow> valid = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      valid.add(valid(rows.get(i), FILE + ": row " + (i + 1)));
      StrengthRow last = valid.get(i);
      if (valid.subList(0, i).stream().anyMatch(last::samePlace)) {
        throw new IllegalArgumentException(
            FILE + ": row " + (i + 1) + ": " + last.check() + " has this row already");
      }
    }
    return valid;
  }

  private static StrengthRow valid(Row row, String where) {
    CheckStrength strength =
        CheckStrength.of(row.strength())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        where
                            + ": "
                            + row.check()
                            + " is "
                            + row.strength()
                            + ", not tell, ask, quiet or off"));
    String modality =
        row.modality() == null ? StrengthRow.ALL : ModalityCode.of(row.modality(), where);
    try {
      return new StrengthRow(
          row.check(), Texts.orEmpty(row.site()), modality, strength, Texts.orEmpty(row.why()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage());
    }
  }

  private static Map<String, List<StrengthRow>> grouped(Collection<StrengthRow> rows) {
    Map<String, List<StrengthRow>> grouped = new TreeMap<>();
    rows.forEach(row -> grouped.computeIfAbsent(row.check(), id -> new ArrayList<>()).add(row));
    return grouped;
  }

  private static void checkComplete(String check, List<StrengthRow> rows) {
    if (rows.stream().noneMatch(StrengthRow::forAll)) {
      throw new IllegalArgumentException(
          FILE
              + ": a row without site and modality is missing for "
              + check
              + ", such as {check: "
              + check
              + ", strength: tell}");
    }
  }

  /** The text that it was made of. */
  LoadedTable loaded() {
    return loaded;
  }

  private List<StrengthRow> rows(String check) {
    return own.getOrDefault(check, shipped.getOrDefault(check, List.of()));
  }

  /** Whether the site's table has a row of its own for a check. */
  public boolean decides(String check) {
    return own.containsKey(check);
  }

  /** All rows that hold, by check, the site's in their order. */
  public List<StrengthRow> rows() {
    Set<String> all = new TreeSet<>(shipped.keySet());
    all.addAll(own.keySet());
    return all.stream().flatMap(check -> rows(check).stream()).toList();
  }

  /** Hash of the site's table, of the shipped one if the site has none; in hexadecimal. */
  public String sha256() {
    return sha256;
  }

  /**
   * The row that says how strong a check is. Of the rows that fit, one with the site wins over one
   * with the modality, and one without both is last.
   *
   * @param modalities of the examination; for several, the softest row holds, because the check is
   *     not good enough for one of them
   * @return empty for a check without a row, which tells
   */
  Optional<StrengthRow> row(String check, String site, List<String> modalities) {
    List<StrengthRow> rows = rows(check);
    List<String> kinds = modalities.isEmpty() ? List.of(StrengthRow.ALL) : modalities;
    return kinds.stream()
        .flatMap(
            kind ->
                rows.stream()
                    .filter(row -> row.fits(site, kind))
                    .max(Comparator.comparing(StrengthRow::narrowness))
                    .stream())
        .max(Comparator.comparing(StrengthRow::strength));
  }

  /**
   * The table of a first start, as a file: a site's own file, with what people had changed before.
   *
   * @param file the site's own; empty if it has none
   * @throws IllegalArgumentException if there are changes and the file is not valid; the message
   *     names line or row
   */
  public String first(String file, Collection<StrengthRow> changes) {
    return changes.isEmpty() ? file : read(file).yamlWith(changes);
  }

  /**
   * The site's table with these rows in place of those for the same check, site and modality, as
   * the text of a {@link LoadedTable} with the same rules.
   */
  public String yamlWith(Collection<StrengthRow> changes) {
    Map<String, List<StrengthRow>> all = new TreeMap<>(own);
    for (StrengthRow change : changes) {
      List<StrengthRow> rows =
          new ArrayList<>(all.getOrDefault(change.check(), rows(change.check())));
      rows.removeIf(change::samePlace);
      rows.add(change);
      if (rows.stream().noneMatch(StrengthRow::forAll)) {
        rows.add(StrengthRow.tells(change.check()));
      }
      all.put(change.check(), rows);
    }
    String strengths = StrengthRow.yaml(all.values().stream().flatMap(List::stream).toList());
    return loaded.with(strengths).text();
  }
}
