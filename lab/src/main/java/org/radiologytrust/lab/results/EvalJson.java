package org.radiologytrust.lab.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.radiologytrust.cases.CaseJson;
import org.radiologytrust.lab.baseline.Baseline;
import org.radiologytrust.model.Label;

/** Writes {@code eval.json}. A missing value is {@code null}. Shares are from 0 to 1. */
public final class EvalJson {
  private EvalJson() {}

  /** Indented, with a line feed at the end. */
  public static String text(Figures figures) {
    ObjectNode root = CaseJson.MAPPER.createObjectNode();
    root.put("seed", figures.seed());
    root.put("draws", figures.draws());
    root.put("cases", figures.cases());
    root.put("casesWithImages", figures.casesWithImages());
    root.put("claims", figures.claims());
    root.put("labelled", figures.labelled());
    ObjectNode metrics = root.putObject("metrics");
    for (Metric m : Metric.values()) {
      ObjectNode metric = metrics.putObject(m.code());
      metric.put("title", m.title());
      metric.put("unit", code(m.unit()));
      metric.put("better", code(m.better()));
      metric.put("counted", m.counted());
      metric.put("meaning", m.meaning());
    }
    ObjectNode baselines = root.putObject("baselines");
    for (Baseline b : Baseline.values()) {
      baselines.put(b.title(), b.meaning());
    }
    ArrayNode conditions = root.putArray("conditions");
    figures.conditions().forEach(c -> condition(conditions.addObject(), c));
    ArrayNode comparisons = root.putArray("comparisons");
    figures.comparisons().forEach(c -> comparison(comparisons.addObject(), c));
    ArrayNode ways = root.putArray("ways");
    figures.ways().forEach(w -> ways(ways.addObject(), w));
    try {
      return CaseJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  private static void condition(ObjectNode node, Figures.OfCondition c) {
    node.put("letter", c.letter());
    node.set("condition", CaseJson.MAPPER.valueToTree(c.condition()));
    node.put("answered", c.answered());
    ArrayNode rows = node.putArray("figures");
    for (Figures.Row r : c.rows()) {
      ObjectNode row = rows.addObject();
      row.put("metric", r.metric().code());
      row.put("group", r.group().code());
      estimate(row, r.estimate());
      if (!r.beside().isEmpty()) {
        beside(row.putArray("baselines"), r);
      }
    }
    ArrayNode confusion = node.putArray("confusion");
    for (Label truth : Label.values()) {
      ObjectNode row = confusion.addObject();
      row.put("label", truth.code());
      ObjectNode given = row.putObject("given");
      for (Label label : Label.values()) {
        given.put(label.code(), c.confusion()[truth.ordinal()][label.ordinal()]);
      }
      given.put("missing", c.confusion()[truth.ordinal()][Labels.MISSING]);
    }
    ArrayNode bins = node.putArray("reliability");
    for (int b = 0; b < c.bins().size(); b++) {
      ObjectNode bin = bins.addObject();
      bin.put("from", (double) b / c.bins().size());
      bin.put("to", (double) (b + 1) / c.bins().size());
      bin.put("n", c.bins().get(b).n());
      bin.put("confidence", c.bins().get(b).confidence());
      bin.put("right", c.bins().get(b).right());
    }
  }

  private static void beside(ArrayNode rules, Figures.Row row) {
    for (Baselines.Beside b : row.beside()) {
      ObjectNode rule = rules.addObject();
      rule.put("baseline", b.baseline().title());
      estimate(rule, b.estimate());
      estimate(rule.putObject("difference"), b.difference());
      rule.put("reached", b.reached());
    }
  }

  private static void ways(ObjectNode node, AskedWays ways) {
    way(node.putObject("list"), ways.list());
    way(node.putObject("each"), ways.each());
    estimate(node.putObject("same"), ways.same());
    comparison(node.putObject("correct"), ways.correct());
  }

  private static void way(ObjectNode node, AskedWays.Way way) {
    node.put("letter", way.letter());
    estimate(node.putObject("accuracy"), way.accuracy());
    node.put("missing", way.missing());
    node.put("calls", way.calls());
    node.put("seconds", way.seconds());
  }

  private static void comparison(ObjectNode node, Comparison c) {
    node.put("what", code(c.what()));
    node.put("first", c.first());
    node.put("second", c.second());
    node.put("both", c.both());
    node.put("onlyFirst", c.onlyFirst());
    node.put("onlySecond", c.onlySecond());
    node.put("neither", c.neither());
    node.put("unpaired", c.unpaired());
    node.put("p", c.p());
    estimate(node.putObject("difference"), c.difference());
  }

  private static void estimate(ObjectNode node, Estimate e) {
    node.put("value", e.value());
    node.put("low", e.low());
    node.put("high", e.high());
    node.put("n", e.n());
    node.put("cases", e.cases());
    node.put("interval", code(e.interval()));
  }

  static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
