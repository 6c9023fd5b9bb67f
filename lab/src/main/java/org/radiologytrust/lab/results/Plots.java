package org.radiologytrust.lab.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.html.VisibleText;

/**
 * The data that plots.js draws.
 *
 * @param conditions in the order of the tables
 * @param intervals one plot for each metric that some condition has
 * @param reliability one plot for each condition that gave confidences
 */
record Plots(List<PlottedCondition> conditions, List<Intervals> intervals, List<Bins> reliability) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** How a condition appears in every plot. */
  record PlottedCondition(String letter, String title, Mark mark) {}

  /**
   * The values of one metric.
   *
   * @param title with the unit
   * @param direction which values are good; may be empty
   * @param most upper end of the axis; {@code null} lets the plot choose
   */
  record Intervals(
      String title, String direction, @Nullable Double most, List<@Nullable Interval> conditions) {}

  /**
   * A value, in percent where the metric is a share.
   *
   * @param low is {@code null} together with high where no interval is known
   * @param text value and interval as the tables show them
   */
  record Interval(double value, @Nullable Double low, @Nullable Double high, String text) {}

  /**
   * A reliability diagram.
   *
   * @param condition its place in {@link Plots#conditions}
   * @param error the expected calibration error with its interval
   */
  record Bins(int condition, String error, List<Bin> bins) {}

  static Plots of(List<Figures.OfCondition> conditions) {
    List<PlottedCondition> plotted = new ArrayList<>();
    List<Bins> bins = new ArrayList<>();
    for (int k = 0; k < conditions.size(); k++) {
      Figures.OfCondition c = conditions.get(k);
      plotted.add(new PlottedCondition(c.letter(), VisibleText.plain(c.title()), Mark.of(k)));
      Estimate error = c.all(Metric.CALIBRATION_ERROR);
      if (error.known()) {
        bins.add(new Bins(k, NumberFormats.full(Metric.CALIBRATION_ERROR, error), c.bins()));
      }
    }
    List<Intervals> intervals = new ArrayList<>();
    for (Metric m : Metric.values()) {
      if (conditions.stream().anyMatch(c -> c.all(m).known())) {
        intervals.add(
            new Intervals(
                NumberFormats.title(m),
                m.better().text(),
                m.unit().percent() ? 100.0 : null,
                intervals(m, conditions)));
      }
    }
    return new Plots(plotted, intervals, bins);
  }

  private static List<@Nullable Interval> intervals(
      Metric m, List<Figures.OfCondition> conditions) {
    double scale = m.unit().percent() ? 100 : 1;
    List<@Nullable Interval> of = new ArrayList<>();
    for (Figures.OfCondition c : conditions) {
      Estimate e = c.all(m);
      of.add(
          !e.known()
              ? null
              : new Interval(
                  scale * e.value(),
                  e.low() == null ? null : scale * e.low(),
                  e.high() == null ? null : scale * e.high(),
                  NumberFormats.full(m, e)));
    }
    return of;
  }

  /** JSON that can stand in a script element: no text in it can end the element. */
  String json() {
    try {
      return JSON.writeValueAsString(this).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and texts", e);
    }
  }
}
