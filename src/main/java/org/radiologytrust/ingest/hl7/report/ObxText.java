package org.radiologytrust.ingest.hl7.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.hl7.message.OrderGroup;
import org.radiologytrust.ingest.hl7.message.TracedText;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SectionHint;
import org.radiologytrust.model.Span;

/**
 * Assembles a report's text from its OBX, in the form of {@link
 * org.radiologytrust.model.Report#canonicalText}, with the sections from OBX-3.
 *
 * <p>Single-line OBX are lines of one text. A multi-line OBX is a paragraph.
 */
final class ObxText {
  private final List<Line> lines = new ArrayList<>();
  private boolean severalBefore;
  private @Nullable OrderGroup order;

  private record Line(TracedText text, @Nullable Section section, @Nullable OrderGroup order) {
    boolean isEmpty() {
      return text.text().isEmpty();
    }
  }

  /**
   * The text and its sections from OBX-3.
   *
   * @param runs where the message has the parts of the text; line ends belong to none
   * @param parts the parts of the text that stand under one order
   */
  record Assembled(
      String text, List<SectionHint> hints, List<TracedText.Run> runs, List<Part> parts) {
    static final Assembled NONE = new Assembled("", List.of(), List.of(), List.of());
  }

  /** The part of the text that stands under an order. */
  record Part(OrderGroup order, Span text) {}

  /** The order under which the next OBX stand; {@code null} if they stand under none. */
  void under(@Nullable OrderGroup order) {
    this.order = order;
  }

  /**
   * Adds the text of the next OBX.
   *
   * @param section its section; null if there is none
   */
  void add(TracedText text, @Nullable Section section) {
    List<TracedText> parts = split(text);
    long filled = parts.stream().filter(part -> !part.text().isBlank()).count();
    boolean several = filled > 1;
    if (several || severalBefore) {
      addLine(TracedText.EMPTY, section);
    }
    severalBefore = several;
    for (TracedText part : parts) {
      addLine(part.upTo(withoutTrailingBlanks(part.text())), section);
    }
  }

  /** The lines without their ends, and without the characters that the model does not allow. */
  private static List<TracedText> split(TracedText text) {
    List<TracedText> lines = new ArrayList<>();
    String all = text.text();
    TracedText.Builder line = new TracedText.Builder();
    int from = 0;
    for (int at = 0; at < all.length(); at++) {
      char c = all.charAt(at);
      boolean end = c == '\n' || c == '\r';
      if (end || c == '\0' || c == '\ufeff') {
        line.add(text.part(from, at));
        if (end) {
          lines.add(line.build());
          line = new TracedText.Builder();
        }
        boolean both = c == '\r' && at + 1 < all.length() && all.charAt(at + 1) == '\n';
        at += both ? 1 : 0;
        from = at + 1;
      }
    }
    lines.add(line.add(text.part(from, all.length())).build());
    return lines;
  }

  private void addLine(TracedText text, @Nullable Section section) {
    boolean emptyBefore = lines.isEmpty() || lines.get(lines.size() - 1).isEmpty();
    if (!text.text().isEmpty() || !emptyBefore) {
      lines.add(new Line(text, section, order));
    }
  }

  Assembled assemble() {
    TracedText.Builder text = new TracedText.Builder();
    List<Run<Section>> sections = new ArrayList<>();
    List<Run<OrderGroup>> orders = new ArrayList<>();
    for (Line line : stripped()) {
      if (text.length() > 0) {
        text.add("\n");
      }
      int start = text.length();
      text.add(line.text);
      if (!line.isEmpty()) {
        extend(sections, line.section, start, text.length());
        extend(orders, line.order, start, text.length());
      }
    }
    TracedText whole = text.build();
    return new Assembled(
        whole.text(),
        told(whole.text(), sections, (span, section) -> new SectionHint(span, section)),
        whole.runs(),
        told(whole.text(), orders, (span, of) -> new Part(of, span)));
  }

  /** Lines that stand together under one thing, in UTF-16 units. */
  private record Run<T>(@Nullable T of, int from, int to) {}

  private static <T> void extend(List<Run<T>> runs, @Nullable T of, int from, int to) {
    Run<T> last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (last != null && last.of == of) {
      runs.set(runs.size() - 1, new Run<>(of, last.from, to));
    } else {
      runs.add(new Run<>(of, from, to));
    }
  }

  private static <T, R> List<R> told(
      String text, List<Run<T>> runs, BiFunction<Span, T, R> converter) {
    List<R> all = new ArrayList<>();
    int units = 0;
    int points = 0;
    for (Run<T> run : runs) {
      int start = points + text.codePointCount(units, run.from);
      int end = start + text.codePointCount(run.from, run.to);
      units = run.to;
      points = end;
      if (run.of != null) {
        all.add(converter.apply(new Span(start, end), run.of));
      }
    }
    return all;
  }

  /** The lines without leading and trailing white space of the whole text. */
  private List<Line> stripped() {
    int from = 0;
    int to = lines.size();
    while (from < to && isBlank(lines.get(from))) {
      from++;
    }
    while (to > from && isBlank(lines.get(to - 1))) {
      to--;
    }
    List<Line> kept = new ArrayList<>(lines.subList(from, to));
    if (!kept.isEmpty()) {
      Line first = kept.get(0);
      kept.set(0, new Line(first.text.stripLeading(), first.section, first.order));
      Line last = kept.get(kept.size() - 1);
      Line end = new Line(last.text.upTo(withoutEnd(last)), last.section, last.order);
      kept.set(kept.size() - 1, end);
    }
    return kept;
  }

  private static boolean isBlank(Line line) {
    return withoutEnd(line) == 0;
  }

  /** The length without white space and blanks at the end. */
  private static int withoutEnd(Line line) {
    String text = line.text.text();
    int before;
    int after = text.length();
    do {
      before = after;
      after = withoutTrailingBlanks(text.substring(0, before).stripTrailing());
    } while (after != before);
    return after;
  }

  private static int withoutTrailingBlanks(String line) {
    int end = line.length();
    while (end > 0 && " \t\u00a0".indexOf(line.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }
}
