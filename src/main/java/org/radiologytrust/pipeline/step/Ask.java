package org.radiologytrust.pipeline.step;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.radiologytrust.settings.Settings;

/** How claims are compared with the images: the setting {@code rtl.audit.ask}. */
public enum Ask {
  /** All claims of a report in one list. */
  LIST(Map.of()),
  /** One question for each claim. */
  EACH(Map.of("alignment", "question", "blank", "blank-question"));

  /** The steps that run in place of others. */
  private final Map<String, String> instead;

  Ask(Map<String, String> instead) {
    this.instead = instead;
  }

  /**
   * @throws Settings.Wrong when the setting is not valid
   */
  public static Ask of(Settings settings) {
    String[] codes = Stream.of(values()).map(Ask::code).toArray(String[]::new);
    return valueOf(settings.oneOf("rtl.audit.ask", codes).toUpperCase(Locale.ROOT));
  }

  /** The word for it in the settings. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The step that runs where routes and evaluations name {@code step}, such as {@code question} for
   * {@code alignment}.
   */
  public String step(String step) {
    return instead.getOrDefault(step, step);
  }

  /** Whether a step of this name runs when claims are asked about in this way. */
  public boolean runs(String step) {
    return Stream.of(values())
        .filter(way -> way != this)
        .noneMatch(way -> way.instead.containsValue(step) || instead.containsKey(step));
  }
}
