package org.radiologytrust.check.form;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Scopes;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Words that claim more certainty than an image can give. The check {@code overconfident} and
 * evaluations use the same list.
 */
public final class OverconfidentWords {
  private static final String FILE = "overconfident.yaml";
  private static final int BEFORE = 4;
  private static final int BEHIND = 3;

  private record Words(
      @Nullable List<String> strong,
      @Nullable List<String> soft,
      @Nullable List<String> diagnoses,
      @Nullable List<String> visibility,
      @Nullable List<String> calibrated,
      @Nullable List<String> calibratedBehind) {}

  private final Scopes scopes;
  private final Terms strong;
  private final Terms soft;
  private final Terms diagnoses;
  private final Terms visibility;
  private final Terms calibrated;
  private final Terms calibratedBehind;

  OverconfidentWords(SiteFiles files) {
    Words w = files.words(FILE, new TypeReference<Words>() {});
    scopes = new Scopes(files);
    strong = terms(w.strong());
    soft = terms(w.soft());
    diagnoses = terms(w.diagnoses());
    visibility = terms(w.visibility());
    calibrated = terms(w.calibrated());
    calibratedBehind = terms(w.calibratedBehind());
  }

  private static Terms terms(@Nullable List<String> words) {
    return Terms.of(words == null ? List.of() : words);
  }

  /**
   * @throws IllegalArgumentException if the file is not valid; the message names it
   */
  public static OverconfidentWords load(SiteFiles files) {
    return new OverconfidentWords(files);
  }

  /** Whether a text has such words. */
  public boolean in(String text) {
    WordTokens t = WordTokens.of(text);
    return first(t, scopes.read(t)) != null;
  }

  /**
   * The first such words that speak of a diagnosis, not of what is visible, without a negation or a
   * hedging word near them; {@code null} if there are none.
   */
  Terms.@Nullable Hit first(WordTokens t, Scopes.Reading reading) {
    for (Terms.Hit hit : strong.in(t)) {
      if (asserted(t, hit, reading)) {
        return hit;
      }
    }
    for (Terms.Hit hit : soft.in(t)) {
      if (behind(t, hit, diagnoses) && asserted(t, hit, reading)) {
        return hit;
      }
    }
    return null;
  }

  private boolean asserted(WordTokens t, Terms.Hit hit, Scopes.Reading reading) {
    int negation = reading.negation(hit.first());
    return (negation < 0 || negation > hit.first())
        && reading.certainty(hit.first()) == Certainty.CERTAIN
        && !before(t, hit)
        && !behind(t, hit, calibratedBehind)
        && !behind(t, hit, visibility);
  }

  private boolean before(WordTokens t, Terms.Hit hit) {
    for (int i = hit.first() - 1; i >= 0 && i >= hit.first() - BEFORE; i--) {
      if (t.clause(i) == t.clause(hit.first()) && calibrated.at(t, i) != null) {
        return true;
      }
    }
    return false;
  }

  private static boolean behind(WordTokens t, Terms.Hit hit, Terms words) {
    for (int i = hit.last() + 1; i < t.size() && i <= hit.last() + BEHIND; i++) {
      if (t.clause(i) == t.clause(hit.last()) && words.at(t, i) != null) {
        return true;
      }
    }
    return false;
  }
}
