package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.check.form.OverconfidentWords;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.baseline.Baseline;
import org.radiologytrust.pipeline.step.Ask;

/**
 * A section for the Markdown of a model card: the card's five numbers for a base and its adapter,
 * and the difference. Only cases that both answered count. The bootstrap draws the same cases for
 * both, so the interval of a difference is that of pairs.
 */
public final class ModelCardSection {
  private static final String UNKNOWN = "none (n=0)";

  /** Marks a figure of labels that a rule reaches, and that rule. */
  private static final String REACHED = "‡";

  private final Bootstrap bootstrap;
  private final long seed;
  private final List<Measure.Sums> five;
  private final Baselines baselines;

  private ModelCardSection(List<LabelledCase> cases, long seed) {
    OverconfidentWords words = OverconfidentWords.load(SiteFiles.shipped());
    this.baselines = new Baselines(cases);
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
    ModelCardSection section = new ModelCardSection(cases, seed);
    List<String> lines = new ArrayList<>(List.of("## Measured", "", "    " + command, ""));
    for (int i = 0; i + 1 < conditions.size(); i += 2) {
      lines.addAll(section.table(cases, conditions.get(i), conditions.get(i + 1)));
    }
    lines.add(section.explanation());
    return lines;
  }

  /**
   * The same metric of both on the same cases.
   *
   * @param ofBase the base's figure beside those of rules that see no image; empty for figures of
   *     other things than labels
   */
  record Pair(
      Metric metric,
      Estimate base,
      Estimate adapter,
      Estimate delta,
      List<Baselines.Beside> ofBase,
      List<Baselines.Beside> ofAdapter) {}

  /** One pair for each of the five, over the cases that both answered. */
  static List<Pair> pairs(
      List<LabelledCase> cases, ConditionResults base, ConditionResults adapter, long seed) {
    ModelCardSection section = new ModelCardSection(cases, seed);
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
                    bootstrap.difference(m, both.base(), both.adapter()),
                    baselines.beside(m, both.base(), bootstrap),
                    baselines.beside(m, both.adapter(), bootstrap)))
        .toList();
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
            + (base.condition().ask() == Ask.LIST ? "" : "each claim by itself; ")
            + (base.condition().grammar() ? "the server enforced the schema" : "no grammar")
            + "; Radiology Trust Layer "
            + base.condition().engine());
    lines.add("");
    lines.add("| | base | adapter | delta, points | counted |");
    lines.add("|---|---|---|---|---|");
    for (Pair p : pairs(both)) {
      lines.addAll(row(p));
    }
    lines.add("");
    return lines;
  }

  private static List<String> row(Pair p) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| "
            + Stream.of(
                    p.metric().title() + " (" + p.metric().better().text() + ")",
                    full(p.metric(), p.base(), p.ofBase()),
                    full(p.metric(), p.adapter(), p.ofAdapter()),
                    difference(p),
                    counted(p))
                .collect(Collectors.joining(" | "))
            + " |");
    lines.addAll(rules(p));
    return lines;
  }

  private String explanation() {
    return "[low, high]: 95 % by bootstrap over cases ("
        + Bootstrap.DRAWS
        + " draws, seed "
        + seed
        + "), which draws the same cases for base and adapter. †: all draws were equal, so this is"
        + " Wilson's interval over cases, and the delta's interval leaves its uncertainty out. A"
        + " delta without an interval was the same in all draws. "
        + REACHED
        + ": reached by a rule. "
        + Baseline.explanation();
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

  private static String full(Metric metric, Estimate e, List<Baselines.Beside> beside) {
    String mark = beside.stream().anyMatch(Baselines.Beside::reached) ? " " + REACHED : "";
    return e.known() ? NumberFormats.full(metric, e) + mark : UNKNOWN;
  }

  /** The figures of the rules, in the columns of the table. */
  private static List<String> rules(Pair pair) {
    List<String> lines = new ArrayList<>();
    for (Baselines.Beside of : pair.ofAdapter()) {
      Baseline baseline = of.baseline();
      String base =
          pair.ofBase().stream()
              .filter(b -> b.baseline() == baseline)
              .map(b -> full(pair.metric(), b.estimate(), List.of(b)))
              .findFirst()
              .orElse(UNKNOWN);
      lines.add(
          "| "
              + String.join(
                  " | ",
                  "rule without images: " + baseline.title(),
                  base,
                  full(pair.metric(), of.estimate(), List.of(of)),
                  "",
                  of.estimate().n() + " " + pair.metric().counted())
              + " |");
    }
    return lines;
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
