package org.radiologytrust.page.flag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.AddendumChange;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Authorship;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Verdict;

/** The marks of an audit in its report: claims, flags, compared words and headings. */
final class TextMarks {
  /** Words in capitals with a colon at the start of a line are set like a heading. */
  private static final Pattern HEADING =
      Pattern.compile("(?m)^\\p{Lu}[\\p{Lu} ,/&()-]{1,60}:(?=\\s|$)");

  /** One error in many places would leave no line of the text calm. */
  private static final int LOUD = 3;

  private TextMarks() {}

  /** The marks of a report without an audit: its headings. */
  static List<TextMark> headings(ReportPoints text) {
    List<TextMark> marks = new ArrayList<>();
    Matcher matcher = HEADING.matcher(text.text());
    int utf16 = 0;
    int point = 0;
    while (matcher.find()) {
      point += text.text().codePointCount(utf16, matcher.start());
      utf16 = matcher.start();
      Span span =
          new Span(point, point + matcher.group().codePointCount(0, matcher.group().length()));
      marks.add(TextMark.of(TextMark.Kind.HEADING, span));
    }
    return marks;
  }

  /** The sentences that addenda change. */
  static List<TextMark> changed(List<AddendumChange> changes) {
    return changes.stream()
        .map(change -> change.changed().span())
        .filter(Objects::nonNull)
        .distinct()
        .map(span -> TextMark.of(TextMark.Kind.CHANGED, span))
        .toList();
  }

  /** All marks of an audited report. */
  static List<TextMark> of(ReportPoints text, Audit audit, Collection<Flag> flags) {
    List<TextMark> marks = new ArrayList<>(headings(text));
    marks.addAll(drafted(text, audit.authorship()));
    marks.addAll(changed(AddendumChange.of(audit)));
    marks.addAll(claims(audit, flags));
    marks.addAll(compared(flags));
    return marks;
  }

  /** The words of a draft, without the blanks around them. */
  private static List<TextMark> drafted(ReportPoints text, Authorship authorship) {
    List<TextMark> marks = new ArrayList<>();
    for (Authorship.Passage passage : authorship.passages()) {
      if (passage.source() == Authorship.Source.HUMAN || !text.has(passage.span())) {
        continue;
      }
      String words = text.in(passage.span().start(), passage.span().end());
      if (words.codePoints().noneMatch(Character::isLetterOrDigit)) {
        continue;
      }
      String stripped = words.stripTrailing();
      int blanks = words.length() - words.stripLeading().length();
      int start = passage.span().start() + blanks;
      int end = passage.span().end() - (words.length() - stripped.length());
      TextMark.Kind kind =
          passage.source() == Authorship.Source.TEMPLATE
              ? TextMark.Kind.TEMPLATE
              : TextMark.Kind.AI_DRAFT;
      marks.add(TextMark.of(kind, new Span(start, end)));
    }
    return marks;
  }

  /** Words with one span, and all that is said about them. */
  private static final class Words {
    private @Nullable Label label;
    private boolean asked;
    private final List<Flag> flags = new ArrayList<>();
    private final List<TextMark.Place> places = new ArrayList<>();

    void label(@Nullable Label other) {
      if (label == null || other != null && other.compareTo(label) > 0) {
        label = other;
      }
    }

    void flag(Flag flag) {
      flags.add(flag);
      if (flag.asks()) {
        asked = true;
      } else {
        label(flag.problem().label());
      }
    }

    TextMark mark(Span span) {
      boolean quiet = !flags.isEmpty() && flags.stream().noneMatch(flag -> loud(flag, span));
      return new TextMark(TextMark.Kind.MARK, span, sign(), places, decided(), quiet);
    }

    /** Whether one of the first places of a flag is in these words. */
    private static boolean loud(Flag flag, Span span) {
      return flag.problem().places().stream().limit(LOUD).anyMatch(span::overlaps);
    }

    /** A question does not colour words, and hides no flag. */
    private Sign sign() {
      return asked && (label == null || label == Label.SUPPORTED) ? Sign.ASKS : Sign.of(label);
    }

    /** Whether nothing is open about these words; a question counts only where no flag is. */
    private boolean decided() {
      boolean told = flags.stream().anyMatch(flag -> !flag.asks());
      return !flags.isEmpty()
          && flags.stream().filter(flag -> !told || !flag.asks()).noneMatch(Flag::open);
    }
  }

  private static List<TextMark> claims(Audit audit, Collection<Flag> flags) {
    Map<Span, Words> words = new LinkedHashMap<>();
    Map<Integer, Verdict> verdicts =
        audit.verdicts().stream().collect(Collectors.toMap(Verdict::claim, v -> v));
    Map<Integer, List<Flag>> ofClaims = new LinkedHashMap<>();
    for (Flag flag : flags) {
      for (int claim : flag.problem().claims()) {
        ofClaims.computeIfAbsent(claim, c -> new ArrayList<>()).add(flag);
      }
    }
    audit
        .claims()
        .forEach(
            claim -> {
              Words of = words.computeIfAbsent(claim.span(), s -> new Words());
              Verdict verdict = verdicts.get(claim.number());
              of.label(verdict == null ? null : verdict.label());
              of.flags.addAll(ofClaims.getOrDefault(claim.number(), List.of()));
            });
    for (Flag flag : flags) {
      List<Span> places = flag.problem().places();
      for (int i = 0; i < places.size(); i++) {
        Words of = words.computeIfAbsent(places.get(i), s -> new Words());
        of.flag(flag);
        of.places.add(new TextMark.Place(flag, i + 1, places.size()));
      }
    }
    return words.entrySet().stream().map(e -> e.getValue().mark(e.getKey())).toList();
  }

  private static List<TextMark> compared(Collection<Flag> flags) {
    Map<Span, List<TextMark.Place>> places = new LinkedHashMap<>();
    for (Flag flag : flags) {
      List<Span> framed = flag.framed();
      for (int i = 0; i < framed.size(); i++) {
        places
            .computeIfAbsent(framed.get(i), s -> new ArrayList<>())
            .add(new TextMark.Place(flag, i + 1, framed.size()));
      }
    }
    return places.entrySet().stream()
        .map(
            e ->
                new TextMark(
                    TextMark.Kind.COMPARED, e.getKey(), Sign.of(null), e.getValue(), false, false))
        .toList();
  }
}
