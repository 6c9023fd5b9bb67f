package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.lab.baseline.Baseline;

/** Prints the figures in lines of at most 100 characters. */
public final class EvalTable {
  private static final int WIDTH = 100;
  private static final int FIVE = 18;
  private static final int NAME = 34;
  private static final int COLUMN = 21;
  private static final int RULE = 9;

  /** Marks a figure that a rule reaches, and that rule. */
  private static final String REACHED = "~";

  private static final int CONDITIONS_PER_BLOCK = (WIDTH - NAME) / (COLUMN + 1);

  private final List<String> lines = new ArrayList<>();
  private final Figures figures;

  private EvalTable(Figures figures) {
    this.figures = figures;
  }

  /** The figures of the model card come first. */
  public static List<String> lines(Figures figures) {
    EvalTable table = new EvalTable(figures);
    table.conditions();
    table.five();
    table.rest("All figures, %, median seconds and tokens", List.of(Metric.values()), null);
    table.groups("By split", Figures.Group.Kind.SPLIT, Metric.FIVE);
    table.groups(
        "By the reason for a claim's label",
        Figures.Group.Kind.REASON,
        List.of(Metric.LABEL_ACCURACY));
    table.groups(
        "By step", Figures.Group.Kind.STEP, List.of(Metric.SCHEMA_VALID, Metric.REPAIR_NEEDED));
    table.ofLabels();
    table.comparisons();
    table.ways();
    table.wrapped(
        "[low, high]: 95 % by bootstrap over cases ("
            + figures.draws()
            + " draws, seed "
            + figures.seed()
            + "). *: all draws were equal, so this is Wilson's interval over cases.");
    table.wrapped(REACHED + ": reached by a rule. " + Baseline.explanation());
    return table.lines;
  }

  private void conditions() {
    wrapped(
        figures.cases()
            + " cases, "
            + figures.casesWithImages()
            + " with images; "
            + figures.claims()
            + " true claims, "
            + figures.labelled()
            + " with a label");
    for (Figures.OfCondition c : figures.conditions()) {
      wrapped(
          c.title()
              + ": "
              + c.condition().model()
              + (c.condition().digest().isEmpty() ? "" : " " + shortened(c.condition().digest()))
              + (c.answered() == figures.cases()
                  ? ""
                  : "; " + (figures.cases() - c.answered()) + " cases have no result"));
    }
    lines.add("");
  }

  private void five() {
    lines.add(
        " "
            + Metric.FIVE.stream()
                .map(m -> " " + pad(m.title() + " %", FIVE))
                .collect(Collectors.joining())
                .stripTrailing());
    lines.add("-" + (" " + "-".repeat(FIVE)).repeat(Metric.FIVE.size()));
    for (Figures.OfCondition c : figures.conditions()) {
      StringBuilder values = new StringBuilder(c.letter());
      StringBuilder counts = new StringBuilder(" ");
      for (Metric m : Metric.FIVE) {
        Estimate e = c.all(m);
        values.append(' ').append(pad(tight(m, e), FIVE));
        counts
            .append(' ')
            .append(pad(e.known() ? "  n=" + e.n() + mark(c, m, Figures.Group.ALL) : "", FIVE));
      }
      lines.add(values.toString().stripTrailing());
      lines.add(counts.toString().stripTrailing());
    }
    lines.add("");
  }

  /** Puts as many conditions side by side as there is room for. */
  private void rest(String title, List<Metric> metrics, Figures.@Nullable Group group) {
    Figures.Group of = group == null ? Figures.Group.ALL : group;
    List<Figures.OfCondition> all = figures.conditions();
    for (int from = 0; from < all.size(); from += CONDITIONS_PER_BLOCK) {
      List<Figures.OfCondition> some =
          all.subList(from, Math.min(all.size(), from + CONDITIONS_PER_BLOCK));
      head(title, some);
      for (Metric m : metrics) {
        if (some.stream().anyMatch(c -> c.of(m, of).known())) {
          row(m.title(), some, m, of);
        }
      }
      lines.add("");
    }
    List<String> none =
        metrics.stream()
            .filter(m -> all.stream().noneMatch(c -> c.of(m, of).known()))
            .map(Metric::title)
            .toList();
    if (!none.isEmpty()) {
      wrapped("None, since there was nothing to count (n=0): " + String.join("; ", none));
      lines.add("");
    }
  }

  private void groups(String title, Figures.Group.Kind kind, List<Metric> metrics) {
    List<Figures.Group> groups =
        figures.conditions().stream().flatMap(c -> c.groups(kind).stream()).distinct().toList();
    if (groups.size() < 2) {
      return;
    }
    List<Figures.OfCondition> all = figures.conditions();
    for (int from = 0; from < all.size(); from += CONDITIONS_PER_BLOCK) {
      List<Figures.OfCondition> some =
          all.subList(from, Math.min(all.size(), from + CONDITIONS_PER_BLOCK));
      head(title, some);
      for (Metric m : metrics) {
        lines.add(m.title() + " %");
        for (Figures.Group g : groups) {
          row("  " + g.title(), some, m, g);
        }
      }
      lines.add("");
    }
  }

  private void head(String title, List<Figures.OfCondition> some) {
    lines.add(
        pad(title.length() > NAME ? title.substring(0, NAME) : title, NAME)
            + some.stream()
                .map(c -> " " + pad(c.letter(), COLUMN))
                .collect(Collectors.joining())
                .stripTrailing());
    lines.add("-".repeat(NAME) + (" " + "-".repeat(COLUMN)).repeat(some.size()));
  }

  private void row(String name, List<Figures.OfCondition> some, Metric m, Figures.Group group) {
    String cut = name.length() > NAME ? name.substring(0, NAME - 1) + "…" : name;
    lines.add(
        (pad(cut, NAME)
                + some.stream()
                    .map(c -> " " + pad(tight(m, c.of(m, group)) + mark(c, m, group), COLUMN))
                    .collect(Collectors.joining()))
            .stripTrailing());
  }

  private static String mark(Figures.OfCondition c, Metric m, Figures.Group group) {
    return c.reached(m, group) ? " " + REACHED : "";
  }

  /** Each figure of labels beside those of the rules that see no image. */
  private void ofLabels() {
    for (Figures.OfCondition c : figures.conditions()) {
      if (!c.ofLabels().isEmpty()) {
        String head =
            pad("Labels beside trivial rules, %", NAME)
                + " "
                + pad(c.letter(), COLUMN)
                + Stream.of(Baseline.values())
                    .map(b -> " " + pad(b.title(), RULE))
                    .collect(Collectors.joining());
        lines.add(head.stripTrailing());
        lines.add(
            "-".repeat(NAME)
                + " "
                + "-".repeat(COLUMN)
                + (" " + "-".repeat(RULE)).repeat(Baseline.values().length));
        c.ofLabels().forEach(this::ruled);
        lines.add("");
      }
    }
  }

  private void ruled(Figures.Row row) {
    String name =
        row.metric().title()
            + (row.group().equals(Figures.Group.ALL) ? "" : ", " + row.group().title());
    String cut = name.length() > NAME ? name.substring(0, NAME - 1) + "…" : name;
    StringBuilder line =
        new StringBuilder(pad(cut, NAME))
            .append(' ')
            .append(
                pad(
                    tight(row.metric(), row.estimate()) + (row.reached() ? " " + REACHED : ""),
                    COLUMN));
    for (Baseline baseline : Baseline.values()) {
      line.append(' ')
          .append(
              pad(
                  row.beside(baseline)
                      .map(
                          b ->
                              NumberFormats.percent(b.estimate().value())
                                  + (b.reached() ? " " + REACHED : ""))
                      .orElse("none"),
                  RULE));
    }
    lines.add(line.toString().stripTrailing());
  }

  /** The ways of asking, where a model was asked in both. */
  private void ways() {
    for (AskedWays w : figures.ways()) {
      lines.add(
          "All claims in a list ("
              + w.list().letter()
              + "), each by itself ("
              + w.each().letter()
              + ")");
      lines.add("-".repeat(84));
      wrapped(
          "Claims that both labelled: "
              + w.correct().pairs()
              + "; without a label: "
              + w.list().letter()
              + " "
              + w.list().missing()
              + ", "
              + w.each().letter()
              + " "
              + w.each().missing()
              + "; same label in both: "
              + tight(Metric.LABEL_ACCURACY, w.same())
              + " %");
      way(w.list());
      way(w.each());
      if (w.correct().p() != null) {
        wrapped(
            "Difference "
                + w.each().letter()
                + " - "
                + w.list().letter()
                + ": "
                + NumberFormats.points(w.correct().difference().value())
                + " points"
                + (w.correct().difference().low() == null
                    ? ""
                    : " ["
                        + NumberFormats.points(w.correct().difference().low())
                        + ","
                        + NumberFormats.points(w.correct().difference().high())
                        + "]")
                + "; McNemar's exact test: p "
                + p(w.correct().p()));
      }
      lines.add("");
    }
  }

  private static String p(double p) {
    String number = NumberFormats.p(p);
    return number.startsWith("<") ? number : "= " + number;
  }

  private void way(AskedWays.Way way) {
    wrapped(
        way.letter()
            + ": correct "
            + tight(Metric.LABEL_ACCURACY, way.accuracy())
            + " %; "
            + way.calls()
            + " calls for labels, "
            + NumberFormats.decimals(way.seconds(), 1)
            + " s in all");
  }

  private void comparisons() {
    if (figures.comparisons().isEmpty()) {
      return;
    }
    lines.add("Compared               pairs   both  first only  second only  neither  p (McNemar)");
    lines.add("-".repeat(84));
    for (Comparison c : figures.comparisons()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-18s %s %s %6d %6d %11d %12d %8d  %s",
              c.what().title(),
              c.first(),
              c.second(),
              c.pairs(),
              c.both(),
              c.onlyFirst(),
              c.onlySecond(),
              c.neither(),
              c.p() == null ? "none (n=0)" : NumberFormats.p(c.p())));
    }
    lines.add("");
  }

  private void wrapped(String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      String rest = word;
      while (!rest.isEmpty()) {
        if (line.length() > 0 && line.length() + 1 + rest.length() > WIDTH) {
          lines.add(line.toString());
          line.setLength(0);
          line.append("   ");
        }
        int room = WIDTH - line.length() - 1;
        String part = rest.substring(0, Math.min(room, rest.length()));
        line.append(line.length() == 0 || line.charAt(line.length() - 1) == ' ' ? "" : " ");
        line.append(part);
        rest = rest.substring(part.length());
      }
    }
    lines.add(line.toString());
  }

  /** Such as {@code 97.5 [95.0,99.1]}. The star replaces the blank, so that 100 % fits. */
  private static String tight(Metric metric, Estimate e) {
    if (!e.known()) {
      return "none (n=0)";
    }
    return (NumberFormats.value(metric, e.value())
            + (e.interval() == Estimate.Interval.WILSON ? "*" : " ")
            + NumberFormats.interval(metric, e, ",", ""))
        .strip();
  }

  private static String shortened(String digest) {
    return digest.length() > 19 ? digest.substring(0, 19) + "…" : digest;
  }

  private static String pad(String s, int width) {
    return s.length() >= width ? s : s + " ".repeat(width - s.length());
  }
}
