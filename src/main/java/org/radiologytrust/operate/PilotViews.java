package org.radiologytrust.operate;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.List;

/** Gives the page of a month as a file. */
final class PilotViews {
  private static final String PDF = "pdf";

  private final MonthFiles months;

  PilotViews(MonthFiles months) {
    this.months = months;
  }

  List<ApiEndpoint> endpoints() {
    return List.of(
        ApiEndpoint.get("pilot/month", (request, given) -> month(given), "month", "as"));
  }

  private ApiReply month(Parameters given) {
    YearMonth month = month(given.required("month"));
    boolean pdf = given.oneOf("as", List.of("html", PDF)).filter(PDF::equals).isPresent();
    return ApiReply.bytes(pdf ? months.pdf().apply(month) : months.html().apply(month));
  }

  private static YearMonth month(String text) {
    try {
      if (text.matches("2\\d{3}-\\d\\d")) {
        return YearMonth.parse(text);
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw OperationRefused.invalid("month: give a month such as 2026-11");
  }
}
