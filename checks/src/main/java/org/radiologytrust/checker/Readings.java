package org.radiologytrust.checker;

import java.util.Optional;
import java.util.stream.Collectors;
import org.radiologytrust.checks.Reading;
import org.radiologytrust.checks.SectionMark;
import org.radiologytrust.checks.Span;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Site;

/** The engine's reading of a report in the terms of the library. */
final class Readings {
  private final String text;

  /** The last place that was asked for, since they are asked for in order of the text. */
  private int points;

  private int units;

  private Readings(String text) {
    this.text = text;
  }

  static Reading of(String text, ReportReading r) {
    Readings readings = new Readings(text);
    return new Reading(text, r.sentences().stream().map(readings::sentence).toList());
  }

  private Reading.Sentence sentence(SentenceReading s) {
    Span span = span(s.sentence().span());
    return new Reading.Sentence(
        span,
        section(s.section()),
        s.section().stated(),
        s.mentions().stream().map(this::mention).toList());
  }

  private Span span(org.radiologytrust.model.Span span) {
    return new Span(unit(span.start()), unit(span.end()));
  }

  private int unit(int point) {
    units = text.offsetByCodePoints(units, point - points);
    points = point;
    return units;
  }

  private static SectionMark.Section section(Section section) {
    return switch (section) {
      case REQUEST -> SectionMark.Section.REQUEST;
      case HISTORY -> SectionMark.Section.HISTORY;
      case TECHNIQUE -> SectionMark.Section.TECHNIQUE;
      case COMPARISON -> SectionMark.Section.COMPARISON;
      case FINDINGS, STUDIES -> SectionMark.Section.FINDINGS;
      case IMPRESSION -> SectionMark.Section.IMPRESSION;
      case RECOMMENDATION -> SectionMark.Section.RECOMMENDATION;
      case COMMUNICATION, OTHER, ADMINISTRATIVE -> SectionMark.Section.OTHER;
    };
  }

  private Reading.Mention mention(Mention m) {
    return new Reading.Mention(
        span(m.span()),
        Reading.Kind.valueOf(m.kind().name()),
        m.concept(),
        certainty(m),
        Reading.Time.valueOf(m.time().name()),
        Optional.ofNullable(m.side()).map(side -> Reading.Side.valueOf(side.name())),
        m.sites().stream().map(Site::id).collect(Collectors.toSet()));
  }

  private static Reading.Certainty certainty(Mention m) {
    if (m.certainty() == Certainty.ASKED) {
      return Reading.Certainty.ASKED;
    }
    if (m.certainty() == Certainty.POSSIBLE) {
      return Reading.Certainty.POSSIBLE;
    }
    return m.polarity() == Polarity.AFFIRMED
        ? Reading.Certainty.AFFIRMED
        : m.polarity() == Polarity.DENIED ? Reading.Certainty.DENIED : Reading.Certainty.UNCLEAR;
  }
}
