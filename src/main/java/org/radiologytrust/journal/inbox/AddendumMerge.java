package org.radiologytrust.journal.inbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Addendum;
import org.radiologytrust.model.AnsweredOrder;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.NumberMatch;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Span;

/**
 * The text of a report with the addenda that came in messages of their own: first the report, then
 * each addendum under a heading, in the order of their times.
 */
final class AddendumMerge {
  private static final String GAP = "\n\n";

  private final Report current;
  private final String currentMessage;

  /**
   * @param current the current version of the report
   * @param currentMessage id of the message that it came in; empty if unknown
   */
  AddendumMerge(Report current, String currentMessage) {
    this.current = current;
    this.currentMessage = currentMessage;
  }

  /** An addendum, with origins counted from its own start. */
  private record Part(String text, @Nullable Instant time, List<Origin> origins) {
    static Part of(Report addendum) {
      return new Part(addendum.text(), addendum.issued(), addendum.origins());
    }
  }

  /** An addendum whose report has not been received: its text is all there is. */
  static Report alone(Report addendum) {
    return new AddendumMerge(addendum, "")
        .build(addendum, "", List.of(), List.of(Part.of(addendum)), true);
  }

  /** Whether the words of a text are in another, apart from white space. */
  static boolean contains(String text, String part) {
    return plain(text).contains(plain(part));
  }

  private static String plain(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /** Whether one of the addenda has these words. */
  boolean adds(String text) {
    return parts().stream().anyMatch(part -> plain(part.text).equals(plain(text)));
  }

  /** The text without its addenda. */
  String original() {
    return originalLength() == 0 ? "" : new Span(0, originalLength()).in(current.text());
  }

  private int originalLength() {
    if (current.addenda().isEmpty()) {
      return current.text().codePointCount(0, current.text().length());
    }
    int heading = current.addenda().get(0).text().start() - Addendum.HEADING.length() - 1;
    return Math.max(0, heading - GAP.length());
  }

  /** The current version with one more addendum. */
  Report with(Report addendum) {
    List<Part> parts = new ArrayList<>(parts());
    parts.add(Part.of(addendum));
    parts.sort(Comparator.comparing(Part::time, Comparator.nullsLast(Comparator.naturalOrder())));
    int length = originalLength();
    List<Origin> origins =
        current.origins().stream()
            .filter(origin -> origin.text().end() <= length)
            .map(origin -> origin.moved(0, currentMessage))
            .toList();
    return build(addendum, original(), origins, parts, current.addendum());
  }

  /**
   * A whole report that arrives when addenda are here. It keeps those that it does not contain and
   * that may have been released after it; all, if the report itself was missing until now.
   * Otherwise it is the report as its sender has it now, and replaces them.
   */
  Report under(Report whole) {
    List<Part> kept =
        parts().stream()
            .filter(part -> !contains(whole.text(), part.text))
            .filter(part -> current.addendum() || mayBeAfter(part.time, whole))
            .toList();
    return kept.isEmpty() || whole.status().withdrawn()
        ? whole
        : build(whole, whole.text(), whole.origins(), kept, false);
  }

  /** A whole report without a time is as new as its receipt; a time to come says nothing. */
  private static boolean mayBeAfter(@Nullable Instant addendum, Report whole) {
    return addendum == null
        || whole.future() != null
        || whole.issued() != null && whole.issued().isBefore(addendum);
  }

  private List<Part> parts() {
    return current.addenda().stream().map(this::part).toList();
  }

  private Part part(Addendum addendum) {
    return new Part(
        addendum.text().in(current.text()),
        addendum.time(),
        current.origins().stream()
            .filter(origin -> addendum.text().contains(origin.text()))
            .map(origin -> origin.moved(-addendum.text().start(), currentMessage))
            .toList());
  }

  private Report build(
      Report message, String original, List<Origin> origins, List<Part> parts, boolean alone) {
    StringBuilder text = new StringBuilder(original);
    List<Origin> places = new ArrayList<>(origins);
    List<Addendum> addenda = new ArrayList<>();
    for (Part part : parts) {
      text.append(text.isEmpty() ? "" : GAP).append(Addendum.HEADING).append('\n');
      int start = text.codePointCount(0, text.length());
      text.append(part.text);
      addenda.add(new Addendum(new Span(start, text.codePointCount(0, text.length())), part.time));
      part.origins.forEach(origin -> places.add(origin.moved(start, "")));
    }
    // what describes the study is the whole report's, what describes the version is the message's
    Report about = message.addendum() ? current : message;
    return Report.of(message.site(), message.reportId())
        .patient(about.patient())
        .order(about.order())
        .text(text.toString())
        .hints(about.hints())
        .status(status(message))
        .issued(later(message.issued(), current.issued()))
        .effective(about.effective())
        .reference(message.reference().isEmpty() ? current.reference() : message.reference())
        .confidentiality(
            message.confidentiality().equals("N")
                ? current.confidentiality()
                : message.confidentiality())
        .pilot(message.pilot() || current.pilot())
        .notAudited(union(about.notAudited(), message.notAudited()))
        .sources(about.sources())
        .radiologist(
            message.radiologist().isEmpty() ? current.radiologist() : message.radiologist())
        .origins(places)
        .authors(Author.union(current.authors(), message.authors()))
        .otherIds(NumberMatch.union(current, message))
        .addendum(alone)
        .addenda(addenda)
        .urgency(message.urgency() == null ? about.urgency() : message.urgency())
        .orders(orders(about, original))
        .whole((message.addendum() ? current : message).release().orElse(null))
        .build();
  }

  /** The orders, with their parts of the text unless an addendum is all that there is. */
  private static List<AnsweredOrder> orders(Report about, String original) {
    return original.isEmpty()
        ? about.orders().stream().map(one -> new AnsweredOrder(one.order(), null)).toList()
        : about.orders();
  }

  private ReportStatus status(Report message) {
    ReportStatus further =
        message.status().stage() > current.status().stage() ? message.status() : current.status();
    return further.stage() < ReportStatus.APPENDED.stage() ? ReportStatus.APPENDED : further;
  }

  private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isBefore(b) ? b : a;
  }

  private static <T> List<T> union(List<T> a, List<T> b) {
    Set<T> all = new LinkedHashSet<>(a);
    all.addAll(b);
    return List.copyOf(all);
  }
}
