package org.radiologytrust.ingest.hl7.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.PageBox;

/**
 * A text with the characters of the message that each part of it comes from.
 *
 * @param runs in the order of the text; characters that the reader added belong to none
 */
public record TracedText(String text, List<Run> runs) {
  public static final TracedText EMPTY = new TracedText("", List.of());

  /**
   * A part of the text that comes from one place.
   *
   * @param from first UTF-16 unit in the text
   * @param to the unit after the last
   * @param start first UTF-16 unit in the message
   * @param end the unit after the last
   * @param same whether the message has these very characters there
   * @param place such as {@code OBX[3]-5}
   * @param box where it stands on a page of a document; null outside of documents with pages
   */
  public record Run(
      int from, int to, int start, int end, boolean same, String place, @Nullable PageBox box) {
    private Run cut(int first, int last) {
      int left = Math.max(from, first);
      int right = Math.min(to, last);
      return same
          ? new Run(
              left - first,
              right - first,
              start + left - from,
              end - (to - right),
              true,
              place,
              null)
          : new Run(left - first, right - first, start, end, false, place, box);
    }

    private Run moved(int by) {
      return new Run(from + by, to + by, start, end, same, place, box);
    }

    private boolean continues(Run before) {
      return same
          && before.same
          && before.to == from
          && before.end == start
          && before.place.equals(place);
    }
  }

  /** The part from one UTF-16 unit to before another. */
  public TracedText part(int from, int to) {
    if (from == 0 && to == text.length()) {
      return this;
    }
    List<Run> kept = new ArrayList<>();
    for (int i = firstEndingAfter(from); i < runs.size() && runs.get(i).from < to; i++) {
      kept.add(runs.get(i).cut(from, to));
    }
    return new TracedText(text.substring(from, to), kept);
  }

  private int firstEndingAfter(int at) {
    int low = 0;
    int high = runs.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (runs.get(middle).to > at) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  public TracedText strip() {
    int from = text.length() - text.stripLeading().length();
    return from == text.length() ? EMPTY : part(from, text.stripTrailing().length());
  }

  public TracedText stripLeading() {
    return part(text.length() - text.stripLeading().length(), text.length());
  }

  /** The first units of the text. */
  public TracedText upTo(int length) {
    return part(0, length);
  }

  /** Withholds the text, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "TracedText[" + runs.size() + " runs]";
  }

  /** Puts a text together. */
  public static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private final List<Run> runs = new ArrayList<>();

    public int length() {
      return text.length();
    }

    /** Appends characters of the message unchanged. */
    public Builder copy(String source, int start, int end, String place) {
      int from = text.length();
      text.append(source, start, end);
      return run(new Run(from, text.length(), start, end, true, place, null));
    }

    /** Appends what other characters of the message stand for, such as an escape sequence. */
    public Builder derive(String characters, int start, int end, String place) {
      return derive(characters, start, end, place, null);
    }

    /** Appends what a document says, with its place on a page. */
    public Builder derive(
        String characters, int start, int end, String place, @Nullable PageBox box) {
      int from = text.length();
      text.append(characters);
      return run(new Run(from, text.length(), start, end, false, place, box));
    }

    /** Appends characters that the message does not have. */
    public Builder add(String characters) {
      text.append(characters);
      return this;
    }

    public Builder add(TracedText other) {
      int by = text.length();
      text.append(other.text);
      other.runs.forEach(run -> run(run.moved(by)));
      return this;
    }

    private Builder run(Run run) {
      if (run.from == run.to) {
        return this;
      }
      Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (last != null && run.continues(last)) {
        runs.set(
            runs.size() - 1,
            new Run(last.from, run.to, last.start, run.end, true, last.place, null));
      } else {
        runs.add(run);
      }
      return this;
    }

    public TracedText build() {
      return text.isEmpty() ? EMPTY : new TracedText(text.toString(), runs);
    }
  }
}
