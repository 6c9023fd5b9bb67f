package org.radiologytrust.page.report;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.radiologytrust.settings.Settings;

/** The origins whose pages may ask for a report: the setting {@code rtl.page.open.origins}. */
public final class LaunchOrigins {
  private static final String KEY = "rtl.page.open.origins";

  /** As a browser sends it: no path, no slash at the end, lower case. */
  private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.\\[\\]:-]+");

  private LaunchOrigins() {}

  /**
   * @throws Settings.Wrong if one is no origin
   */
  public static Set<String> of(Settings settings) {
    List<String> origins = settings.list(KEY);
    if (!origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches())) {
      throw new Settings.Wrong(
          KEY + ": must be origins without a path, such as https://ris.example:8443");
    }
    return Set.copyOf(origins);
  }
}
