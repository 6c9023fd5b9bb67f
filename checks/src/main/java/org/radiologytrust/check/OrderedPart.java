package org.radiologytrust.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.model.AnsweredOrder;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * A part of a report's text with the orders that it may answer. A report that answers one order is
 * one part. Of several orders, the text that stands under one answers that one, or one under which
 * nothing stands; all other text may answer any.
 *
 * @param reading the sentences of the part
 */
record OrderedPart(List<Order> orders, ReportReading reading) {
  /** A shorter text may only refer to that of another order: "See report of CT chest." */
  private static final int WORDS = 10;

  /** The parts, in the order of the text. */
  static List<OrderedPart> of(Report report, ReportReading reading) {
    if (report.orders().isEmpty()) {
      return List.of(new OrderedPart(report.answered(), reading));
    }
    List<AnsweredOrder> told = report.orders().stream().filter(o -> isTold(o, report)).toList();
    Map<List<Order>, List<SentenceReading>> parts = new LinkedHashMap<>();
    for (SentenceReading sentence : reading.sentences()) {
      parts
          .computeIfAbsent(
              orders(report, told, sentence.sentence().span()), orders -> new ArrayList<>())
          .add(sentence);
    }
    return parts.entrySet().stream()
        .map(part -> new OrderedPart(part.getKey(), reading.with(part.getValue())))
        .toList();
  }

  private static boolean isTold(AnsweredOrder one, Report report) {
    return one.text() != null && one.text().in(report.text()).split("\\s+").length >= WORDS;
  }

  private static List<Order> orders(Report report, List<AnsweredOrder> told, Span sentence) {
    boolean under =
        told.stream().anyMatch(o -> Objects.requireNonNull(o.text()).overlaps(sentence));
    return report.orders().stream()
        .filter(
            o -> !under || !told.contains(o) || Objects.requireNonNull(o.text()).overlaps(sentence))
        .map(AnsweredOrder::order)
        .toList();
  }

  /** The results of a check, compared with each order; none if the part fits one of them. */
  List<CheckResult> check(Check check, Audit c) {
    if (c.report().orders().isEmpty()) {
      return check.check(c, reading);
    }
    List<CheckResult> first = List.of();
    for (int i = 0; i < orders.size(); i++) {
      Report report = c.report().toBuilder().order(orders.get(i)).orders(List.of()).build();
      List<CheckResult> results = check.check(c.toBuilder().report(report).build(), reading);
      if (results.isEmpty()) {
        return reading.silent("the text fits one of the orders");
      }
      first = i == 0 ? results : first;
    }
    return first;
  }
}
