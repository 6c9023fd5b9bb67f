package org.radiologytrust.operate;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Gives the page of a month as a file, and the entry for the register of AI systems. */
final class PilotViews {
  private static final String PDF = "pdf";

  private final MonthFiles months;
  private final Supplier<Map<String, Object>> inventory;

  PilotViews(MonthFiles months, Supplier<Map<String, Object>> inventory) {
    this.months = months;
    this.inventory = inventory;
  }

  List<ApiEndpoint> endpoints() {
    return List.of(
        ApiEndpoint.get("pilot/month", (request, given) -> month(given), "month", "as"),
        ApiEndpoint.get("inventory", (request, none) -> ApiReply.json(inventory.get())));
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
