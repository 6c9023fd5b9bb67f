package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.html.HtmlPage;
import org.radiologytrust.model.Label;

/**
 * The evaluation as one HTML file that needs nothing else. Its content security policy allows only
 * its own style and its own scripts, by their hashes; text of reports and models is escaped.
 */
public final class EvalPage {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private final List<LabelledCase> cases;
  private final Figures figures;
  private final List<WrongCase> wrong;

  private EvalPage(List<LabelledCase> cases, List<ConditionResults> all, Figures figures) {
    this.cases = cases;
    this.figures = figures;
    this.wrong = WrongCase.of(cases, all, figures.conditions());
  }

  /**
   * @param figures made of the same cases and results
   */
  public static String html(List<LabelledCase> cases, List<ConditionResults> all, Figures figures) {
    return HtmlPage.render("lab/results/evaluation.jte", new EvalPage(cases, all, figures));
  }

  Figures figures() {
    return figures;
  }

  List<Figures.OfCondition> conditions() {
    return figures.conditions();
  }

  List<WrongCase> wrong() {
    return wrong;
  }

  /** What a reader must know before comparing the figures. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (Figures.OfCondition c : conditions()) {
      if (c.answered() < figures.cases()) {
        warnings.add(
            "%s has no result for %d of %d cases. Its figures describe the other cases."
                .formatted(c.title(), figures.cases() - c.answered(), figures.cases()));
      }
    }
    if (conditions().stream().map(c -> c.condition().prompts()).distinct().count() > 1) {
      warnings.add("The conditions used different prompts or schemas.");
    }
    if (conditions().stream().map(c -> c.condition().engine()).distinct().count() > 1) {
      warnings.add("Different versions of the product asked the conditions.");
    }
    return warnings;
  }

  /** Every metric that is not one of the five on the model card. */
  static List<Metric> furtherMetrics() {
    return Stream.of(Metric.values()).filter(m -> !Metric.FIVE.contains(m)).toList();
  }

  static List<Metric> shares() {
    return Stream.of(Metric.values()).filter(m -> m.unit() == Metric.Unit.SHARE).toList();
  }

  /** The groups of a kind, in the order in which the conditions name them. */
  List<Figures.Group> groups(Figures.Group.Kind kind) {
    return conditions().stream().flatMap(c -> c.groups(kind).stream()).distinct().toList();
  }

  boolean known(Metric metric, Figures.Group group) {
    return conditions().stream().anyMatch(c -> c.of(metric, group).known());
  }

  /** Such as {@code train 40, held 10}. */
  String casesBySplit() {
    return counts(cases.stream().map(c -> c.truth().split()));
  }

  String claimsByLabel() {
    return counts(claims().map(c -> c.label() == null ? "not labelled" : c.label().code()));
  }

  String claimsByType() {
    return counts(claims().map(c -> EvalJson.code(c.type())));
  }

  private Stream<TrueClaim> claims() {
    return cases.stream().flatMap(c -> c.truth().claims().stream());
  }

  private static String counts(Stream<String> names) {
    Map<String, Long> counts =
        names.collect(
            Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(e -> orNone(e.getKey()).replace('_', ' ') + " " + e.getValue())
            .collect(Collectors.joining(", "));
  }

  static String orNone(String s) {
    return s.isEmpty() ? "(none)" : s;
  }

  /**
   * The style class of a cell of the confusion matrix.
   *
   * @param row counts of one true label
   */
  static String shade(int[] row, int column) {
    int sum = 0;
    for (int n : row) {
      sum += n;
    }
    return "s" + (sum == 0 ? 0 : (int) Math.ceil(5.0 * row[column] / sum));
  }

  /** What a label is called; {@code null} is a label that did not come. */
  static String name(@Nullable Label label) {
    return code(label).replace('_', ' ');
  }

  static String code(@Nullable Label label) {
    return label == null ? "missing" : label.code();
  }

  static String sign(@Nullable Label label) {
    return label == null
        ? "–"
        : switch (label) {
          case SUPPORTED -> "✓";
          case UNCERTAIN -> "?";
          case NEEDS_REVIEW -> "!";
        };
  }

  static String outcome(Call.Outcome outcome) {
    return switch (outcome) {
      case NO_ANSWER -> "no complete answer";
      case NOT_JSON -> "not JSON, or other text beside it";
      case NOT_SCHEMA -> "breaks the schema";
      case REFUSED -> "refused";
      case ACCEPTED -> "accepted";
    };
  }

  /** How far a model's figure is above a rule's, such as {@code +3.1 [1.0, 5.2]}. */
  static String above(Baselines.Beside beside) {
    Estimate e = beside.difference();
    if (!e.known()) {
      return "";
    }
    return NumberFormats.points(e.value())
        + (e.low() == null
            ? ""
            : " [" + NumberFormats.points(e.low()) + ", " + NumberFormats.points(e.high()) + "]");
  }

  String plots() {
    return Plots.of(conditions()).json();
  }

  String style() {
    return HtmlPage.resource(UPLOT + "uPlot.min.css") + HtmlPage.resource("/lab/evaluation.css");
  }

  String library() {
    return HtmlPage.resource(UPLOT + "uPlot.iife.min.js");
  }

  /** Draws the plots with the library. */
  String script() {
    return HtmlPage.resource("/lab/plots.js");
  }

  String policy() {
    return HtmlPage.policy(style(), library(), script());
  }
}
