package org.radiologytrust.page.opened;

import java.time.Instant;
import java.util.List;
import org.radiologytrust.model.AddendumChange;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.flag.Quote;

/**
 * The sentences of a report that its addenda change, for the lines above its text.
 *
 * @param more how many further ones are not listed
 */
public record Amended(List<Line> lines, int more) {
  /** More are not listed; each is marked in the text. */
  private static final int MOST = 4;

  public Amended {
    lines = List.copyOf(lines);
  }

  /**
   * One sentence.
   *
   * @param addendum such as {@code Addendum of 14:02}
   */
  record Line(String addendum, String quote) {
    /** Withholds the words of the report. */
    @Override
    public String toString() {
      return "Line[" + addendum + "]";
    }
  }

  static Amended of(List<AddendumChange> changes, Instant now) {
    List<Line> all = changes.stream().map(change -> line(change, now)).distinct().toList();
    return new Amended(all.stream().limit(MOST).toList(), Math.max(0, all.size() - MOST));
  }

  private static Line line(AddendumChange change, Instant now) {
    String of = change.time() == null ? "" : " of " + Times.when(change.time(), now);
    return new Line("Addendum" + of, Quote.of(change.changed().value()));
  }
}
