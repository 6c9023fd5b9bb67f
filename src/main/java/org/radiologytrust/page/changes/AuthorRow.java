package org.radiologytrust.page.changes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.radiologytrust.review.PersonName;
import org.radiologytrust.text.changes.ChangeKind;

/**
 * How many preliminary reports of an author changed, and in what.
 *
 * @param author as the reports name the person
 */
record AuthorRow(String author, List<ChangedReport> reports) {
  /** With fewer reports, a row would tell more of the cases than of anything else. */
  static final int LEAST = 10;

  AuthorRow {
    reports = List.copyOf(reports);
  }

  int count() {
    return reports.size();
  }

  /** Reports with at least one change of a class. */
  long count(ChangeKind kind) {
    return reports.stream().filter(report -> report.has(kind)).count();
  }

  /** The row of a person; none if it has too few reports. */
  static List<AuthorRow> own(String user, List<ChangedReport> reports) {
    List<ChangedReport> own =
        reports.stream().filter(report -> PersonName.same(user, report.author())).toList();
    return large(List.of(new AuthorRow(user, own)));
  }

  /** The rows of all authors that have enough reports, in alphabetical order. */
  static List<AuthorRow> all(List<ChangedReport> reports) {
    Map<String, List<ChangedReport>> authors =
        reports.stream()
            .filter(report -> !report.author().isBlank())
            .collect(
                Collectors.groupingBy(ChangedReport::author, TreeMap::new, Collectors.toList()));
    List<AuthorRow> rows = new ArrayList<>();
    authors.forEach((author, of) -> rows.add(new AuthorRow(author, of)));
    return large(rows);
  }

  private static List<AuthorRow> large(List<AuthorRow> rows) {
    return rows.stream().filter(row -> row.count() >= LEAST).toList();
  }

  /** Withholds the reports. */
  @Override
  public String toString() {
    return "AuthorRow[" + count() + "]";
  }
}
