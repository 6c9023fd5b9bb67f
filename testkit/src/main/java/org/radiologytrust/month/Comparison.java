package org.radiologytrust.month;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.quality.Selection;

/** Compares the figures of a journal with those that are counted apart. */
final class Comparison {
  private final Journal journal;
  private final CountApart apart;
  private final List<String> differences = new ArrayList<>();
  private int rows;

  private Comparison(Journal journal, List<Happened> happened) {
    this.journal = journal;
    this.apart = new CountApart(happened);
  }

  /**
   * What came of it.
   *
   * @param rows that were compared
   * @param differences a line for each row that differs
   */
  record Outcome(int rows, List<String> differences) {}

  /**
   * All figures, by all groups, and for each check, month, site and kind of exam alone.
   *
   * @param sizes of the samples that were drawn each week
   */
  static Outcome of(Journal journal, List<Happened> happened, Readings.Sizes sizes) {
    Comparison comparison = new Comparison(journal, happened);
    comparison.all(sizes);
    return new Outcome(comparison.rows, comparison.differences);
  }

  private void all(Readings.Sizes sizes) {
    var values = journal.quality().values();
    List<String> checks = Stream.concat(Stream.of(""), values.checks().stream()).toList();
    for (By by : By.values()) {
      for (String check : checks) {
        figures(Selection.ALL, group -> true, by, check);
      }
      for (FigureRow row : apart.figures(group -> true, By.MONTH, "")) {
        YearMonth month =
            YearMonth.of(
                Integer.parseInt(row.group().substring(0, 4)),
                Integer.parseInt(row.group().substring(4)));
        figures(Selection.of(month), group -> group.month().equals(row.group()), by, "");
      }
      for (String site : values.sites()) {
        figures(new Selection(null, null, site, ""), group -> group.site().equals(site), by, "");
      }
      for (String modality : values.modalities()) {
        figures(
            new Selection(null, null, "", modality),
            group -> group.modality().equals(modality),
            by,
            "");
      }
    }
    same("verdicts", apart.verdicts(), journal.quality().verdicts(Selection.ALL));
    same("missed", List.of(apart.missed()), List.of(journal.readings().missed(Selection.ALL)));
    same(
        "samples",
        apart.progress(sizes),
        journal.readings().progress(Readings.Source.WEEK, Integer.MAX_VALUE));
  }

  private void figures(
      Selection selection, Predicate<CountApart.Group> which, By by, String check) {
    same(
        selection + " " + by.code() + " " + check,
        apart.figures(which, by, check),
        journal.quality().figures(selection, by, check));
  }

  private void same(String what, List<?> counted, List<?> shown) {
    for (int i = 0; i < Math.max(counted.size(), shown.size()); i++) {
      Object a = i < counted.size() ? counted.get(i) : "no row";
      Object b = i < shown.size() ? shown.get(i) : "no row";
      rows++;
      if (!a.equals(b)) {
        differences.add(what + ": counted " + a + ", shown " + b);
      }
    }
  }
}
