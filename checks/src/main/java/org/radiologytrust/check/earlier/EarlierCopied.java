package org.radiologytrust.check.earlier;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.EarlierReading;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * {@code earlier-copied}: the findings are word for word those of the last report of the same kind,
 * and the impression states a finding that neither they nor the impression there have, or lacks one
 * that both have. Findings that assert nothing are a template, which any report may share.
 */
final class EarlierCopied extends KindCheck {
  static final String ID = "earlier-copied";

  /** Shorter findings can be alike by chance. */
  private static final int MIN_WORDS = 40;

  private static final int MIN_SENTENCES = 4;

  private final EarlierWords words;
  private final EarlierStudies studies;
  private final EarlierStatements statements;

  EarlierCopied(EarlierWords words, EarlierStudies studies, EarlierStatements statements) {
    this.words = words;
    this.studies = studies;
    this.statements = statements;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<SentenceReading> findings = r.of(Section.FINDINGS);
    List<SentenceReading> impression = r.of(Section.IMPRESSION);
    boolean asserts = mentions(findings).anyMatch(Mention::present);
    if (findings.size() < MIN_SENTENCES || impression.isEmpty() || !asserts) {
      return r.silent("the findings are short or assert nothing, or there is no impression");
    }
    Optional<EarlierReading> last = studies.last(c, r);
    if (last.isEmpty()) {
      return r.silent(EarlierStudies.NONE);
    }
    List<SentenceReading> before = last.get().reading().of(Section.IMPRESSION);
    List<String> said = statements.bare(findings);
    long count = said.stream().mapToLong(s -> s.split(" ").length).sum();
    boolean copied =
        count >= MIN_WORDS
            && !before.isEmpty()
            && said.equals(statements.bare(last.get().reading().of(Section.FINDINGS)));
    if (!copied) {
      return r.silent("the findings are not those of the last report of this kind");
    }
    Set<String> found = families(findings);
    Optional<Mention> added = first(impression, m -> !found.contains(m.family()), families(before));
    if (added.isPresent()) {
      return List.of(
          result(added.get().evidence(), last.get(), end(before), "states another finding"));
    }
    // with a finding in other words, or in none, it may still be meant
    boolean reworded =
        first(impression, m -> true, families(before)).isPresent()
            || impression.stream().anyMatch(this::refers);
    Optional<Mention> lost =
        reworded
            ? Optional.empty()
            : first(before, m -> found.contains(m.family()), families(impression));
    return lost.stream()
        .map(
            m ->
                result(
                    end(impression),
                    last.get(),
                    Evidence.of(m.words().sentence()),
                    "no longer states a finding"))
        .toList();
  }

  /** The first finding that these sentences assert, and that is of no known family. */
  private static Optional<Mention> first(
      List<SentenceReading> sentences, Predicate<Mention> which, Set<String> known) {
    return mentions(sentences)
        .filter(Mention::present)
        .filter(m -> !known.contains(m.family()))
        .filter(which)
        .findFirst();
  }

  private static Stream<Mention> mentions(List<SentenceReading> sentences) {
    return sentences.stream().flatMap(s -> s.mentions(MentionKind.FINDING));
  }

  /** The families of findings that are there or possible. */
  private static Set<String> families(List<SentenceReading> sentences) {
    return mentions(sentences)
        .filter(m -> m.polarity() == Polarity.AFFIRMED)
        .filter(m -> m.time() == MentionTime.NOW && m.certainty() != Certainty.ASKED)
        .map(Mention::family)
        .collect(Collectors.toSet());
  }

  /** Whether a sentence speaks of all findings at once: "as above", "no change". */
  private boolean refers(SentenceReading s) {
    return words.refers().anyIn(s.words())
        || words.same().anyIn(s.words())
        || words.sameBehind().anyIn(s.words());
  }

  /** The last sentence. */
  private static Evidence end(List<SentenceReading> sentences) {
    return Evidence.of(sentences.get(sentences.size() - 1).sentence());
  }

  private static CheckResult result(
      Evidence here, EarlierReading last, Evidence there, String what) {
    return new CheckResult(
        ID,
        Label.UNCERTAIN,
        here,
        last.evidence(there),
        "The findings are word for word those of the last report of this kind, and the impression "
            + what
            + ": check that the findings are of these images.");
  }
}
