package org.radiologytrust.check.form;

import com.fasterxml.jackson.core.type.TypeReference;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Scopes;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
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
      @MayBeEmpty Terms strong,
      @MayBeEmpty Terms soft,
      @MayBeEmpty Terms diagnoses,
      @MayBeEmpty Terms visibility,
      @MayBeEmpty Terms calibrated,
      @MayBeEmpty Terms calibratedBehind) {}

  private final Scopes scopes;
  private final Words words;

  OverconfidentWords(SiteFiles files) {
    words = files.words(FILE, new TypeReference<Words>() {});
    scopes = new Scopes(files);
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
    for (Terms.Hit hit : words.strong().in(t)) {
      if (asserted(t, hit, reading)) {
        return hit;
      }
    }
    for (Terms.Hit hit : words.soft().in(t)) {
      if (behind(t, hit, words.diagnoses()) && asserted(t, hit, reading)) {
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
        && !behind(t, hit, words.calibratedBehind())
        && !behind(t, hit, words.visibility());
  }

  private boolean before(WordTokens t, Terms.Hit hit) {
    return Window.before(t, hit.first(), BEFORE).inClause().has(words.calibrated());
  }

  private static boolean behind(WordTokens t, Terms.Hit hit, Terms words) {
    return Window.behind(t, hit.last(), BEHIND).inClause().has(words);
  }
}
