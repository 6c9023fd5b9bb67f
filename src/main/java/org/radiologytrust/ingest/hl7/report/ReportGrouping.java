package org.radiologytrust.ingest.hl7.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.radiologytrust.ingest.hl7.message.OrderGroup;

/**
 * Decides which orders of a message are answered by the same report.
 *
 * <p>Orders are one report if they share an accession, filler or placer order number, if one names
 * the other as its parent (OBR-29), or if they have the same text. An order without text belongs to
 * the report before it, otherwise to the one after it. So a message has several reports only where
 * orders differ in number and in text, or one of them is cancelled.
 */
final class ReportGrouping {
  private final OrderReader orders;
  private final Function<OrderGroup, String> text;
  private final Predicate<OrderGroup> withdrawn;

  /**
   * Creates the grouping.
   *
   * @param text the text of an order, with each run of white space as one blank; empty if there is
   *     none
   * @param withdrawn whether an order without text says that it was cancelled
   */
  ReportGrouping(
      OrderReader orders, Function<OrderGroup, String> text, Predicate<OrderGroup> withdrawn) {
    this.orders = orders;
    this.text = text;
    this.withdrawn = withdrawn;
  }

  /**
   * The orders of one report.
   *
   * @param orders all of them
   * @param texts the orders whose text makes the report, without those that repeat another's text
   * @param bearers for each of all orders the one of {@code texts} that has its text
   */
  record Grouped(List<OrderGroup> orders, List<OrderGroup> texts, List<OrderGroup> bearers) {
    private Grouped() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /** The reports in the order of the message; at least one. */
  List<Grouped> of(List<OrderGroup> groups) {
    if (groups.size() == 1) {
      return List.of(new Grouped(groups, groups, groups));
    }
    List<Integer> reports = byNumber(groups);
    List<String> texts = groups.stream().map(text).toList();
    bySameText(reports, texts);
    Set<Integer> speaking = new HashSet<>();
    Set<Integer> cancelled = new HashSet<>();
    for (int i = 0; i < groups.size(); i++) {
      if (!texts.get(i).isEmpty()) {
        speaking.add(reports.get(i));
      } else if (withdrawn.test(groups.get(i))) {
        cancelled.add(reports.get(i));
      }
    }
    speaking.addAll(cancelled);
    return collected(groups, texts, attached(reports, speaking));
  }

  /** For each order the index of the first order of its report, by their numbers. */
  private List<Integer> byNumber(List<OrderGroup> groups) {
    List<Integer> reports = new ArrayList<>();
    Map<String, Integer> firstWith = new HashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      reports.add(i);
      for (String number : orders.numbers(groups.get(i))) {
        Integer other = firstWith.putIfAbsent(number, i);
        if (other != null) {
          join(reports, other, i);
        }
      }
    }
    for (int i = 0; i < groups.size(); i++) {
      for (String parent : orders.parents(groups.get(i))) {
        Integer other = firstWith.get(parent);
        if (other != null) {
          join(reports, other, i);
        }
      }
    }
    return reports;
  }

  private static void bySameText(List<Integer> reports, List<String> texts) {
    Map<String, Integer> firstWith = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      Integer other = texts.get(i).isEmpty() ? null : firstWith.putIfAbsent(texts.get(i), i);
      if (other != null) {
        join(reports, other, i);
      }
    }
  }

  private static void join(List<Integer> reports, int one, int other) {
    int first = Math.min(reports.get(one), reports.get(other));
    int second = Math.max(reports.get(one), reports.get(other));
    reports.replaceAll(report -> report == second ? first : report);
  }

  /** Orders of silent reports go to the speaking report before them, otherwise to the next. */
  private static List<Integer> attached(List<Integer> reports, Set<Integer> speaking) {
    List<Integer> attached = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      int report = reports.get(i);
      for (int k = i - 1; k >= 0 && !speaking.contains(report); k--) {
        report = attached.get(k);
      }
      for (int k = i + 1; k < reports.size() && !speaking.contains(report); k++) {
        report = reports.get(k);
      }
      attached.add(speaking.contains(report) ? report : 0);
    }
    return attached;
  }

  private static List<Grouped> collected(
      List<OrderGroup> groups, List<String> texts, List<Integer> reports) {
    Map<Integer, Grouped> found = new HashMap<>();
    List<Grouped> all = new ArrayList<>();
    Map<String, OrderGroup> read = new HashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      Grouped report =
          found.computeIfAbsent(
              reports.get(i),
              first -> {
                all.add(new Grouped());
                return all.get(all.size() - 1);
              });
      OrderGroup order = groups.get(i);
      OrderGroup bearer =
          texts.get(i).isEmpty() ? order : read.computeIfAbsent(texts.get(i), text -> order);
      report.orders.add(order);
      report.bearers.add(bearer);
      if (bearer == order) {
        report.texts.add(order);
      }
    }
    return all;
  }
}
