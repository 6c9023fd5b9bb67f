package org.radiologytrust.checker;

import org.radiologytrust.check.Checked;
import org.radiologytrust.checks.Flag;
import org.radiologytrust.checks.Place;
import org.radiologytrust.checks.Result;
import org.radiologytrust.checks.Span;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Report;

/**
 * A text as it was sent, and as the checks read it: with line feeds as line ends and without some
 * white space. It finds the places of the one in the other.
 */
public final class SentText {
  private final String sent;
  private final String read;

  /**
   * For each UTF-16 code unit of the text that is read, and its end: where the sent text has it.
   */
  private final int[] places;

  public SentText(String sent) {
    this.sent = sent;
    read = Report.canonicalText(sent);
    places = new int[read.length() + 1];
    int at = 0;
    for (int i = 0; i < read.length(); i++) {
      while (!same(sent.charAt(at), read.charAt(i))) {
        at++;
      }
      places[i] = at++;
    }
    places[read.length()] = at;
  }

  /** What is read is what was sent with characters left out, and CR as LF. */
  private static boolean same(char sent, char read) {
    return sent == read || sent == '\r' && read == '\n';
  }

  /** The text as it was sent. */
  public String sent() {
    return sent;
  }

  /** The text that the checks read. */
  public String read() {
    return read;
  }

  /** The first code unit that is read at or behind a place of the sent text. */
  int readAt(int place) {
    int i = 0;
    while (i < read.length() && places[i] < place) {
      i++;
    }
    return i;
  }

  /** What the checks found, with its places in the text as it was sent. */
  public Result result(Audit read, Checked checked) {
    return new Result(
        checked.results().stream().map(this::flag).toList(),
        checked.missing().stream().map(m -> new Result.NotMade(m.check(), m.words())).toList(),
        checked.unfinished().stream()
            .map(u -> new Result.Unfinished(u.check(), Result.Reason.valueOf(u.reason().name())))
            .toList(),
        read.notAudited().stream().filter(NotAudited::reportText).map(NotAudited::what).toList());
  }

  private Flag flag(CheckResult result) {
    return new Flag(
        result.check(),
        result.label() == Label.NEEDS_REVIEW ? Flag.Level.WARNING : Flag.Level.NOTE,
        place(result.first()),
        place(result.second()),
        result.action(),
        Flag.Strength.valueOf(result.strength().name()),
        result.why(),
        Flag.Weight.valueOf(result.weight().name()),
        result.lists());
  }

  private Place place(Evidence evidence) {
    if (evidence.span() == null) {
      return Place.field(evidence.source(), evidence.value());
    }
    return Place.in(sent, span(evidence.span()));
  }

  /** A place of the text that is read, in the text as it was sent: UTF-16 code units. */
  public Span span(org.radiologytrust.model.Span span) {
    int start = read.offsetByCodePoints(0, span.start());
    int end = read.offsetByCodePoints(start, span.end() - span.start());
    return new Span(places[start], places[end - 1] + 1);
  }
}
