package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.check.form.OverconfidentWords;
import org.radiologytrust.files.SiteFiles;

/**
 * The figures of an evaluation.
 *
 * @param seed of the bootstrap
 * @param draws of the bootstrap
 * @param cases number of cases
 * @param claims number of true claims in all cases
 * @param labelled number of true claims that have a label
 * @param comparisons one for each pair of conditions, in their order
 */
public record Figures(
    long seed,
    int draws,
    int cases,
    int casesWithImages,
    int claims,
    int labelled,
    List<OfCondition> conditions,
    List<Comparison> comparisons) {
  public Figures {
    conditions = List.copyOf(conditions);
    comparisons = List.copyOf(comparisons);
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

    public List<Group> groups(Group.Kind kind) {
      return rows.stream().map(Row::group).filter(g -> g.kind() == kind).distinct().toList();
    }

    /** The letter and the title of the condition. */
    public String title() {
      return letter + " " + condition.title();
    }
  }

  /** One metric of one group of cases, claims or calls. */
  public record Row(Metric metric, Group group, Estimate estimate) {}

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
              rows(of, measures, bootstrap),
              Labels.confusion(of),
              Reliability.bins(of)));
      answered.add(of);
    }
    List<TrueClaim> claims = cases.stream().flatMap(c -> c.truth().claims().stream()).toList();
    return new Figures(
        seed,
        Bootstrap.DRAWS,
        cases.size(),
        (int) cases.stream().filter(LabelledCase::withImages).count(),
        claims.size(),
        (int) claims.stream().filter(c -> c.label() != null).count(),
        conditions,
        comparisons(conditions, answered, new Comparer(bootstrap)));
  }

  private static List<Row> rows(
      List<AnsweredCase> of, List<Measure> measures, Bootstrap bootstrap) {
    List<Row> rows = new ArrayList<>();
    measures.forEach(m -> rows.add(new Row(m.metric(), Group.ALL, bootstrap.of(m, of))));
    for (String split : names(of, a -> Stream.of(a.labelled().truth().split()))) {
      List<AnsweredCase> some = where(of, a -> a.labelled().truth().split().equals(split));
      Group group = new Group(Group.Kind.SPLIT, split);
      measures.forEach(m -> rows.add(new Row(m.metric(), group, bootstrap.of(m, some))));
    }
    for (String reason :
        names(of, a -> a.claims().stream().filter(c -> c.label() != null).map(TrueClaim::reason))) {
      Predicate<TrueClaim> ofReason = c -> c.label() != null && c.reason().equals(reason);
      List<AnsweredCase> some = where(of, a -> a.claims().stream().anyMatch(ofReason));
      rows.add(
          new Row(
              Metric.LABEL_ACCURACY,
              new Group(Group.Kind.REASON, reason),
              bootstrap.of(Measures.accuracy(ofReason), some)));
    }
    for (String step :
        of.stream().flatMap(a -> a.calls().stream()).map(Call::step).distinct().toList()) {
      List<AnsweredCase> some = where(of, a -> a.asked(step));
      for (Metric m : List.of(Metric.SCHEMA_VALID, Metric.REPAIR_NEEDED)) {
        Measure measure = Measures.calls(m, c -> c.step().equals(step));
        rows.add(new Row(m, new Group(Group.Kind.STEP, step), bootstrap.of(measure, some)));
      }
    }
    return rows;
  }

  private static List<Comparison> comparisons(
      List<OfCondition> conditions, List<List<AnsweredCase>> answered, Comparer comparing) {
    List<Comparison> all = new ArrayList<>();
    for (Comparison.What what : Comparison.What.values()) {
      for (int i = 0; i < conditions.size(); i++) {
        for (int k = i + 1; k < conditions.size(); k++) {
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
    return all;
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
