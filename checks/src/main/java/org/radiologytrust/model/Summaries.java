package org.radiologytrust.model;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Summaries of an audit in a few sentences. Either may be empty. */
public record Summaries(String clinician, String patient) {
  public static final Summaries NONE = new Summaries("", "");

  /**
   * A text in parts that are easy to read one by one: its own lines, or the sentences of a single
   * block. Empty for an empty text.
   */
  public static List<String> parts(String text) {
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return lines.size() == 1 ? sentences(lines.get(0)) : lines;
  }

  private static List<String> sentences(String block) {
    BreakIterator ends = BreakIterator.getSentenceInstance(Locale.ENGLISH);
    ends.setText(block);
    List<String> sentences = new ArrayList<>();
    int start = ends.first();
    for (int end = ends.next(); end != BreakIterator.DONE; end = ends.next()) {
      sentences.add(block.substring(start, end).strip());
      start = end;
    }
    return List.copyOf(sentences);
  }
}
