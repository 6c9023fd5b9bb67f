package org.radiologytrust.operate;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.List;
import java.util.function.Function;

/** Gives the page of a month as a file. */
final class MonthView {
  private final Function<YearMonth, byte[]> months;

  MonthView(Function<YearMonth, byte[]> months) {
    this.months = months;
  }

  List<ApiEndpoint> endpoints() {
    return List.of(
        ApiEndpoint.get(
            "pilot/month",
            (request, given) -> ApiReply.bytes(months.apply(month(given.required("month")))),
            "month"));
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
