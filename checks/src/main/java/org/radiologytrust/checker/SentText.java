package org.radiologytrust.checker;

import org.radiologytrust.checks.Flag;
import org.radiologytrust.checks.Place;
import org.radiologytrust.checks.Span;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;

/**
 * A text as it was sent, and as the checks read it: with line feeds as line ends and without some
 * white space. It finds the places of the one in the other.
 */
final class SentText {
  private final String sent;
  private final String read;

  /**
   * For each UTF-16 code unit of the text that is read, and its end: where the sent text has it.
   */
  private final int[] places;

  SentText(String sent) {
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

  /** The text that the checks read. */
  String read() {
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

  /** A result with its places in the text as it was sent. */
  Flag flag(CheckResult result) {
    return new Flag(
        result.check(),
        result.label() == Label.NEEDS_REVIEW ? Flag.Level.WARNING : Flag.Level.NOTE,
        place(result.first()),
        place(result.second()),
        result.action(),
        Flag.Strength.valueOf(result.strength().name()),
        result.why());
  }

  private Place place(Evidence evidence) {
    if (evidence.span() == null) {
      return Place.field(evidence.source(), evidence.value());
    }
    int start = read.offsetByCodePoints(0, evidence.span().start());
    int end = read.offsetByCodePoints(start, evidence.span().end() - evidence.span().start());
    return Place.in(sent, new Span(places[start], places[end - 1] + 1));
  }
}
