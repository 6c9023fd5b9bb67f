package org.radiologytrust.page.quality;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.review.PersonName;
import org.radiologytrust.settings.Settings;

/** Whose figures by author the page shows. */
public enum AuthorFigures {
  /** No figures by author. */
  NONE,
  /** Each person's own row. */
  OWN,
  /** The rows of all authors. */
  ALL;

  /** With fewer reports, a row would tell more of the cases than of anything else. */
  public static final int LEAST = 10;

  private static final String SETTING = "rtl.quality.authors";

  /**
   * @throws Settings.Wrong when the value is none of these
   */
  public static AuthorFigures of(Settings settings) {
    String[] words =
        Stream.of(values()).map(v -> v.name().toLowerCase(Locale.ROOT)).toArray(String[]::new);
    return valueOf(settings.oneOf(SETTING, words).toUpperCase(Locale.ROOT));
  }

  /**
   * The rows that a person may see.
   *
   * @param names under which a report may name the person
   */
  List<FigureRow> seen(List<FigureRow> rows, List<String> names) {
    return rows.stream()
        .filter(row -> !row.group().isBlank() && row.reports() >= LEAST)
        .filter(row -> this == ALL || this == OWN && isOwn(row, names))
        .toList();
  }

  private static boolean isOwn(FigureRow row, List<String> names) {
    return names.stream().anyMatch(name -> PersonName.same(name, row.group()));
  }
}
