package org.radiologytrust.check.earlier;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.radiologytrust.check.within.Denials;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.check.within.Statement;
import org.radiologytrust.check.within.StatementReader;
import org.radiologytrust.model.Audit;
import org.radiologytrust.text.measures.DateMention;
import org.radiologytrust.text.measures.Dates;
import org.radiologytrust.text.mentions.EarlierReading;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.mentions.Site;
import org.radiologytrust.text.words.WordTokens;

/** The statements of a report beside those of the last earlier one of its kind. */
final class EarlierStatements {
  private final EarlierWords words;
  private final EarlierStudies studies;
  private final Sides sides;
  private final StatementReader reader;
  private final Denials denials;
  private final Dates dates;

  EarlierStatements(
      EarlierWords words,
      EarlierStudies studies,
      Sides sides,
      StatementReader reader,
      Denials denials,
      Dates dates) {
    this.words = words;
    this.studies = studies;
    this.sides = sides;
    this.reader = reader;
    this.denials = denials;
    this.dates = dates;
  }

  /** What a report states about its images. */
  List<Statement> now(ReportReading r) {
    return reader.of(r).statements(denials.statements(r));
  }

  /** The last earlier report of the same kind. */
  Optional<Before> before(Audit c, ReportReading r) {
    return studies.last(c, r).map(Before::new);
  }

  /** Whether a sentence names a day that can be of another study than this one. */
  boolean namesOtherDay(WordTokens t, LocalDate studied) {
    return dates.in(t, studied).stream().anyMatch(date -> !mayBe(date, studied));
  }

  private static boolean mayBe(DateMention date, LocalDate day) {
    return date.precision() == DateMention.Precision.DAY
        && date.readings().values().stream()
            .anyMatch(d -> !d.isBefore(day.minusDays(1)) && !d.isAfter(day.plusDays(1)));
  }

  /** The words of sentences in small letters, without dates. */
  List<String> bare(List<SentenceReading> sentences) {
    return sentences.stream().map(s -> bare(s.words())).filter(s -> !s.isEmpty()).toList();
  }

  private String bare(WordTokens t) {
    List<DateMention> named = dates.in(t, LocalDate.EPOCH);
    return IntStream.range(0, t.size())
        .filter(i -> named.stream().noneMatch(date -> date.first() <= i && i <= date.last()))
        .mapToObj(t::word)
        .collect(Collectors.joining(" "));
  }

  /**
   * Whether two findings of one kind are at the same place of one side or two, as far as that must
   * be known: of most kinds there is one on each side, of others there can be one at each place.
   */
  boolean samePlace(Placed a, Placed b) {
    return !scattered(a)
        || Site.meet(a.place().sites(), b.place().sites()) && a.place().certainly(b.place());
  }

  /** Whether a sentence names no other side. */
  boolean onlyOn(Side side, Statement s) {
    return Arrays.stream(sides.in(s.sentence().words()))
        .allMatch(named -> named == null || named == side);
  }

  private static boolean names(WordTokens t, Set<String> words) {
    return words.stream()
        .allMatch(word -> IntStream.range(0, t.size()).anyMatch(i -> t.word(i).equals(word)));
  }

  private boolean scattered(Placed p) {
    Mention m = p.mention();
    return denials.everywhere(m)
        || words.scattered().contains(m.family())
        || words.scattered().contains(m.concept());
  }

  /** What the last earlier report of the same kind states. */
  final class Before {
    private final EarlierReading report;
    private final List<Statement> statements;
    private final boolean manyPlaces;

    private Before(EarlierReading report) {
      this.report = report;
      statements = report.once(EarlierStatements.class, () -> now(report.reading()));
      manyPlaces = denials.manyPlaces(statements.stream().map(Statement::sentence).toList());
    }

    EarlierReading report() {
      return report;
    }

    LocalDate studied() {
      return report.earlier().studied();
    }

    /** Its statements about its own images. */
    List<Statement> statements() {
      return statements.stream().filter(s -> !s.otherStudy()).toList();
    }

    /** The sentences that surely state the same finding at the same place. */
    List<SentenceReading> stating(Placed p) {
      Side side = p.mention().side();
      return statements().stream()
          .filter(s -> side == null || side == Side.BOTH || onlyOn(side, s))
          .filter(
              s ->
                  s.statedAt(p)
                      .filter(o -> denials.asserted(o.mention()))
                      .filter(o -> p.mention().side() == o.mention().side() || !scattered(p))
                      .anyMatch(o -> samePlace(p, o)))
          .map(Statement::sentence)
          .toList();
    }

    /**
     * The sentences that surely deny the finding. "No large effusion" and "no acute infiltrate" may
     * deny only a part of what can be there.
     */
    List<SentenceReading> denying(Placed p) {
      return statements().stream()
          .filter(
              s ->
                  s.denied().stream()
                      .filter(d -> !d.degree() && names(p.mention().words(), d.limits()))
                      .anyMatch(
                          d -> denials.meant(d, p.mention()) && !denials.apart(d, p, manyPlaces)))
          .map(Statement::sentence)
          .toList();
    }

    /** Whether it names a finding of this family, as there, possible or denied. */
    Stream<Mention> named(String family) {
      return report.reading().sentences().stream()
          .flatMap(s -> s.mentions().stream())
          .filter(m -> m.family().equals(family));
    }
  }
}
