package org.radiologytrust.llm.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.settings.Settings;

/**
 * A model as a setting names it: {@code medgemma1.5:4b-it-q8_0}, or with the only digest that it
 * may have, {@code medgemma1.5:4b-it-q8_0@sha256:} and 64 hexadecimal digits.
 *
 * @param name by which servers know it
 * @param digest SHA-256 in hexadecimal; empty where any will do
 */
public record ModelName(String name, String digest) {
  private static final Pattern PINNED = Pattern.compile("([^@]+)@sha256:([0-9a-f]{64})");

  /**
   * Reads a setting.
   *
   * @throws Settings.Wrong when it is empty, or has an {@code @} that no digest follows
   */
  public static ModelName of(Settings settings, String key) {
    String value = settings.required(key);
    Matcher pinned = PINNED.matcher(value);
    if (pinned.matches()) {
      return new ModelName(pinned.group(1), pinned.group(2));
    }
    if (value.contains("@")) {
      throw new Settings.Wrong(
          key + ": behind @ there must be sha256: and 64 hexadecimal digits, in lower case");
    }
    return new ModelName(value, "");
  }
}
