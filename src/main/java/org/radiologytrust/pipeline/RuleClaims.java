package org.radiologytrust.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.text.CleanText;

/**
 * Makes claims without a model: every sentence of a section that makes statements is one claim, and
 * none is assessed. The words for the claims' types are in {@code claim-types.yaml}.
 */
public final class RuleClaims {
  /** The reason that the claims' verdicts give. */
  public static final String REASON = "No model was asked; image claims are not assessed.";

  private static final String FILE = "claim-types.yaml";

  /** A subheading before the statement, as in {@code LUNGS: No effusion.} */
  private static final String LABEL = "(?:[\\p{L} ,/&()-]{1,60}:\\s{1,3})?";

  /** Matches nothing. */
  private static final String NEVER = "(?!)";

  private record Words(
      List<String> recommendation,
      List<String> absenceAfter,
      List<String> absence,
      List<String> units) {}

  private final Pattern recommendation;
  private final Pattern absence;
  private final Pattern measurement;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public RuleClaims(SiteFiles files) {
    Words w = files.words(FILE, new TypeReference<Words>() {});
    if (w.recommendation() == null
        || w.absenceAfter() == null
        || w.absence() == null
        || w.units() == null) {
      throw new IllegalArgumentException(
          FILE + ": needs the keys recommendation, absenceAfter, absence and units");
    }
    recommendation = Pattern.compile("(?<!\\w)(?:" + any(w.recommendation()) + ")(?!\\w)");
    absence =
        Pattern.compile(
            LABEL
                + "\\W*(?:(?:"
                + any(w.absenceAfter())
                + ") ){0,4}(?:"
                + any(w.absence())
                + ")(?!\\w)");
    measurement = Pattern.compile("\\d\\s?-?(?:" + any(w.units()) + ")(?!\\w)");
  }

  /** The audit with its claims and one verdict for each claim. */
  public Audit claims(Audit c) {
    List<Claim> claims = new ArrayList<>();
    List<Verdict> verdicts = new ArrayList<>();
    for (Sentence s : c.sentences()) {
      if (s.section().stated()) {
        int number = claims.size() + 1;
        ClaimType type = type(s.section(), s.text());
        claims.add(new Claim(number, s.number(), s.section(), type, s.span(), s.text()));
        verdicts.add(Verdict.notAssessed(number, REASON));
      }
    }
    return c.toBuilder().claims(claims).verdicts(verdicts).build();
  }

  /** The type of a claim, by its words and its section. */
  public ClaimType type(Section section, String statement) {
    String text = CleanText.of(statement).folded().toLowerCase(Locale.ROOT).replace('\n', ' ');
    if (section == Section.RECOMMENDATION || recommendation.matcher(text).find()) {
      return ClaimType.RECOMMENDATION;
    }
    if (measurement.matcher(text).find()) {
      return ClaimType.MEASUREMENT;
    }
    if (absence.matcher(text).lookingAt()) {
      return ClaimType.ABSENCE;
    }
    return section == Section.IMPRESSION ? ClaimType.IMPRESSION : ClaimType.FINDING;
  }

  private static String any(List<String> words) {
    return words.isEmpty() ? NEVER : String.join("|", words.stream().map(Pattern::quote).toList());
  }
}
