package org.radiologytrust.page.quality;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.radiologytrust.acceptance.BandWatch;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.journal.quality.FigureTable;
import org.radiologytrust.journal.quality.Footing;
import org.radiologytrust.journal.quality.Quality;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.session.Right;

/** The figures about flags, as a page and as a file. They name no patient. */
public final class QualityPages implements PagePart {
  private static final int LISTS = 3;
  private static final int MISSED = 20;

  private final Quality quality;
  private final Readings readings;
  private final Readings.Sizes sizes;
  private final Titles titles;
  private final AuthorFigures authors;
  private final Supplier<BandWatch.Looked> bands;
  private final Clock clock;

  /**
   * @param sizes how much is drawn each week for people to read
   * @param bands which checks the last look found outside their band
   */
  public QualityPages(
      Quality quality,
      Readings readings,
      Readings.Sizes sizes,
      Titles titles,
      AuthorFigures authors,
      Supplier<BandWatch.Looked> bands,
      Clock clock) {
    this.quality = quality;
    this.readings = readings;
    this.sizes = sizes;
    this.titles = titles;
    this.authors = authors;
    this.bands = bands;
    this.clock = clock;
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/quality", Right.SEE_FIGURES, this::page);
    router.post("/quality", Right.SEE_FIGURES, this::filter);
    router.get("/quality.csv", Right.SEE_FIGURES, this::csv);
  }

  private Reply page(PageRequest request) {
    QualityChoice choice = choice(request);
    BandWatch.Looked looked = bands.get();
    Instant now = clock.instant();
    FigureTable table = quality.table(choice.selection(now), choice.by(), choice.check());
    return Reply.page(
        200,
        "page/quality/quality.jte",
        new QualityPage(
            request.layout("Quality"),
            choice,
            authors,
            rows(request, choice, withOutside(table, choice, now, looked)),
            // a total beside the rows of authors would tell the rest
            choice.by() == By.AUTHOR ? List.of() : shown(By.ALL, table.total()),
            quality.inShadowMode(choice.selection(now)),
            new SampleFigures(
                quality.verdicts(choice.selection(now)).stream()
                    .filter(v -> v.footing() == Footing.SAMPLED)
                    .toList(),
                readings.missed(choice.selection(now)),
                readings.missedReports(choice.selection(now), MISSED),
                readings.progress(Readings.Source.WEEK, LISTS),
                sizes),
            looked,
            quality.values(),
            QualityChoice.months(now),
            Times.dateTime(now),
            titles));
  }

  private QualityChoice choice(PageRequest request) {
    QualityChoice choice = QualityChoice.of(request);
    // the site may have decided since that there are none by author
    return choice.by() == By.AUTHOR && authors == AuthorFigures.NONE
        ? new QualityChoice(
            By.CHECK, choice.month(), choice.site(), choice.modality(), choice.check())
        : choice;
  }

  private List<ShownFigures> rows(PageRequest request, QualityChoice choice, List<FigureRow> rows) {
    return shown(
        choice.by(), choice.by() == By.AUTHOR ? authors.seen(rows, request.names()) : rows);
  }

  /** A check that has fallen silent has no flag, but a row if that is outside its band. */
  private List<FigureRow> withOutside(
      FigureTable table, QualityChoice choice, Instant now, BandWatch.Looked looked) {
    if (choice.by() != By.CHECK || !choice.check().isEmpty()) {
      return table.rows();
    }
    Set<String> silent = new TreeSet<>(looked.outside());
    table.rows().forEach(row -> silent.remove(row.group()));
    return silent.isEmpty() ? table.rows() : quality.ofChecks(choice.selection(now), silent);
  }

  private List<ShownFigures> shown(By by, List<FigureRow> rows) {
    return ShownFigures.of(by, rows, titles);
  }

  private Reply filter(PageRequest request) {
    request.keep(QualityChoice.filled(request));
    return Reply.redirect("/quality");
  }

  private Reply csv(PageRequest request) {
    QualityChoice choice = choice(request);
    FigureTable table =
        quality.table(choice.selection(clock.instant()), choice.by(), choice.check());
    String text = FiguresCsv.text(rows(request, choice, table.rows()));
    return Reply.bytes("text/csv;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8))
        .with("Content-Disposition", "attachment; filename=\"quality.csv\"");
  }
}
