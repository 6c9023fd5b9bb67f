package org.radiologytrust.pipeline.step;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.text.mentions.ReportReader;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.StatementPart;
import org.radiologytrust.text.words.CleanText;

/**
 * Makes claims without a model: every finding of a section that makes statements is one claim, and
 * none is assessed. A sentence without a finding, or with one, is one claim. Recommendations and
 * units are in {@code claim-types.yaml}; negations are those of {@link ReportReader}.
 */
public final class RuleClaims {
  /** The reason that the claims' verdicts give. */
  public static final String REASON = "No model was asked; image claims are not assessed.";

  private static final String FILE = "claim-types.yaml";

  private record Words(List<String> recommendation, List<String> units) {}

  private final ReportReader reader;
  private final Pattern recommendation;
  private final Pattern measurement;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public RuleClaims(SiteFiles files) {
    Words w = files.words(FILE, new TypeReference<Words>() {});
    reader = new ReportReader(files);
    recommendation = Pattern.compile("(?<!\\w)(?:" + any(w.recommendation()) + ")(?!\\w)");
    measurement = Pattern.compile("\\d\\s?-?(?:" + any(w.units()) + ")(?!\\w)");
  }

  /** The audit with one claim for each finding of its sentences, and one verdict for each claim. */
  public Audit claims(Audit c) {
    List<Claim> claims = new ArrayList<>();
    for (SentenceReading r : reader.read(c).stated()) {
      Sentence s = r.sentence();
      for (StatementPart part : reader.parts(r)) {
        claims.add(
            new Claim(
                claims.size() + 1,
                s.number(),
                s.section(),
                type(s.section(), part.text(), part.denied()),
                part.span(),
                part.text()));
      }
    }
    return with(c, claims);
  }

  /** The audit with one claim for each sentence, for a model to divide. */
  public Audit sentences(Audit c) {
    List<Claim> claims = new ArrayList<>();
    for (SentenceReading r : reader.read(c).stated()) {
      Sentence s = r.sentence();
      ClaimType type = type(s.section(), s.text(), r.denied());
      claims.add(new Claim(claims.size() + 1, s.number(), s.section(), type, s.span(), s.text()));
    }
    return with(c, claims);
  }

  private static Audit with(Audit c, List<Claim> claims) {
    List<Verdict> verdicts =
        claims.stream().map(k -> Verdict.notAssessed(k.number(), REASON)).toList();
    return c.toBuilder().claims(claims).verdicts(verdicts).build();
  }

  /** The type of a claim, by its words and its section. */
  public ClaimType type(Section section, String statement) {
    return type(section, statement, reader.read(section, statement).denied());
  }

  private ClaimType type(Section section, String statement, boolean denied) {
    String text = CleanText.of(statement).folded().toLowerCase(Locale.ROOT).replace('\n', ' ');
    if (section == Section.RECOMMENDATION || recommendation.matcher(text).find()) {
      return ClaimType.RECOMMENDATION;
    }
    if (denied) {
      return ClaimType.ABSENCE;
    }
    if (measurement.matcher(text).find()) {
      return ClaimType.MEASUREMENT;
    }
    return section == Section.IMPRESSION ? ClaimType.IMPRESSION : ClaimType.FINDING;
  }

  private static String any(List<String> words) {
    return words.isEmpty() ? "(?!)" : String.join("|", words.stream().map(Pattern::quote).toList());
  }
}
