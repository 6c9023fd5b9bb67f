package org.radiologytrust.page.quality;

import java.time.YearMonth;
import java.util.Optional;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.session.Right;

/** The page of a month. */
public final class MonthPages implements PagePart {
  private static final String MONTH = "2\\d{3}-(0[1-9]|1[0-2])";

  private final MonthReports reports;

  public MonthPages(MonthReports reports) {
    this.reports = reports;
  }

  /** The model of the page. */
  record Shown(Layout layout, MonthReport report) {
    @Override
    public String toString() {
      return "Shown";
    }
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/quality/month", Right.SEE_FIGURES, this::page);
  }

  private Reply page(PageRequest request) {
    return month(request)
        .map(
            month ->
                Reply.page(
                    "page/quality/month.jte",
                    new Shown(request.layout("Month " + month), reports.of(month))))
        .orElseGet(() -> Reply.status(404));
  }

  private static Optional<YearMonth> month(PageRequest request) {
    return Optional.of(request.query("month")).filter(m -> m.matches(MONTH)).map(YearMonth::parse);
  }
}
