package org.radiologytrust.check.arithmetic;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Quantity;
import org.radiologytrust.text.words.Measurement.Time;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code volume}: a volume is not that of an ellipsoid with the three sizes beside it. The limits
 * leave room for the factors that people use for other shapes.
 */
final class Volume implements Check {
  static final String ID = "volume";

  /** Smallest factor: thyroid lobes have 0.48, sizes are rounded. */
  private static final double LEAST = 0.40;

  /** Largest factor: a bullet has 0.65, a bladder up to 0.75. */
  private static final double MOST = 0.80;

  /** Cubic millimetres in a millilitre. */
  private static final double MILLILITRE = 1000;

  /** An ellipsoid's share of the box around it. */
  private static final double ELLIPSOID = 0.52;

  /** How many words from its start a sentence may name the volume of the size before it. */
  private static final int START = 4;

  /** Characters between a size and its volume in brackets. */
  private static final int BRACKET = 3;

  private record Words(@MayBeEmpty Set<String> units, Terms volume, @MayBeEmpty Terms not) {}

  private final Words words;
  private final Numbers volumes;
  private final Measurements measurements;

  Volume(SiteFiles files, Measurements measurements) {
    words = files.words("volumes.yaml", new TypeReference<Words>() {});
    volumes = new Numbers(words.units());
    this.measurements = measurements;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<CheckResult> results = new ArrayList<>();
    SentenceReading before = null;
    for (SentenceReading s : r.stated()) {
      boolean told = words.volume().anyIn(s.words()) || behindSize(s);
      if (told && !words.not().anyIn(s.words())) {
        CheckResult result = result(s, before);
        if (result != null && results.size() < MAX_RESULTS) {
          results.add(result);
        }
      }
      before = s;
    }
    return results;
  }

  /** "5.0 x 4.0 x 4.5 cm (47 cc)". */
  private boolean behindSize(SentenceReading s) {
    Measurement size = size(s);
    if (size == null) {
      return false;
    }
    int next = s.words().evidence(size.first(), size.last()).span().end();
    return volumes.in(s.words()).stream()
        .map(said -> said.words().span().start() - next)
        .anyMatch(gap -> gap > 0 && gap <= BRACKET);
  }

  private @Nullable CheckResult result(SentenceReading s, @Nullable SentenceReading before) {
    List<Numbers.Number> said = volumes.in(s.words());
    Measurement size = size(s);
    WordTokens of = s.words();
    boolean begins =
        of.size() > 0 && new Window(of, 0, 0, 0, Math.min(START, of.size())).has(words.volume());
    if (size == null && before != null && before.section() == s.section() && begins) {
      size = size(before);
      of = before.words();
    }
    if (size == null || said.size() != 1) {
      return null;
    }
    double box = size.values().stream().reduce(1.0, (a, b) -> a * b) / MILLILITRE;
    double factor = said.get(0).value() / box;
    if (factor >= LEAST && factor <= MOST) {
      return null;
    }
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        said.get(0).words(),
        of.evidence(size.first(), size.last()),
        "These sizes give about "
            + amount(box * ELLIPSOID)
            + " mL (ellipsoid): check the sizes and the volume.");
  }

  private static String amount(double millilitres) {
    return millilitres < 10
        ? String.valueOf(Math.round(millilitres * 10) / 10.0)
        : String.valueOf(Math.round(millilitres));
  }

  /** The only size with three dimensions. */
  private @Nullable Measurement size(SentenceReading s) {
    List<Measurement> found =
        measurements.in(s.words()).stream()
            .filter(m -> m.quantity() == Quantity.LENGTH && m.values().size() >= 2 && !m.range())
            .toList();
    return found.size() == 1 && found.get(0).values().size() == 3 && found.get(0).time() == Time.NOW
        ? found.get(0)
        : null;
  }
}
