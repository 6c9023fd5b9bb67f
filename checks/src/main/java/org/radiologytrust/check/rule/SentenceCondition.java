package org.radiologytrust.check.rule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Quantity;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/**
 * Which sentences a rule is about: those that fit all that is given. What it flags is the finding,
 * else the words, else the place.
 *
 * @param section names of sections; without, those that make statements about the images
 * @param finding concepts of findings.yaml
 * @param words of which the sentence has one
 * @param place ids of anatomy.yaml; a part of one counts
 * @param side left, right or both, of the finding or the place
 * @param said what the sentence says of it
 * @param size a length that the sentence states, in millimetres: the largest dimension
 * @param near words of which one stands near it
 * @param notNear words of which none stands near it
 * @param within how many words near reaches; without, the whole sentence
 */
record SentenceCondition(
    @Nullable List<String> section,
    @Nullable List<String> finding,
    @Nullable Terms words,
    @Nullable List<String> place,
    @Nullable String side,
    @Nullable List<Said> said,
    @Nullable Between size,
    @Nullable Terms near,
    @Nullable Terms notNear,
    @Nullable Integer within) {
  private static final Set<String> SIDES = Set.of("left", "right", "both");

  SentenceCondition {
    if (finding == null && words == null && place == null) {
      throw new IllegalArgumentException("needs finding, words or place");
    }
    if (Stream.of(words, near, notNear).anyMatch(t -> t != null && t.isEmpty())) {
      throw new IllegalArgumentException("has a list without a word");
    }
    if (side != null && !SIDES.contains(side)) {
      throw new IllegalArgumentException("has a side that is not left, right or both: " + side);
    }
    if (side != null && finding == null && place == null) {
      throw new IllegalArgumentException("has a side without finding or place");
    }
    if (within != null && (within < 1 || near == null && notNear == null)) {
      throw new IllegalArgumentException("needs within from 1 on, beside near or notNear");
    }
    if (section != null) {
      section.forEach(SentenceCondition::section);
    }
  }

  private static Section section(String name) {
    return Stream.of(Section.values())
        .filter(s -> s.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("has no section of a report: " + name));
  }

  /** Words {@code first} to {@code last} of a sentence, and what they are flagged by. */
  private record Place(int first, int last, @Nullable Mention mention, Evidence evidence) {}

  /** The first place in a sentence that fits. */
  Optional<Evidence> in(SentenceReading s, Measurements measurements) {
    if (!inSection(s) || words != null && !words.anyIn(s.words())) {
      return Optional.empty();
    }
    return places(s)
        .filter(p -> place == null || isThere(s, p))
        .filter(p -> side == null || p.mention != null && isOn(p.mention.side()))
        .filter(p -> said == null || said.stream().anyMatch(one -> is(one, s, p)))
        .filter(p -> near == null || near(s.words(), p, near))
        .filter(p -> notNear == null || !near(s.words(), p, notNear))
        .filter(p -> size == null || measured(s.words(), measurements, size))
        .findFirst()
        .map(Place::evidence);
  }

  private boolean inSection(SentenceReading s) {
    return section == null
        ? s.section().stated()
        : section.contains(s.section().name().toLowerCase(Locale.ROOT));
  }

  private Stream<Place> places(SentenceReading s) {
    WordTokens t = s.words();
    if (finding != null) {
      return s.mentions(MentionKind.FINDING)
          .filter(m -> finding.contains(m.concept()))
          .map(SentenceCondition::at);
    }
    return words != null
        ? words.in(t).stream()
            .map(h -> new Place(h.first(), h.last(), null, t.evidence(h.first(), h.last())))
        : s.mentions(MentionKind.ANATOMY).map(SentenceCondition::at);
  }

  private static Place at(Mention m) {
    return new Place(m.first(), m.last(), m, m.evidence());
  }

  /** Words have no place of their own: that of any finding or part in the sentence counts. */
  private boolean isThere(SentenceReading s, Place p) {
    return p.mention == null ? s.mentions().stream().anyMatch(this::isAt) : isAt(p.mention);
  }

  private boolean isAt(Mention m) {
    return place != null
        && m.sites().stream().anyMatch(site -> place.stream().anyMatch(site.within()::contains));
  }

  private boolean isOn(@Nullable Side named) {
    return named != null && named.word().equals(side);
  }

  private static boolean is(Said said, SentenceReading s, Place p) {
    return p.mention == null
        ? said.is(
            s.scopes().polarity(p.last), s.scopes().certainty(p.last), s.scopes().time(p.last))
        : said.is(p.mention.polarity(), p.mention.certainty(), p.mention.time());
  }

  private boolean near(WordTokens t, Place p, Terms terms) {
    return Window.around(t, p.first, p.last, within == null ? t.size() : within).has(terms);
  }

  private static boolean measured(WordTokens t, Measurements measurements, Between size) {
    return measurements.in(t).stream()
        .filter(m -> m.quantity() == Quantity.LENGTH && m.time() == Measurement.Time.NOW)
        .anyMatch(m -> size.has(m.values().stream().mapToDouble(d -> d).max().orElse(0)));
  }
}
