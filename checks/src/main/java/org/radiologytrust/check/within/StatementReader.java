package org.radiologytrust.check.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.measures.Comparisons;
import org.radiologytrust.text.measures.Dates;
import org.radiologytrust.text.measures.MeasuredThing;
import org.radiologytrust.text.measures.MeasuredThings;
import org.radiologytrust.text.mentions.Budget;
import org.radiologytrust.text.mentions.CommunicationReader;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Quantity;
import org.radiologytrust.text.words.Measurement.Time;
import org.radiologytrust.text.words.WordTokens;

/** Reads what sentences of a report and its addenda state. Thread-safe. */
public final class StatementReader {
  /** Bounds the work: a sentence with more is no ordinary one. */
  private static final int MAX_FINDINGS = 30;

  private final Denials denials;
  private final Distinctions distinctions;
  private final MeasuredThings things;
  private final Comparisons comparisons;
  private final CommunicationReader communications;
  private final Dates dates;
  private final AddendumWords words;

  /**
   * @throws IllegalArgumentException when a file is not valid
   */
  StatementReader(
      SiteFiles files,
      Denials denials,
      Distinctions distinctions,
      MeasuredThings things,
      Comparisons comparisons) {
    words = AddendumWords.load(files);
    this.denials = denials;
    this.distinctions = distinctions;
    this.things = things;
    this.comparisons = comparisons;
    communications = new CommunicationReader(files);
    dates = new Dates(files);
  }

  /** A reader of the sentences of one report. */
  public OfReport of(ReportReading r) {
    return new OfReport(r);
  }

  /** Reads the sentences of one report. */
  public final class OfReport {
    private final Budget budget;
    private final Map<Span, List<MeasuredThing>> sizes;
    private final Set<Span> told;

    private OfReport(ReportReading r) {
      budget = r.budget();
      sizes =
          things.in(r).stream()
              .filter(StatementReader::comparable)
              .collect(Collectors.groupingBy(t -> t.sentence().sentence().span()));
      told =
          communications.read(r).stream()
              .map(communication -> communication.sentence().span())
              .collect(Collectors.toSet());
    }

    /** The statements of sentences that stand one behind the other. */
    public List<Statement> statements(List<SentenceReading> sentences) {
      List<Statement> all = new ArrayList<>();
      boolean other = false;
      SentenceReading before = null;
      for (SentenceReading s : sentences) {
        // "On the outside CT there was a nodule. It was 8 mm."
        other = tellsOfOtherStudy(s.words()) || other && goesOn(s.words());
        all.add(statement(s, before, other));
        before = s;
      }
      return all;
    }

    private Statement statement(
        SentenceReading s, @Nullable SentenceReading before, boolean other) {
      Span span = s.sentence().span();
      return new Statement(
          s,
          budget.first(
              MAX_FINDINGS,
              distinctions
                  .findings(s)
                  .filter(p -> p.mention().kind() == MentionKind.FINDING)
                  .toList()),
          budget.first(
              MAX_FINDINGS,
              denials.in(s, denials.nearby(s, before)).stream()
                  .filter(d -> d.kind() != Denial.Kind.PARTLY)
                  .toList()),
          budget.first(MAX_FINDINGS, sizes.getOrDefault(span, List.of())),
          words.another().anyIn(s.words()),
          other,
          told.contains(span) || words.asks().anyIn(s.words()));
    }
  }

  private boolean tellsOfOtherStudy(WordTokens t) {
    return words.otherStudy().anyIn(t) || comparisons.datedStudy(t, dates.in(t, LocalDate.EPOCH));
  }

  private boolean goesOn(WordTokens t) {
    return t.size() > 0 && things.pronoun(t.word(0));
  }

  /** Whether a size is one of a finding in this study, and not one that the sentence rejects. */
  private static boolean comparable(MeasuredThing thing) {
    Measurement m = thing.measurement();
    return m.quantity() == Quantity.LENGTH
        && !m.range()
        && !thing.organ()
        && m.time() == Time.NOW
        && thing.affirmed()
        && !m.limits()
        && thing.sentence().scopes().polarity(m.first()) == Polarity.AFFIRMED;
  }
}
