package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.check.form.OverconfidentWords;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.baseline.Baseline;

/**
 * The figures of an evaluation.
 *
 * @param seed of the bootstrap
 * @param draws of the bootstrap
 * @param cases number of cases
 * @param claims number of true claims in all cases
 * @param labelled number of true claims that have a label
 * @param comparisons one for each pair of conditions, in their order
 * @param ways one for each pair of conditions that differ only in the way of asking
 */
public record Figures(
    long seed,
    int draws,
    int cases,
    int casesWithImages,
    int claims,
    int labelled,
    List<OfCondition> conditions,
    List<Comparison> comparisons,
    List<AskedWays> ways) {
  public Figures {
    conditions = List.copyOf(conditions);
    comparisons = List.copyOf(comparisons);
    ways = List.copyOf(ways);
  }

  /**
   * The figures of one condition.
   *
   * @param letter A, B and so on, as in plots and tables
   * @param answered number of cases that have a result
   * @param rows over all cases first, then by group
   * @param confusion rows by true label, columns by given label and then missing, in the order of
   *     {@link org.radiologytrust.model.Label}
   * @param bins ten equal bins of the confidence, from 0
   */
  public record OfCondition(
      String letter,
      Condition condition,
      int answered,
      List<Row> rows,
      int[][] confusion,
      List<Bin> bins) {
    /** An estimate over all cases. */
    public Estimate all(Metric metric) {
      return of(metric, Group.ALL);
    }

    /** An estimate without a value when the metric is not counted for the group. */
    public Estimate of(Metric metric, Group group) {
      return rows.stream()
          .filter(r -> r.metric() == metric && r.group().equals(group))
          .map(Row::estimate)
          .findFirst()
          .orElse(Estimate.none());
    }

    /** Whether a rule that sees no image reaches a figure. */
    boolean reached(Metric metric, Group group) {
      return rows.stream()
          .filter(r -> r.metric() == metric && r.group().equals(group))
          .anyMatch(Row::reached);
    }

    /** The figures of labels, which have those of the rules beside them. */
    List<Row> ofLabels() {
      return rows.stream().filter(r -> !r.beside().isEmpty()).toList();
    }

    public List<Group> groups(Group.Kind kind) {
      return rows.stream().map(Row::group).filter(g -> g.kind() == kind).distinct().toList();
    }

    /** The letter and the title of the condition. */
    public String title() {
      return letter + " " + condition.title();
    }
  }

  /**
   * One metric of one group of cases, claims or calls.
   *
   * @param beside the figures of rules that see no image; empty for figures of other things than
   *     labels
   */
  public record Row(Metric metric, Group group, Estimate estimate, List<Baselines.Beside> beside) {
    /** The figure of one rule. */
    public Optional<Baselines.Beside> beside(Baseline baseline) {
      return beside.stream().filter(b -> b.baseline() == baseline).findFirst();
    }

    /** Whether a rule reaches the figure. */
    public boolean reached() {
      return beside.stream().anyMatch(Baselines.Beside::reached);
    }

    /** The names of the rules that reach it; empty for none. */
    public String reachedBy(String separator) {
      return beside.stream()
          .filter(Baselines.Beside::reached)
          .map(b -> b.baseline().title())
          .collect(Collectors.joining(separator));
    }
  }

  /**
   * A group of cases, claims or calls.
   *
   * @param name of the split, reason or step; empty for all
   */
  public record Group(Kind kind, String name) {
    static final Group ALL = new Group(Kind.ALL, "");

    /** What the items of a group have in common. */
    public enum Kind {
      ALL,
      /** {@link org.radiologytrust.cases.Truth#split}. */
      SPLIT,
      /** {@link TrueClaim#reason}; only for label accuracy. */
      REASON,
      /** {@link Call#step}; only for valid schema and needed repairs. */
      STEP
    }

    /** Its name in eval.json and eval.csv, such as {@code split: held}. */
    public String code() {
      String k = kind.name().toLowerCase(Locale.ROOT);
      return kind == Kind.ALL ? k : k + ": " + title();
    }

    public String title() {
      return kind == Kind.ALL ? "all" : name.isEmpty() ? "(none)" : name;
    }
  }

  /** The figures with the shipped list of overconfident words. */
  public static Figures of(List<LabelledCase> cases, List<ConditionResults> all, long seed) {
    return of(cases, all, seed, OverconfidentWords.load(SiteFiles.shipped()));
  }

  /**
   * @param cases without duplicates
   * @param all one or more conditions
   * @param seed of the bootstrap
   * @param words the check's list
   */
  public static Figures of(
      List<LabelledCase> cases, List<ConditionResults> all, long seed, OverconfidentWords words) {
    Bootstrap bootstrap = new Bootstrap(seed);
    Baselines baselines = new Baselines(cases);
    List<Measure> measures = new Measures(words).all();
    List<OfCondition> conditions = new ArrayList<>();
    List<List<AnsweredCase>> answered = new ArrayList<>();
    for (ConditionResults r : all) {
      List<AnsweredCase> of = AnsweredCase.of(cases, r);
      conditions.add(
          new OfCondition(
              letter(answered.size()),
              r.condition(),
              of.size(),
              rows(of, measures, bootstrap, baselines),
              Labels.confusion(of),
              Reliability.bins(of)));
      answered.add(of);
    }
    List<Comparison> comparisons = comparisons(conditions, answered, new Comparer(bootstrap));
    List<TrueClaim> claims = cases.stream().flatMap(c -> c.truth().claims().stream()).toList();
    return new Figures(
        seed,
        Bootstrap.DRAWS,
        cases.size(),
        (int) cases.stream().filter(LabelledCase::withImages).count(),
        claims.size(),
        (int) claims.stream().filter(c -> c.label() != null).count(),
        conditions,
        comparisons,
        ways(comparisons, conditions, answered, bootstrap));
  }

  private static List<Row> rows(
      List<AnsweredCase> of, List<Measure> measures, Bootstrap bootstrap, Baselines baselines) {
    List<Row> rows = new ArrayList<>();
    measures.forEach(m -> rows.add(row(m, Group.ALL, of, bootstrap, baselines)));
    for (String split : names(of, a -> Stream.of(a.labelled().truth().split()))) {
      List<AnsweredCase> some = where(of, a -> a.labelled().truth().split().equals(split));
      Group group = new Group(Group.Kind.SPLIT, split);
      measures.forEach(m -> rows.add(row(m, group, some, bootstrap, baselines)));
    }
    for (String reason :
        names(of, a -> a.claims().stream().filter(c -> c.label() != null).map(TrueClaim::reason))) {
      Predicate<TrueClaim> ofReason = c -> c.label() != null && c.reason().equals(reason);
      List<AnsweredCase> some = where(of, a -> a.claims().stream().anyMatch(ofReason));
      Group group = new Group(Group.Kind.REASON, reason);
      rows.add(row(Measures.accuracy(ofReason), group, some, bootstrap, baselines));
    }
    for (String step :
        of.stream().flatMap(a -> a.calls().stream()).map(Call::step).distinct().toList()) {
      List<AnsweredCase> some = where(of, a -> a.asked(step));
      Group group = new Group(Group.Kind.STEP, step);
      for (Metric m : List.of(Metric.SCHEMA_VALID, Metric.REPAIR_NEEDED)) {
        Measure measure = Measures.calls(m, c -> c.step().equals(step));
        rows.add(row(measure, group, some, bootstrap, baselines));
      }
    }
    return rows;
  }

  private static Row row(
      Measure measure,
      Group group,
      List<AnsweredCase> of,
      Bootstrap bootstrap,
      Baselines baselines) {
    return new Row(
        measure.metric(),
        group,
        bootstrap.of(measure, of),
        baselines.beside(measure, of, bootstrap));
  }

  private static List<Comparison> comparisons(
      List<OfCondition> conditions, List<List<AnsweredCase>> answered, Comparer comparing) {
    List<Comparison> all = new ArrayList<>();
    for (Comparison.What what : Comparison.What.values()) {
      for (int i = 0; i < conditions.size(); i++) {
        for (int k = i + 1; k < conditions.size(); k++) {
          Condition first = conditions.get(i).condition();
          Condition second = conditions.get(k).condition();
          if (what != Comparison.What.BOTH_LABELLED || AskedWays.differ(first, second)) {
            all.add(
                comparing.compare(
                    conditions.get(i).letter(),
                    answered.get(i),
                    conditions.get(k).letter(),
                    answered.get(k),
                    what));
          }
        }
      }
    }
    return all;
  }

  private static List<AskedWays> ways(
      List<Comparison> comparisons,
      List<OfCondition> conditions,
      List<List<AnsweredCase>> answered,
      Bootstrap bootstrap) {
    List<String> letters = conditions.stream().map(OfCondition::letter).toList();
    return comparisons.stream()
        .filter(c -> c.what() == Comparison.What.BOTH_LABELLED)
        .map(
            c ->
                AskedWays.of(
                    c,
                    answered.get(letters.indexOf(c.first())),
                    answered.get(letters.indexOf(c.second())),
                    bootstrap))
        .toList();
  }

  private static Iterable<String> names(
      List<AnsweredCase> of, Function<AnsweredCase, Stream<String>> names) {
    return of.stream().flatMap(names).collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<AnsweredCase> where(List<AnsweredCase> of, Predicate<AnsweredCase> which) {
    return of.stream().filter(which).toList();
  }

  /** A to Z, then AA, AB. */
  static String letter(int place) {
    String last = String.valueOf((char) ('A' + place % 26));
    return place < 26 ? last : letter(place / 26 - 1) + last;
  }
}
