package org.radiologytrust.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.ExplainedCheck.Found;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Trace;

/**
 * Names the lists that have the words of a flag. It hears what a check looks for, so it needs a
 * reading of its own: only reports with a flag are read twice.
 */
final class FlagLists implements Trace {
  private List<Found> heard = new ArrayList<>();
  private List<Found> ofReading = List.of();

  @Override
  public void sought(String list, int sentence, @Nullable String words) {
    if (words != null) {
      heard.add(new Found(sentence, list, words));
    }
  }

  @Override
  public void silent(String why) {}

  /** What was heard so far is of the reading, which all checks share. */
  void read() {
    ofReading = heard;
    heard = new ArrayList<>();
  }

  /** Forgets what it heard: the next check begins. */
  void begin() {
    heard = new ArrayList<>();
  }

  /** The result with the lists of its check that have its words, otherwise those of the reading. */
  CheckResult named(CheckResult result, ReportReading reading) {
    Set<String> lists = lists(result, reading, heard);
    return result.of(List.copyOf(lists.isEmpty() ? lists(result, reading, ofReading) : lists));
  }

  private static Set<String> lists(
      CheckResult result, ReportReading reading, List<Found> candidates) {
    Set<String> lists = new LinkedHashSet<>();
    for (Evidence evidence : List.of(result.first(), result.second())) {
      Span span = evidence.span();
      if (span != null) {
        Set<Integer> sentences = sentences(reading, span);
        String words = evidence.value().toLowerCase(Locale.ROOT);
        candidates.stream()
            .filter(found -> sentences.contains(found.sentence()))
            .filter(found -> words.contains(found.words().toLowerCase(Locale.ROOT)))
            .forEach(found -> lists.add(found.list()));
      }
    }
    return lists;
  }

  private static Set<Integer> sentences(ReportReading reading, Span span) {
    Stream<SentenceReading> all = reading.sentences().stream();
    return all.filter(s -> s.sentence().span().overlaps(span))
        .map(s -> s.sentence().number())
        .collect(Collectors.toSet());
  }
}
