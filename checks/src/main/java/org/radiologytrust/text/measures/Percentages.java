package org.radiologytrust.text.measures;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.measures.MeasureContext.Place;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Quantity;
import org.radiologytrust.text.words.Measurement.Time;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** Finds percentages in sentences: "79%", "50-60 %". The words are in {@code measures.yaml}. */
public final class Percentages {
  private static final String NUMBER = "(\\d{1,3}(?:\\.\\d{1,2})?)";
  private static final String UNIT = "%";
  private static final Pattern PERCENT =
      Pattern.compile(
          "(?<![\\d.,/])" + NUMBER + "(?:\\s?[-–]\\s?" + NUMBER + ")?\\s?" + UNIT + "(?!\\w)");

  private final Terms once;
  private final MeasureContext context;

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  public Percentages(SiteFiles files) {
    MeasureWords words = MeasureWords.load(files);
    once = words.once();
    context = new MeasureContext(files, words);
  }

  /** The percentages of a sentence, from left to right. */
  public List<Measurement> in(WordTokens t) {
    return t.text().contains(UNIT) ? t.once(Percentages.class, this::read) : List.of();
  }

  private List<Measurement> read(WordTokens t) {
    List<List<Double>> values = new ArrayList<>();
    List<Integer> words = new ArrayList<>();
    Matcher m = PERCENT.matcher(t.text());
    while (m.find()) {
      boolean range = m.group(2) != null;
      double low = Double.parseDouble(m.group(1));
      values.add(range ? List.of(low, Double.parseDouble(m.group(2))) : List.of(low));
      words.add(t.wordAt(m.start()));
      words.add(t.wordAt(m.end(range ? 2 : 1) - 1));
    }
    List<Measurement> found = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      int after = i == 0 ? -1 : words.get(2 * i - 1);
      int before = i + 1 == values.size() ? t.size() : words.get(2 * i + 2);
      Place place = new Place(t, words.get(2 * i), words.get(2 * i + 1), after, before);
      found.add(percentage(values.get(i), place));
    }
    return List.copyOf(found);
  }

  private Measurement percentage(List<Double> values, Place place) {
    Time time = context.time(place);
    return new Measurement(
        Quantity.PERCENT,
        values,
        values,
        values.stream().map(v -> UNIT).toList(),
        values.size() > 1,
        context.bound(place),
        time == null ? Time.NOW : time,
        context.role(place),
        place.first(),
        place.last());
  }

  /**
   * The words for what a percentage is of, if a report measures it once, such as the ejection
   * fraction; {@code null} if it is of something else.
   */
  public Terms.@Nullable Hit name(WordTokens t, Measurement m) {
    Terms.Hit name = null;
    for (Terms.Hit hit : once.in(t)) {
      boolean own = t.part(hit.first()) == t.part(m.first());
      if (own && (name == null || hit.last() < m.first())) {
        name = hit;
      }
    }
    return name;
  }
}
