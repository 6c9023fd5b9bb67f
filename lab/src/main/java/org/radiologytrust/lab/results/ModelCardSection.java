package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.check.form.OverconfidentWords;
import org.radiologytrust.files.SiteFiles;

/**
 * A section for the Markdown of a model card: the card's five numbers for a base and its adapter,
 * and the difference. Only cases that both answered count. The bootstrap draws the same cases for
 * both, so the interval of a difference is that of pairs.
 */
public final class ModelCardSection {
  private static final String UNKNOWN = "none (n=0)";

  private final Bootstrap bootstrap;
  private final long seed;
  private final List<Measure.Sums> five;

  private ModelCardSection(long seed, OverconfidentWords words) {
    this.bootstrap = new Bootstrap(seed);
    this.seed = seed;
    this.five =
        new Measures(words)
            .all().stream()
                .filter(m -> Metric.FIVE.contains(m.metric()))
                .map(Measure.Sums.class::cast)
                .toList();
  }

  /**
   * The section's lines, with the shipped list of overconfident words.
   *
   * @param conditions each base followed by its adapter, asked in the same way
   * @param seed of the bootstrap
   * @param command that measured them
   */
  public static List<String> lines(
      List<LabelledCase> cases, List<ConditionResults> conditions, long seed, String command) {
    ModelCardSection section =
        new ModelCardSection(seed, OverconfidentWords.load(SiteFiles.shipped()));
    List<String> lines = new ArrayList<>(List.of("## Measured", "", "    " + command, ""));
    for (int i = 0; i + 1 < conditions.size(); i += 2) {
      lines.addAll(section.table(cases, conditions.get(i), conditions.get(i + 1)));
    }
    lines.add(section.explanation());
    return lines;
  }

  /** The same metric of both on the same cases. */
  record Pair(Metric metric, Estimate base, Estimate adapter, Estimate delta) {}

  /** One pair for each of the five, over the cases that both answered. */
  static List<Pair> pairs(
      List<LabelledCase> cases, ConditionResults base, ConditionResults adapter, long seed) {
    ModelCardSection section =
        new ModelCardSection(seed, OverconfidentWords.load(SiteFiles.shipped()));
    return section.pairs(Both.of(cases, base, adapter));
  }

  /** The answers of both, in the same order of cases. */
  private record Both(List<AnsweredCase> base, List<AnsweredCase> adapter) {
    static Both of(List<LabelledCase> cases, ConditionResults base, ConditionResults adapter) {
      Map<String, AnsweredCase> others = new HashMap<>();
      AnsweredCase.of(cases, adapter).forEach(a -> others.put(a.labelled().id(), a));
      List<AnsweredCase> left =
          AnsweredCase.of(cases, base).stream()
              .filter(a -> others.containsKey(a.labelled().id()))
              .toList();
      return new Both(left, left.stream().map(a -> others.get(a.labelled().id())).toList());
    }
  }

  private List<Pair> pairs(Both both) {
    return five.stream()
        .map(
            m ->
                new Pair(
                    m.metric(),
                    bootstrap.of(m, both.base()),
                    bootstrap.of(m, both.adapter()),
                    delta(m, both)))
        .toList();
  }

  private Estimate delta(Measure.Sums measure, Both both) {
    List<double[]> counts = new ArrayList<>();
    int width = 0;
    for (int i = 0; i < both.base().size(); i++) {
      double[] first = measure.count().apply(both.base().get(i));
      double[] second = measure.count().apply(both.adapter().get(i));
      width = first.length;
      double[] joined = new double[2 * width];
      System.arraycopy(first, 0, joined, 0, width);
      System.arraycopy(second, 0, joined, width, width);
      counts.add(joined);
    }
    int half = width;
    return bootstrap.sums(
        false, // a difference can be below 0
        s -> part(measure.value(), s, half, half) - part(measure.value(), s, 0, half),
        s -> part(measure.n(), s, half, half),
        counts);
  }

  private static double part(ToDoubleFunction<double[]> of, double[] sums, int from, int width) {
    double[] some = new double[width];
    System.arraycopy(sums, from, some, 0, width);
    return of.applyAsDouble(some);
  }

  private List<String> table(
      List<LabelledCase> cases, ConditionResults base, ConditionResults adapter) {
    Both both = Both.of(cases, base, adapter);
    List<String> lines = new ArrayList<>();
    lines.add(named("Base", base.condition()));
    lines.add(named("Adapter", adapter.condition()));
    long withImages = both.base().stream().filter(a -> a.labelled().withImages()).count();
    lines.add(
        "- Asked: "
            + both.base().size()
            + " of "
            + cases.size()
            + " cases, "
            + withImages
            + " with images; "
            + String.join(", ", base.condition().steps())
            + "; "
            + (base.condition().grammar() ? "the server enforced the schema" : "no grammar")
            + "; Radiology Trust Layer "
            + base.condition().engine());
    lines.add("");
    lines.add("| | base | adapter | delta, points | counted |");
    lines.add("|---|---|---|---|---|");
    for (Pair p : pairs(both)) {
      lines.add(
          "| "
              + Stream.of(
                      p.metric().title() + " (" + p.metric().better().text() + ")",
                      full(p.metric(), p.base()),
                      full(p.metric(), p.adapter()),
                      difference(p),
                      counted(p))
                  .collect(Collectors.joining(" | "))
              + " |");
    }
    lines.add("");
    return lines;
  }

  private String explanation() {
    return "[low, high]: 95 % by bootstrap over cases ("
        + Bootstrap.DRAWS
        + " draws, seed "
        + seed
        + "), which draws the same cases for base and adapter. †: all draws were equal, so this is"
        + " Wilson's interval over cases, and the delta's interval leaves its uncertainty out. A"
        + " delta without an interval was the same in all draws.";
  }

  private static String named(String role, Condition c) {
    return "- "
        + role
        + ": `"
        + c.model()
        + "`"
        + (c.digest().isEmpty() ? "" : ", `" + c.digest() + "`")
        + (c.fewShot() == 0 ? "" : ", with " + c.fewShot() + " examples");
  }

  private static String full(Metric metric, Estimate e) {
    return e.known() ? NumberFormats.full(metric, e) : UNKNOWN;
  }

  private static String difference(Pair p) {
    Estimate e = p.delta();
    if (!e.known()) {
      return UNKNOWN;
    }
    return "**"
        + NumberFormats.points(e.value())
        + "**"
        + (e.low() == null
            ? ""
            : " [" + NumberFormats.points(e.low()) + ", " + NumberFormats.points(e.high()) + "]");
  }

  /** What was counted; two numbers where base and adapter differ, as in the rewrites they wrote. */
  private static String counted(Pair p) {
    int base = p.base().n();
    int adapter = p.adapter().n();
    return (base == adapter ? "" : base + " and ") + adapter + " " + p.metric().counted();
  }
}
