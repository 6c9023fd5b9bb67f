package org.radiologytrust.lab.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.model.Label;

/**
 * The evaluation as one HTML page. It needs nothing else, runs no script, and its own policy
 * forbids both: what models and reports say is shown as text.
 */
public final class EvalPage {
  private final StringBuilder out = new StringBuilder();
  private final List<Labelled> cases;
  private final List<ConditionResults> all;
  private final Figures figures;
  private final List<Figures.OfCondition> conditions;

  private EvalPage(List<Labelled> cases, List<ConditionResults> all, Figures figures) {
    this.cases = cases;
    this.all = all;
    this.figures = figures;
    this.conditions = figures.conditions();
  }

  /**
   * @param figures made of the same cases and results
   */
  public static String html(List<Labelled> cases, List<ConditionResults> all, Figures figures) {
    return new EvalPage(cases, all, figures).page();
  }

  private String page() {
    String style = style();
    out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        .append("style-src 'sha256-")
        .append(sha256(style))
        .append("'; base-uri 'none'; form-action 'none'\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>Evaluation of models on labelled cases</title>\n<style>")
        .append(style)
        .append("</style></head>\n<body><main>\n<h1>Evaluation of models on labelled cases</h1>\n");
    lead();
    out.append(
        "<nav aria-label=\"Sections\"><a href=\"#asked\">What was asked</a><a href=\"#plots\">Plots</a>"
            + "<a href=\"#all\">All figures</a><a href=\"#groups\">Groups</a>"
            + "<a href=\"#compared\">Comparisons</a><a href=\"#wrong\">Wrong cases</a></nav>\n");
    warnings();
    five();
    asked();
    plots();
    allFigures();
    groups();
    comparisons();
    wrong();
    return out.append("</main></body></html>\n").toString();
  }

  private void lead() {
    out.append("<p class=\"lead\">")
        .append(figures.cases())
        .append(figures.cases() == 1 ? " case, " : " cases, ")
        .append(figures.casesWithImages())
        .append(" with images; ")
        .append(figures.claims())
        .append(" true claims, ")
        .append(figures.labelled())
        .append(" with a label; ")
        .append(conditions.size())
        .append(conditions.size() == 1 ? " condition.</p>\n" : " conditions.</p>\n");
  }

  private void warnings() {
    for (Figures.OfCondition c : conditions) {
      if (c.answered() < figures.cases()) {
        warn(
            Html.text(c.title())
                + " has no result for "
                + (figures.cases() - c.answered())
                + " of "
                + figures.cases()
                + " cases. Its figures are of the others.");
      }
    }
    if (conditions.stream().map(c -> c.condition().prompts()).distinct().count() > 1) {
      warn("Prompts or schemas differ between conditions: they were not asked the same.");
    }
    if (conditions.stream().map(c -> c.condition().engine()).distinct().count() > 1) {
      warn("Conditions were asked by different versions of the product.");
    }
  }

  private void warn(String html) {
    out.append("<p class=\"warn\"><b>Mind:</b> ").append(html).append("</p>\n");
  }

  private void five() {
    out.append("<h2 id=\"five\">The five figures of the model card</h2>\n");
    scroll("num five stack", "The five figures");
    out.append("<thead><tr><th>Condition</th>");
    Metric.FIVE.forEach(m -> out.append("<th>").append(m.title()).append(", %").append("</th>"));
    out.append("</tr></thead><tbody>\n");
    for (int k = 0; k < conditions.size(); k++) {
      out.append("<tr>").append(name(k));
      for (Metric m : Metric.FIVE) {
        cell(m, conditions.get(k).all(m), true);
      }
      out.append("</tr>\n");
    }
    end();
    out.append("<p class=\"note\">[low, high]: 95 % interval by bootstrap over cases (")
        .append(figures.draws())
        .append(" draws, seed ")
        .append(figures.seed())
        .append(
            "). † All draws are equal: Wilson’s interval instead, as if each case were tried once,"
                + " since what belongs to one case is not independent.</p>\n");
    meanings(" open", "What they count", Metric.FIVE);
  }

  private void meanings(String open, String title, List<Metric> metrics) {
    out.append("<details").append(open).append("><summary>").append(title).append("</summary><ul>");
    for (Metric m : metrics) {
      String direction = direction(m);
      out.append("<li><b>")
          .append(m.title())
          .append("</b>")
          .append(direction.isEmpty() ? "" : " (" + direction + ")")
          .append(": ")
          .append(Html.text(m.meaning()))
          .append(".</li>");
    }
    out.append("</ul></details>\n");
  }

  private void asked() {
    out.append("<h2 id=\"asked\">What was asked</h2>\n");
    scroll("stack", "Conditions");
    out.append(
        "<thead><tr><th>Condition</th><th>Model and digest</th><th>Steps</th><th>Examples</th>"
            + "<th>Grammar</th><th>Longest answer</th><th>Cases</th><th>Engine</th>"
            + "<th>Prompts</th></tr></thead><tbody>\n");
    for (int k = 0; k < conditions.size(); k++) {
      Condition c = conditions.get(k).condition();
      out.append("<tr>").append(name(k));
      cell(
          "Model",
          Html.text(c.model())
              + "<small class=\"code\">"
              + (c.digest().isEmpty() ? "no digest" : Html.text(c.digest()))
              + "</small>");
      cell("Steps", Html.text(String.join(", ", c.steps())));
      cell("Examples", String.valueOf(c.fewShot()));
      cell("Grammar", c.grammar() ? "schema held to" : "free");
      cell("Longest answer", c.mostTokens() + " tokens");
      cell("Cases", conditions.get(k).answered() + " of " + figures.cases());
      cell("Engine", Html.text(orNone(c.engine())));
      cell("Prompts", "<span class=\"code\">" + Html.text(orNone(c.prompts())) + "</span>");
      out.append("</tr>\n");
    }
    end();
    out.append("<p>Cases by split: ")
        .append(counts(cases.stream().map(c -> c.truth().split())))
        .append(".</p><p>True claims by label: ")
        .append(counts(claims().map(c -> c.label() == null ? "not labelled" : c.label().code())))
        .append("; by type: ")
        .append(counts(claims().map(c -> EvalJson.code(c.type()))))
        .append(".</p>\n");
  }

  private void plots() {
    out.append(
        "<h2 id=\"plots\" class=\"page\">Intervals</h2>\n<p class=\"note\">A row for each condition:"
            + " value and 95 % interval.</p><p>");
    for (int k = 0; k < conditions.size(); k++) {
      out.append("<span class=\"legend\">")
          .append(new Mark(k).key())
          .append(Html.text(conditions.get(k).title()))
          .append("</span> ");
    }
    out.append("</p>\n<div class=\"plots\">");
    for (Metric m : Metric.values()) {
      if (conditions.stream().anyMatch(c -> c.all(m).known())) {
        figure(m.title() + unit(m), direction(m), Plots.intervals(m, conditions));
      }
    }
    out.append(
        "</div>\n<h2 class=\"page\">Reliability of confidences</h2>\n<p class=\"note\">Share of right"
            + " labels, %, over confidence, %, in ten bins; on the dashed line a confidence says what"
            + " it is. Grey: number of labels in each bin.</p>\n<div class=\"plots\">");
    for (int k = 0; k < conditions.size(); k++) {
      Figures.OfCondition c = conditions.get(k);
      Estimate error = c.all(Metric.CALIBRATION_ERROR);
      if (error.known()) {
        figure(c.title(), "ECE " + told(Metric.CALIBRATION_ERROR, error), Plots.reliability(c, k));
      } else {
        figure(c.title(), "none: no labels were given", "");
      }
    }
    out.append(
        "</div>\n<h2>Confusion of labels</h2>\n<p class=\"note\">Rows: true label; columns: given"
            + " label. Framed: right. Darker: a greater share of the row.</p>\n"
            + "<div class=\"plots tables\">");
    for (Figures.OfCondition c : conditions) {
      figure(c.title(), "", confusion(c));
    }
    out.append("</div>\n");
  }

  private void figure(String title, String small, String content) {
    out.append("<figure><figcaption>")
        .append(Html.text(title))
        .append(small.isEmpty() ? "" : "<small>" + Html.text(small) + "</small>")
        .append("</figcaption>")
        .append(content)
        .append("</figure>\n");
  }

  private static String confusion(Figures.OfCondition c) {
    StringBuilder s =
        new StringBuilder("<table class=\"confusion\"><thead><tr><th>true \\ given</th>");
    for (Label l : Label.values()) {
      s.append("<th>").append(l.code().replace('_', ' ')).append("</th>");
    }
    s.append("<th>missing</th></tr></thead><tbody>");
    for (Label truth : Label.values()) {
      int[] row = c.confusion()[truth.ordinal()];
      int sum = Arrays.stream(row).sum();
      s.append("<tr><th>").append(truth.code().replace('_', ' ')).append("</th>");
      for (int k = 0; k < row.length; k++) {
        int shade = sum == 0 ? 0 : (int) Math.ceil(5.0 * row[k] / sum);
        s.append("<td class=\"s")
            .append(shade)
            .append(k == truth.ordinal() ? " diagonal" : "")
            .append("\">")
            .append(row[k])
            .append("</td>");
      }
      s.append("</tr>");
    }
    return s.append("</tbody></table>").toString();
  }

  private void allFigures() {
    out.append("<h2 id=\"all\" class=\"page\">All figures</h2>\n");
    scroll("num", "All figures");
    columns("Figure");
    for (Metric m : Metric.values()) {
      out.append("<tr><th scope=\"row\">").append(Html.text(m.title() + unit(m))).append("</th>");
      conditions.forEach(c -> cell(m, c.all(m), false));
      out.append("</tr>\n");
    }
    end();
    out.append("<p class=\"note\">n: what is counted; none: there was nothing to count.</p>\n");
    List<Metric> further = new ArrayList<>(List.of(Metric.values()));
    further.removeAll(Metric.FIVE);
    meanings("", "What the further ones count", further);
  }

  private void groups() {
    out.append("<h2 id=\"groups\" class=\"page\">Groups</h2>\n");
    group(
        "By split of the cases",
        Figures.Group.Kind.SPLIT,
        Stream.of(Metric.values()).filter(m -> m.unit() == Metric.Unit.SHARE).toList());
    group(
        "Label accuracy by why a claim has its label",
        Figures.Group.Kind.REASON,
        List.of(Metric.LABEL_ACCURACY));
    group("By step", Figures.Group.Kind.STEP, List.of(Metric.SCHEMA_VALID, Metric.REPAIR_NEEDED));
  }

  private void group(String title, Figures.Group.Kind kind, List<Metric> metrics) {
    List<Figures.Group> groups =
        conditions.stream().flatMap(c -> c.groups(kind).stream()).distinct().toList();
    if (groups.isEmpty()) {
      return;
    }
    out.append("<h3>").append(title).append("</h3>\n");
    scroll("num", title);
    columns(kind == Figures.Group.Kind.REASON ? "Reason" : "Figure and group");
    for (Metric m : metrics) {
      for (Figures.Group g : groups) {
        if (conditions.stream().noneMatch(c -> c.of(m, g).known())) {
          continue;
        }
        out.append("<tr><th scope=\"row\">")
            .append(kind == Figures.Group.Kind.REASON ? "" : Html.text(m.title()) + ": ")
            .append(Html.text(g.title()))
            .append("</th>");
        conditions.forEach(c -> cell(m, c.of(m, g), false));
        out.append("</tr>\n");
      }
    }
    end();
  }

  private void comparisons() {
    out.append("<h2 id=\"compared\" class=\"page\">Conditions compared, thing by thing</h2>\n");
    if (figures.comparisons().isEmpty()) {
      out.append("<p>None: there is one condition.</p>\n");
      return;
    }
    scroll("num stack", "Comparisons");
    out.append(
        "<thead><tr><th>Pair</th><th>Pairs</th><th>Both right</th><th>First alone</th>"
            + "<th>Second alone</th><th>Neither</th><th>Second less first, points</th><th>p</th>"
            + "</tr></thead><tbody>\n");
    for (Comparison c : figures.comparisons()) {
      out.append("<tr><th scope=\"row\">")
          .append(c.what().title())
          .append(": ")
          .append(c.first())
          .append(", ")
          .append(c.second())
          .append("</th>");
      cell(
          "Pairs",
          c.pairs() + (c.unpaired() == 0 ? "" : "<small>" + c.unpaired() + " unpaired</small>"));
      cell("Both right", String.valueOf(c.both()));
      cell("First alone", String.valueOf(c.onlyFirst()));
      cell("Second alone", String.valueOf(c.onlySecond()));
      cell("Neither", String.valueOf(c.neither()));
      Estimate d = c.difference();
      cell(
          "Second less first, points",
          !d.known()
              ? "none"
              : NumberFormats.points(d.value())
                  + (d.low() == null
                      ? ""
                      : "<small>["
                          + NumberFormats.points(d.low())
                          + ", "
                          + NumberFormats.points(d.high())
                          + "]</small>"));
      cell("p", c.p() == null ? "none <small>n = 0</small>" : Html.text(NumberFormats.p(c.p())));
      out.append("</tr>\n");
    }
    end();
    out.append(
        "<p class=\"note\">p: McNemar’s exact test, two-sided, on those of which one condition alone"
            + " is right. It takes them as independent, which claims and calls of one case are not"
            + " quite; the interval of the difference is over cases. p is not corrected for the"
            + " number of comparisons.</p>\n");
  }

  private void wrong() {
    out.append("<h2 id=\"wrong\" class=\"page\">Wrong cases</h2>\n");
    WrongCases wrong = new WrongCases(cases, all, figures);
    String html = wrong.html(cases);
    out.append("<p>")
        .append(wrong.count())
        .append(" of ")
        .append(figures.cases())
        .append(
            " cases have a wrong or missing label, or an answer that could not be used. Claims are"
                + " numbered; ✗ and a thick line: wrong in some condition. Answers as they came open"
                + " on screen and are not printed.</p>\n")
        .append(html);
  }

  private void columns(String first) {
    out.append("<thead><tr><th>").append(first).append("</th>");
    for (int k = 0; k < conditions.size(); k++) {
      out.append("<th scope=\"col\">")
          .append(new Mark(k).key())
          .append(conditions.get(k).letter())
          .append("<small>")
          .append(Html.text(conditions.get(k).condition().title()))
          .append("</small></th>");
    }
    out.append("</tr></thead><tbody>\n");
  }

  private String name(int k) {
    return "<th scope=\"row\" class=\"name\">"
        + new Mark(k).key()
        + Html.text(conditions.get(k).title())
        + "</th>";
  }

  /** A wide table scrolls by itself, also by keyboard. */
  private void scroll(String kind, String label) {
    out.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(Html.attribute(label))
        .append("\"><table class=\"")
        .append(kind)
        .append("\">");
  }

  private void end() {
    out.append("</tbody></table></div>\n");
  }

  private void cell(String of, String html) {
    out.append("<td data-of=\"").append(of).append("\">").append(html).append("</td>");
  }

  private void cell(Metric m, Estimate e, boolean counted) {
    cell(
        m.title(),
        !e.known()
            ? "none<small>n = 0</small>"
            : "<b>"
                + NumberFormats.value(m, e.value())
                + "</b><small>"
                + NumberFormats.interval(m, e, ", ", "†")
                + "</small><small>n = "
                + e.n()
                + (counted ? " " + m.counted() : "")
                + "</small>");
  }

  private static String told(Metric m, Estimate e) {
    return NumberFormats.value(m, e.value())
        + unit(m).replace(",", "")
        + " "
        + NumberFormats.interval(m, e, ", ", "†");
  }

  private static String unit(Metric m) {
    String unit = NumberFormats.unit(m);
    return unit.isEmpty() ? "" : ", " + unit;
  }

  private static String direction(Metric m) {
    return switch (m.better()) {
      case HIGH -> "high is good";
      case LOW -> "low is good";
      case NEITHER -> "";
    };
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
            .map(e -> Html.text(orNone(e.getKey()).replace('_', ' ')) + " " + e.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String orNone(String s) {
    return s == null || s.isEmpty() ? "(none)" : s;
  }

  private static String style() {
    try (InputStream in = EvalPage.class.getResourceAsStream("/eval/page.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String style) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
