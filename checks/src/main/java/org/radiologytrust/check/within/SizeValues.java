package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.text.measures.Trends.Direction;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Bound;

/** Compares the values of two measurements, with the tolerance that people use for sizes. */
public final class SizeValues {
  /** 8 and 9 mm are the same for most readers. */
  private static final double TOLERANCE = 1.15;

  /** "About 4 cm" can be 5 cm. */
  private static final double ABOUT = 1.35;

  /** "Unchanged" allows such a difference, as a factor and in millimetres. */
  private static final double SAME_FACTOR = 1.3;

  private static final double SAME_DIFFERENCE = 3;

  /** A difference that is no rounding, as a factor. */
  private static final double DIFFERENT = 1.03;

  private SizeValues() {}

  /** Whether both can be sizes of one thing at one time. */
  public static boolean agree(Measurement a, Measurement b) {
    return agree(a, b, ABOUT);
  }

  /** The same, without more tolerance for "about" and "up to". */
  static boolean equal(Measurement a, Measurement b) {
    return agree(a, b, TOLERANCE);
  }

  private static boolean agree(Measurement a, Measurement b, double about) {
    List<Double> few = a.values().size() <= b.values().size() ? a.values() : b.values();
    Measurement fewer = few == a.values() ? a : b;
    Measurement more = fewer == a ? b : a;
    List<Integer> free = new ArrayList<>();
    for (int i = 0; i < more.values().size(); i++) {
      free.add(i);
    }
    boolean all = true;
    for (int i = 0; i < fewer.values().size(); i++) {
      int size = i;
      Integer match =
          free.stream().filter(k -> same(fewer, size, more, k, about)).findFirst().orElse(null);
      all &= match != null;
      free.remove(match);
    }
    return all || mean(fewer, more);
  }

  /** "6 x 4 mm" is also a mean of 5 mm. */
  private static boolean mean(Measurement fewer, Measurement more) {
    double mean = more.values().stream().mapToDouble(v -> v).average().orElse(0);
    return fewer.values().size() == 1
        && more.values().size() > 1
        && Math.abs(mean - fewer.values().get(0)) < 1;
  }

  private static boolean same(Measurement a, int i, Measurement b, int k, double about) {
    double first = a.values().get(i);
    double second = b.values().get(k);
    double step = Math.max(step(a, i), step(b, k));
    boolean rough = a.bound() != Bound.EXACT || b.bound() != Bound.EXACT;
    double ratio = Math.max(first, second) / Math.max(0.001, Math.min(first, second));
    // "1 cm" for 12 mm is rounded
    return Math.abs(first - second) <= step / 2 + 1e-6 || ratio <= (rough ? about : TOLERANCE);
  }

  /** Whether a size now and an earlier one show that it changed in another direction. */
  public static boolean contradict(Direction direction, Measurement now, Measurement earlier) {
    List<Double> a = now.values().stream().sorted().toList();
    List<Double> b = earlier.values().stream().sorted().toList();
    if (a.size() != b.size()) {
      a = List.of(now.largest());
      b = List.of(earlier.largest());
    }
    boolean smaller = true;
    boolean larger = true;
    for (int i = 0; i < a.size(); i++) {
      smaller &= a.get(i) * DIFFERENT < b.get(i);
      larger &= a.get(i) > b.get(i) * DIFFERENT;
    }
    return switch (direction) {
      case LARGER -> smaller;
      case SMALLER -> larger;
      case SAME -> differs(now.largest(), earlier.largest());
    };
  }

  private static boolean differs(double a, double b) {
    return Math.max(a, b) > Math.min(a, b) * SAME_FACTOR && Math.abs(a - b) >= SAME_DIFFERENCE;
  }

  /** The value of the last digit in millimetres: 10 for "3 cm", 1 for "3.2 cm". */
  private static double step(Measurement m, int i) {
    double written = m.written().get(i);
    double unit = written == 0 ? 1 : m.values().get(i) / written;
    double step = 1;
    while (step > 0.01 && Math.abs(written / step - Math.rint(written / step)) > 1e-6) {
      step /= 10;
    }
    return unit * step;
  }
}
