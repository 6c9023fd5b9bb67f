package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Estimates with 95 % bootstrap intervals. It draws as many cases as there are, with replacement,
 * 2,000 times. It draws cases rather than claims, because the claims of one case are not
 * independent. The same seed and number of cases give the same draws on every Java runtime.
 */
final class Bootstrap {
  static final int DRAWS = 2_000;

  /** How many sets of draws to cache. One for 1,000 cases takes 4 MB. */
  private static final int KEPT = 4;

  private final long seed;
  private final Map<Integer, short[][]> draws =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, short[][]> eldest) {
          return size() > KEPT;
        }
      };

  Bootstrap(long seed) {
    this.seed = seed;
  }

  Estimate of(Measure measure, List<AnsweredCase> cases) {
    if (measure instanceof Measure.Sums sums) {
      return sums(share(sums), sums.value(), sums.n(), cases.stream().map(sums.count()).toList());
    }
    Measure.Median median = (Measure.Median) measure;
    return median(median, cases.stream().map(median.values()).toList());
  }

  /**
   * The measure of the second minus that of the first. The same cases are drawn for both, so the
   * interval is that of pairs.
   *
   * @param first in the same order of cases as {@code second}
   */
  Estimate difference(Measure.Sums measure, List<AnsweredCase> first, List<AnsweredCase> second) {
    List<double[]> counts = new ArrayList<>();
    int width = 0;
    for (int i = 0; i < first.size(); i++) {
      double[] left = measure.count().apply(first.get(i));
      double[] right = measure.count().apply(second.get(i));
      width = left.length;
      double[] joined = new double[2 * width];
      System.arraycopy(left, 0, joined, 0, width);
      System.arraycopy(right, 0, joined, width, width);
      counts.add(joined);
    }
    int half = width;
    return sums(
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

  private static boolean share(Measure measure) {
    return measure.metric().unit() == Metric.Unit.SHARE;
  }

  /**
   * @param share whether the value is a share, so that Wilson's interval applies
   * @param valueOf as in {@link Measure.Sums}
   * @param n as in {@link Measure.Sums}
   * @param counts one array for each case, all of the same length
   */
  Estimate sums(
      boolean share,
      ToDoubleFunction<double[]> valueOf,
      ToDoubleFunction<double[]> n,
      List<double[]> counts) {
    if (counts.isEmpty()) {
      return Estimate.none();
    }
    Columns columns = Columns.of(counts);
    double[] total = columns.total();
    double value = valueOf.applyAsDouble(total);
    if (!Double.isFinite(value)) {
      return Estimate.none();
    }
    double[] drawn = new double[DRAWS];
    int defined = 0;
    for (short[] times : draws(counts.size())) {
      double v = valueOf.applyAsDouble(columns.sums(times));
      if (Double.isFinite(v)) {
        drawn[defined++] = v;
      }
    }
    return estimate(
        share,
        value,
        Arrays.copyOf(drawn, defined),
        (int) Math.round(n.applyAsDouble(total)),
        (int) counts.stream().filter(c -> Arrays.stream(c).anyMatch(v -> v != 0)).count());
  }

  private record Value(double value, int of) {}

  private Estimate median(Measure.Median measure, List<double[]> values) {
    List<Value> sorted = new ArrayList<>();
    int contributing = 0;
    for (int i = 0; i < values.size(); i++) {
      int before = sorted.size();
      for (double v : values.get(i)) {
        if (Double.isFinite(v)) {
          sorted.add(new Value(v, i));
        }
      }
      contributing += sorted.size() > before ? 1 : 0;
    }
    if (sorted.isEmpty()) {
      return Estimate.none();
    }
    sorted.sort((a, b) -> Double.compare(a.value(), b.value()));
    double[] ordered = sorted.stream().mapToDouble(Value::value).toArray();
    int[] of = sorted.stream().mapToInt(Value::of).toArray();
    short[] once = new short[values.size()];
    Arrays.fill(once, (short) 1);
    double[] drawn = new double[DRAWS];
    int defined = 0;
    for (short[] times : draws(values.size())) {
      double v = median(ordered, of, times);
      if (Double.isFinite(v)) {
        drawn[defined++] = v;
      }
    }
    return estimate(
        share(measure),
        median(ordered, of, once),
        Arrays.copyOf(drawn, defined),
        sorted.size(),
        contributing);
  }

  /** The median of sorted values, each counted as often as its case was drawn. */
  private static double median(double[] sorted, int[] of, short[] times) {
    long count = 0;
    for (int i : of) {
      count += times[i];
    }
    if (count == 0) {
      return Double.NaN;
    }
    long lower = (count - 1) / 2;
    long upper = count / 2;
    double first = Double.NaN;
    long seen = 0;
    for (int i = 0; i < sorted.length; i++) {
      seen += times[of[i]];
      if (Double.isNaN(first) && seen > lower) {
        first = sorted[i];
      }
      if (seen > upper) {
        return (first + sorted[i]) / 2;
      }
    }
    throw new IllegalStateException("there are fewer values than were counted");
  }

  private static Estimate estimate(boolean share, double value, double[] drawn, int n, int cases) {
    Arrays.sort(drawn);
    double low = drawn.length == 0 ? value : quantile(drawn, Estimate.ERROR / 2);
    double high = drawn.length == 0 ? value : quantile(drawn, 1 - Estimate.ERROR / 2);
    if (high - low > 1e-12) {
      return new Estimate(value, low, high, n, cases, Estimate.Interval.BOOTSTRAP);
    }
    if (!share || value < 0 || value > 1 || cases == 0) {
      return new Estimate(value, null, null, n, cases, Estimate.Interval.NONE);
    }
    Estimate wilson = Estimate.share((int) Math.round(value * cases), cases);
    return new Estimate(
        value,
        Math.min(value, wilson.low()),
        Math.max(value, wilson.high()),
        n,
        cases,
        Estimate.Interval.WILSON);
  }

  /** Interpolates between two values, as most statistics programs do. */
  static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** How often each case is drawn, for each draw. */
  private short[][] draws(int cases) {
    return draws.computeIfAbsent(
        cases,
        n -> {
          // Java's contract fixes the sequence of Random, but not that of faster generators
          Random random = new Random(seed);
          short[][] all = new short[DRAWS][n];
          for (short[] times : all) {
            for (int i = 0; i < n; i++) {
              times[random.nextInt(n)]++;
            }
          }
          return all;
        });
  }
}
