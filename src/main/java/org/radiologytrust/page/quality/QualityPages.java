package org.radiologytrust.page.quality;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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
  private static final int CONFLICT = 409;
  private static final int MISSED = 20;

  private final Quality quality;
  private final Readings readings;
  private final Readings.Sizes sizes;
  private final Titles titles;
  private final AuthorFigures authors;
  private final StopAnswers stops;
  private final Clock clock;

  /**
   * @param sizes how much is drawn each week for people to read
   */
  public QualityPages(
      Quality quality,
      Readings readings,
      Readings.Sizes sizes,
      Titles titles,
      AuthorFigures authors,
      StopAnswers stops,
      Clock clock) {
    this.quality = quality;
    this.readings = readings;
    this.sizes = sizes;
    this.titles = titles;
    this.authors = authors;
    this.stops = stops;
    this.clock = clock;
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/quality", Right.SEE_FIGURES, request -> page(request, 200, ""));
    router.post("/quality/stop", Right.CHANGE_STRENGTHS, this::answer);
    router.post("/quality", Right.SEE_FIGURES, this::filter);
    router.get("/quality.csv", Right.SEE_FIGURES, this::csv);
  }

  private Reply answer(PageRequest form) {
    String refused = stops.answer(form);
    return refused.isEmpty() ? Reply.redirect("/quality") : page(form, CONFLICT, refused);
  }

  private Reply page(PageRequest request, int status, String refused) {
    QualityChoice choice = choice(request);
    Instant now = clock.instant();
    FigureTable table = quality.table(choice.selection(now), choice.by(), choice.check());
    return Reply.page(
        status,
        "page/quality/quality.jte",
        new QualityPage(
            request.layout("Quality"),
            choice,
            authors,
            rows(request, choice, table),
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
            new QualityPage.Stops(stops.shown(), refused),
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

  private List<ShownFigures> rows(PageRequest request, QualityChoice choice, FigureTable table) {
    return shown(
        choice.by(),
        choice.by() == By.AUTHOR ? authors.seen(table.rows(), request.names()) : table.rows());
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
    String text = FiguresCsv.text(rows(request, choice, table));
    return Reply.bytes("text/csv;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8))
        .with("Content-Disposition", "attachment; filename=\"quality.csv\"");
  }
}
