package org.radiologytrust.page.quality;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.FigureRow;
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
      Clock clock) {
    this.quality = quality;
    this.readings = readings;
    this.sizes = sizes;
    this.titles = titles;
    this.authors = authors;
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
    Instant now = clock.instant();
    return Reply.page(
        "page/quality/quality.jte",
        new QualityPage(
            request.layout("Quality"),
            choice,
            authors,
            rows(request, choice, now),
            // a total beside the rows of authors would tell the rest
            choice.by() == By.AUTHOR
                ? List.of()
                : shown(By.ALL, quality.figures(choice.selection(now), By.ALL, choice.check())),
            new SampleFigures(
                quality.verdicts(choice.selection(now)).stream()
                    .filter(v -> v.footing() == Footing.SAMPLED)
                    .toList(),
                readings.missed(choice.selection(now)),
                readings.missedReports(choice.selection(now), MISSED),
                readings.progress(Readings.Source.WEEK, LISTS),
                sizes),
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

  private List<ShownFigures> rows(PageRequest request, QualityChoice choice, Instant now) {
    List<FigureRow> rows = quality.figures(choice.selection(now), choice.by(), choice.check());
    return shown(
        choice.by(), choice.by() == By.AUTHOR ? authors.seen(rows, request.names()) : rows);
  }

  private List<ShownFigures> shown(By by, List<FigureRow> rows) {
    return rows.stream().map(row -> new ShownFigures(name(by, row.group()), row)).toList();
  }

  private String name(By by, String group) {
    return switch (by) {
      case CHECK -> titles.of(group);
      // such as 2026-11
      case MONTH -> group.substring(0, 4) + "-" + group.substring(4);
      case ALL -> "All";
      default -> group.isBlank() ? "not named" : group;
    };
  }

  private Reply filter(PageRequest request) {
    request.keep(QualityChoice.filled(request));
    return Reply.redirect("/quality");
  }

  private Reply csv(PageRequest request) {
    QualityChoice choice = choice(request);
    String text = FiguresCsv.text(rows(request, choice, clock.instant()));
    return Reply.bytes("text/csv;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8))
        .with("Content-Disposition", "attachment; filename=\"quality.csv\"");
  }
}
