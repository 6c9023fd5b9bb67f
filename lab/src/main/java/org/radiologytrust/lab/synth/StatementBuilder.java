package org.radiologytrust.lab.synth;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cases.TrueClaim.Meaning;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Label;

/** Writes claims about a list of findings and labels them with {@link LabelRule}. */
final class StatementBuilder {
  private static final Pattern TELLS_SIZE =
      Pattern.compile("\\{(?:a|it|na|size)}", Pattern.CASE_INSENSITIVE);

  private final SynthPhrases.Rewrites rewrites;
  private final List<LabelRule.Entry> entries;
  private final EvidenceWords evidence;

  StatementBuilder(SynthPhrases phrases, List<ListedFinding> list) {
    this.rewrites = phrases.rewrites();
    this.entries = list.stream().map(ListedFinding::entry).toList();
    this.evidence = new EvidenceWords(phrases.evidence(), list);
  }

  /**
   * How a pattern words a claim.
   *
   * @param word the hedging word; {@code null} if the claim is not hedged
   */
  record Manner(boolean absence, @Nullable String word, boolean overconfident, boolean recommends) {
    static final Manner PLAIN = new Manner(false, null, false, false);
    static final Manner ABSENCE = new Manner(true, null, false, false);
    static final Manner OVERCONFIDENT = new Manner(false, null, true, false);
    static final Manner RECOMMENDS = new Manner(false, null, false, true);

    static Manner hedged(String word) {
      return new Manner(false, word, false, false);
    }
  }

  /** Fills a pattern. Returns {@code null} if the pattern does not fit the finding. */
  @Nullable Statement of(String pattern, FindingMention said, Manner how) {
    boolean sided = said.words().sided() && said.side().isEmpty();
    if (pattern.contains("{where}") && sided) {
      return null;
    }
    boolean tells = TELLS_SIZE.matcher(pattern).find();
    String size = tells ? said.size() : "";
    LabelRule.Claimed claimed =
        new LabelRule.Claimed(
            List.of(said.words().name()),
            said.side(),
            size,
            tells && said.counted(),
            how.absence(),
            how.word() != null,
            how.overconfident());
    LabelRule.Ruling ruling = LabelRule.judge(claimed, entries);
    return new Statement(
        withoutStop(said.in(pattern)),
        type(how, tells && said.measured()),
        claimed,
        ruling,
        evidence.of(claimed, ruling, said.with(said.side(), size), how.word()),
        meaning(said, size),
        ruling.label() == Label.UNCERTAIN ? rewrites(ruling, said, how) : List.of());
  }

  /** A statement of a normal study. Returns {@code null} if its label would be uncertain. */
  @Nullable Statement normal(StudyWords.Normal normal) {
    LabelRule.Claimed claimed =
        new LabelRule.Claimed(normal.covers(), "", "", false, true, false, false);
    LabelRule.Ruling ruling = LabelRule.judgeNormal(claimed, entries);
    if (ruling.label() == Label.UNCERTAIN) {
      return null;
    }
    return new Statement(
        withoutStop(normal.text()),
        ClaimType.FINDING,
        claimed,
        ruling,
        evidence.ofNormal(ruling),
        null,
        List.of());
  }

  private List<String> rewrites(LabelRule.Ruling ruling, FindingMention said, Manner how) {
    List<String> patterns =
        switch (ruling.reason()) {
          case LabelRule.OVERCONFIDENT -> rewrites.overconfident();
          case LabelRule.DOUBTFUL ->
              how.absence() ? rewrites.doubtfulAbsence() : rewrites.doubtful();
          default -> rewrites.hedged();
        };
    return patterns.stream().map(said::in).toList();
  }

  private static ClaimType type(Manner how, boolean measured) {
    if (how.recommends()) {
      return ClaimType.RECOMMENDATION;
    }
    if (measured) {
      return ClaimType.MEASUREMENT;
    }
    return how.absence() ? ClaimType.ABSENCE : ClaimType.FINDING;
  }

  private static Meaning meaning(FindingMention said, String size) {
    Set<String> names = new LinkedHashSet<>(said.words().allNames());
    if (!said.words().many().isEmpty()) {
      names.add(said.words().many());
    }
    return new Meaning(new ArrayList<>(names), said.side(), size);
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
