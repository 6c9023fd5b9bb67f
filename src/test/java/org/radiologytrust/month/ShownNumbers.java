package org.radiologytrust.month;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.acceptance.BandWatch;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.page.quality.AuthorFigures;
import org.radiologytrust.page.quality.QualityPages;

/** The numbers of the page /quality and of its file, beside those that are counted apart. */
final class ShownNumbers {
  /** Of the normal distribution, for 95 %. */
  private static final double Z = 1.959963984540054;

  private ShownNumbers() {}

  static void areThoseCountedApart(Journal journal, CountApart apart, Readings.Sizes sizes)
      throws Exception {
    SiteFiles files = SiteFiles.shipped();
    Titles titles = new Titles(files);
    try (PageServer server =
        new PageServer(
            new QualityPages(
                journal.quality(),
                journal.readings(),
                sizes,
                titles,
                AuthorFigures.ALL,
                () -> BandWatch.Looked.NEVER,
                journal.clock()))) {
      for (By by : List.of(By.CHECK, By.EXAM, By.SITE, By.MONTH, By.AUTHOR)) {
        List<FigureRow> rows =
            apart.figures(group -> true, by, "").stream()
                .filter(r -> by != By.AUTHOR || r.reports() >= 10 && !r.group().isEmpty())
                .toList();
        server.post(PageServer.LEAD, "/quality", Map.of("by", by.code()));
        file(rows, server.get(PageServer.LEAD, "/quality.csv").body().lines().toList());
        page(
            rows,
            Jsoup.parse(server.get(PageServer.LEAD, "/quality").body())
                .select("table.figures")
                .first()
                .select("tbody tr"));
      }
    }
  }

  /** All columns of the file but the names. */
  private static void file(List<FigureRow> rows, List<String> lines) {
    assertEquals(rows.size() + 1, lines.size());
    for (int i = 0; i < rows.size(); i++) {
      FigureRow row = rows.get(i);
      List<String> expected = new ArrayList<>();
      int right = row.judged().right();
      int judged = right + row.judged().wrong();
      expected.add(row.strength().word());
      expected.add(row.reports() + "");
      expected.add(row.flags() + "");
      expected.add(number(100.0 * row.flags() / row.reports()));
      expected.add(row.flagged() + "");
      expected.add(right + "");
      expected.add(row.judged().wrong() + "");
      expected.add(row.judged().notImportant() + "");
      expected.add(judged == 0 ? "" : number(100.0 * right / judged));
      expected.add(judged == 0 ? "" : number(100 * edge(right, judged, -1)));
      expected.add(judged == 0 ? "" : number(100 * edge(right, judged, 1)));
      expected.add(row.agreed().all() + "");
      expected.add(row.agreed().corrected() + "");
      expected.add(row.agreed().left() + "");
      expected.add(row.agreed().unclear() + "");
      expected.add(minutes(row.delay().half()));
      expected.add(minutes(row.delay().most()));
      String line = lines.get(i + 1);
      String shown = line.substring(line.indexOf("," + row.strength().word() + ",") + 1);
      assertEquals(String.join(",", expected), shown);
    }
  }

  private static void page(List<FigureRow> rows, List<Element> shown) {
    assertEquals(rows.size(), shown.size());
    for (int i = 0; i < rows.size(); i++) {
      FigureRow row = rows.get(i);
      List<String> cells = shown.get(i).select("td").stream().map(Element::text).toList();
      assertEquals(row.reports() + "", cells.get(1));
      assertEquals(row.flags() + "", cells.get(2));
      assertEquals(row.judged().right() + "", cells.get(5));
      assertEquals(row.judged().notImportant() + "", cells.get(6));
      assertEquals(row.judged().wrong() + "", cells.get(7));
      assertEquals(
          row.agreed().all() == 0 ? "" : row.agreed().corrected() + " of " + row.agreed().all(),
          cells.get(9).replaceAll("(\\d+ of \\d+) .*", "$1"));
    }
  }

  /** Wilson's interval as textbooks have it. */
  private static double edge(int hits, int of, int side) {
    double p = (double) hits / of;
    double middle = p + Z * Z / (2 * of);
    double half = Z * Math.sqrt(p * (1 - p) / of + Z * Z / (4.0 * of * of));
    return Math.max(0, Math.min(1, (middle + side * half) / (1 + Z * Z / of)));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String minutes(@Nullable Duration delay) {
    return delay == null ? "" : number(delay.toMillis() / 60_000.0);
  }
}
