package org.radiologytrust.check.within;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Site;
import org.radiologytrust.text.words.WordTokens;

/**
 * What one sentence denies.
 *
 * @param concepts ids of findings
 * @param concept the finding that is negated itself; {@code null} if another kind of denial
 * @param kind how much it leaves open
 * @param limits words that a statement must have to be what is denied
 * @param degree whether only a large finding is denied
 * @param focal whether only a finding at one place is denied
 * @param nearby places that its sentence names, or the sentence before, for a denial without one
 */
public record Denial(
    Set<String> concepts,
    @Nullable String concept,
    Kind kind,
    @Nullable Side side,
    Set<String> limits,
    boolean degree,
    boolean focal,
    Distinctions.Marks marks,
    Set<Site> nearby,
    WordTokens words,
    Evidence evidence) {
  /** Whether it is about a whole system. */
  boolean ofSystem() {
    return kind == Kind.SYSTEM || kind == Kind.PARTLY;
  }

  /** How much a denial leaves open. */
  public enum Kind {
    /** It names the finding. */
    NAMED,
    /** It calls an organ normal. */
    NORMAL,
    /** It calls an organ normal in words that leave no room for the finding. */
    PLAIN,
    /** It says that a whole system has nothing acute. */
    SYSTEM,
    /** The same, with a word that leaves something out, or about a finding that is not critical. */
    PARTLY
  }
}
