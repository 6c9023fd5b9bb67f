package org.radiologytrust.text.measures;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.measures.MeasureContext.Place;
import org.radiologytrust.text.measures.MeasureParser.Parsed;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Quantity;
import org.radiologytrust.text.words.Measurement.Time;
import org.radiologytrust.text.words.WordTokens;

/** Finds lengths and weights in sentences. The words are in {@code measures.yaml}. */
public final class Measurements {
  private final MeasureParser parser;
  private final MeasureContext context;

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  public Measurements(SiteFiles files) {
    MeasureWords words = MeasureWords.load(files);
    parser = new MeasureParser(words);
    context = new MeasureContext(files, words);
  }

  /** The measurements of a sentence, from left to right. Several checks ask for the same. */
  public List<Measurement> in(WordTokens t) {
    return t.once(Measurements.class, this::read);
  }

  private List<Measurement> read(WordTokens t) {
    List<Parsed> parsed = changes(t, parser.in(t.text()));
    List<Place> places = places(t, parsed);
    List<@Nullable Time> times = times(places);
    List<Measurement> found = new ArrayList<>();
    for (int i = 0; i < parsed.size(); i++) {
      Time time = times.get(i);
      found.add(measurement(parsed.get(i), places.get(i), time == null ? Time.NOW : time));
    }
    return List.copyOf(found);
  }

  /** Splits "increased from 8 to 12 mm" into its two values. */
  private List<Parsed> changes(WordTokens t, List<Parsed> parsed) {
    List<Parsed> all = new ArrayList<>();
    for (Parsed p : parsed) {
      int first = t.wordAt(p.from());
      if (p.range() && context.from(t, first) && context.changeBefore(t, first)) {
        all.addAll(p.ends());
      } else {
        all.add(p);
      }
    }
    return all;
  }

  private static List<Place> places(WordTokens t, List<Parsed> parsed) {
    List<Place> places = new ArrayList<>();
    int after = -1;
    for (int i = 0; i < parsed.size(); i++) {
      int first = t.wordAt(parsed.get(i).from());
      int last = t.wordAt(parsed.get(i).to() - 1);
      int before = i + 1 < parsed.size() ? t.wordAt(parsed.get(i + 1).from()) : t.size();
      places.add(new Place(t, first, last, after, before));
      after = last;
    }
    return places;
  }

  private List<@Nullable Time> times(List<Place> places) {
    List<@Nullable Time> times = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Place p = places.get(i);
      boolean toBefore = i > 0 && context.to(p.t(), places.get(i - 1).first());
      boolean toAfter = p.before() < p.t().size() && context.to(p.t(), p.before());
      boolean change = toBefore || toAfter || context.changeBefore(p.t(), p.first());
      boolean from = change && context.from(p.t(), p.first());
      times.add(from ? Time.EARLIER : context.time(p));
    }
    boolean present = times.contains(Time.NOW) || places.stream().anyMatch(p -> !context.past(p));
    for (int i = 0; i < places.size(); i++) {
      if (present && times.get(i) == null && context.past(places.get(i))) {
        times.set(i, Time.EARLIER);
      }
    }
    return times;
  }

  private Measurement measurement(Parsed p, Place place, Time time) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < p.numbers().size(); i++) {
      values.add(p.numbers().get(i) * parser.millimetres(p.units().get(i)));
    }
    return new Measurement(
        parser.weight(p.units().get(0)) ? Quantity.WEIGHT : Quantity.LENGTH,
        values,
        p.numbers(),
        p.units(),
        p.range(),
        context.bound(place),
        time,
        context.role(place),
        place.first(),
        place.last());
  }
}
