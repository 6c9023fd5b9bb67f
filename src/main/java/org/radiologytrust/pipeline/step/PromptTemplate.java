package org.radiologytrust.pipeline.step;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in a step's prompt template. Placeholders within the inserted data are not replaced. */
final class PromptTemplate {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

  private PromptTemplate() {}

  static String fill(String template, Map<String, String> parts) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(m -> Matcher.quoteReplacement(parts.get(m.group(1))))
        .strip();
  }
}
