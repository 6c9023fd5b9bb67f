package org.radiologytrust.pipeline.words;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds any of some words or phrases in a text, whatever their case. */
public final class ListedWords {
  private final Pattern any;

  public ListedWords(List<String> words) {
    String alternatives =
        words.isEmpty()
            ? "(?!)"
            : words.stream()
                .map(w -> Pattern.quote(w).replace(" ", "\\E\\s+\\Q"))
                .collect(Collectors.joining("|"));
    any =
        Pattern.compile(
            "(?<![\\p{L}\\p{N}])(?:" + alternatives + ")(?![\\p{L}\\p{N}])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  public boolean in(String text) {
    return any.matcher(text).find();
  }
}
