package org.radiologytrust.check.base;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Addendum;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.measures.Comparisons;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.WordTokens;

/**
 * A report and its addenda: those that came in messages of their own, and those that the report
 * itself has under a heading, up to the next heading.
 *
 * @param original the sentences that are in no addendum
 * @param addenda the sentences of each addendum, in the order of the text
 */
public record AddendumParts(List<SentenceReading> original, List<List<SentenceReading>> addenda) {
  public static AddendumParts of(Report report, ReportReading r, Comparisons words) {
    List<SentenceReading> original = new ArrayList<>();
    List<List<SentenceReading>> addenda = new ArrayList<>();
    List<Addendum> known = report.addenda();
    int last = -1;
    for (Blocks.Block block : Blocks.of(report.text(), r)) {
      boolean within = headed(block, words);
      boolean begins = within;
      for (SentenceReading s : block.sentences()) {
        int number = number(s.sentence().span(), known);
        boolean dated = dated(s, words);
        within |= dated;
        begins = number >= 0 ? number != last : begins || dated;
        if (begins && (number >= 0 || within)) {
          addenda.add(new ArrayList<>());
        }
        (number >= 0 || within ? addenda.get(addenda.size() - 1) : original).add(s);
        begins = false;
        last = number;
      }
    }
    return new AddendumParts(original, r.budget().watched(addenda));
  }

  /** Whether the last line of a block's heading begins with "addendum". */
  private static boolean headed(Blocks.Block block, Comparisons words) {
    String heading = block.heading().strip();
    return words.addendum(WordTokens.of(heading.substring(heading.lastIndexOf('\n') + 1)));
  }

  /** "Addendum of 2 May, 14:02:" is not read as a heading, but as a sentence. */
  private static boolean dated(SentenceReading s, Comparisons words) {
    return words.addendum(s.words()) && s.sentence().text().indexOf(':') > 0;
  }

  private static int number(Span span, List<Addendum> known) {
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i).text().overlaps(span)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether one side of a result is in an addendum and the other elsewhere in the report. */
  public boolean crossedBy(CheckResult result) {
    Span first = result.first().span();
    Span second = result.second().span();
    return first != null && second != null && part(first) != part(second);
  }

  private @Nullable List<SentenceReading> part(Span span) {
    for (List<SentenceReading> addendum : addenda) {
      if (addendum.stream().anyMatch(s -> s.sentence().span().overlaps(span))) {
        return addendum;
      }
    }
    return null;
  }
}
