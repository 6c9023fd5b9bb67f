package org.radiologytrust.check.form;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.sections.Heading;
import org.radiologytrust.text.sections.Headings;
import org.radiologytrust.text.words.CleanText;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code no-impression}: finds a report with findings under a heading, but without an impression,
 * and a heading of an impression with nothing below it. A section that the message names by a code
 * counts like one with a heading. A short report, and one without headings, need none.
 */
final class NoImpression implements Check {
  static final String ID = "no-impression";

  private static final String FILE = "impression.yaml";

  /** How far from its start a sentence can name itself an impression. */
  private static final int START = 3;

  /** Fewer findings need no impression. */
  private static final int ENOUGH = 3;

  private static final String NONE_NEEDED =
      "it has no heading of findings, or is so short that it needs none";

  private static final Set<Section> OTHERS =
      Set.of(Section.HISTORY, Section.TECHNIQUE, Section.COMPARISON, Section.RECOMMENDATION);

  private record Words(@MayBeEmpty Terms names, @MayBeEmpty Terms nothing) {}

  private final Headings headings;
  private final Placeholders placeholders;
  private final Words words;

  NoImpression(SiteFiles files) {
    headings = new Headings(files);
    placeholders = new Placeholders(files);
    words = files.words(FILE, new TypeReference<Words>() {});
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.WHOLE_TEXT);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    if (r.of(Section.IMPRESSION).stream().anyMatch(this::says)) {
      return r.silent("the report has an impression");
    }
    List<SentenceReading> findings = r.of(Section.FINDINGS);
    if (findings.isEmpty()) {
      return r.silent(NONE_NEEDED);
    }
    List<Heading> coded = headings.coded(c.report());
    List<Heading> all = new ArrayList<>(headings.of(c.report().text()));
    all.addAll(coded);
    Heading impression = first(all, Section.IMPRESSION);
    Heading heading = impression == null ? first(all, Section.FINDINGS) : impression;
    if (heading == null || impression == null && (small(r) || compound(heading) || named(all, r))) {
      return r.silent(NONE_NEEDED);
    }
    SentenceReading last = findings.get(findings.size() - 1);
    return List.of(
        new CheckResult(
            ID,
            Label.NEEDS_REVIEW,
            Evidence.of(last.sentence()),
            // a code has no words of its own
            coded.contains(heading)
                ? Evidence.of(findings.get(0).sentence())
                : Evidence.of(heading.span(), c.report().text()),
            "The report has findings, but no impression: add one."));
  }

  /** Whether a report is so short that its findings can be all that it has to say. */
  private static boolean small(ReportReading r) {
    long others = OTHERS.stream().filter(section -> !r.of(section).isEmpty()).count();
    return r.of(Section.FINDINGS).size() < ENOUGH && others < 2;
  }

  /** Whether a heading has more than one word: "FINDINGS AND TECHNIQUE" may be all there is. */
  private static boolean compound(Heading heading) {
    return WordTokens.of(heading.name()).size() > 1;
  }

  private static @Nullable Heading first(List<Heading> all, Section section) {
    return all.stream().filter(h -> h.section() == section).findFirst().orElse(null);
  }

  /** Whether a sentence of the impression has more than a placeholder. */
  private boolean says(SentenceReading s) {
    String text = CleanText.of(s.sentence().text()).folded();
    StringBuilder rest = new StringBuilder();
    int from = 0;
    for (Placeholders.Place p : placeholders.in(text, Integer.MAX_VALUE)) {
      rest.append(text, from, p.from()).append(' ');
      from = p.to();
    }
    WordTokens t = WordTokens.of(rest.append(text.substring(from)).toString());
    int i = 0;
    while (i < t.size()) {
      Terms.Hit hit = words.nothing().at(t, i);
      Terms.Hit phrase = placeholders.phrases().at(t, i);
      if (hit == null && phrase == null && !t.word(i).chars().allMatch(Character::isDigit)) {
        return true;
      }
      i = Math.max(hit == null ? i : hit.last(), phrase == null ? i : phrase.last()) + 1;
    }
    return false;
  }

  /** Whether a heading or the start of a sentence names an impression by another word. */
  private boolean named(List<Heading> all, ReportReading r) {
    return all.stream().anyMatch(h -> words.names().anyIn(WordTokens.of(h.name())))
        || r.stated().stream().anyMatch(s -> starts(s.words()));
  }

  private boolean starts(WordTokens t) {
    for (int i = 0; i < START && i < t.size(); i++) {
      if (words.names().at(t, i) != null) {
        return true;
      }
    }
    return false;
  }
}
