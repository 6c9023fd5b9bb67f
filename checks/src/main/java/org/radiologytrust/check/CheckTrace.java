package org.radiologytrust.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.ExplainedCheck.Found;
import org.radiologytrust.text.words.Trace;

/** Writes down what each check of one report does. */
final class CheckTrace implements Trace {
  /** The reason of a check that gives none of its own. */
  private static final String FITS = "it found nothing that does not fit";

  private final List<ExplainedCheck> checks = new ArrayList<>();
  private SortedSet<Integer> sentences = new TreeSet<>();
  private Set<Found> found = new LinkedHashSet<>();
  private String why = FITS;

  @Override
  public void sought(String list, int sentence, @Nullable String words) {
    sentences.add(sentence);
    if (words != null) {
      found.add(new Found(sentence, list, words));
    }
  }

  @Override
  public void silent(String reason) {
    why = reason;
  }

  /** Forgets what it heard: the next check begins. */
  void begin() {
    sentences = new TreeSet<>();
    found = new LinkedHashSet<>();
    why = FITS;
  }

  /** Keeps what it heard since {@link #begin} as that of this check. */
  void end(String id, int flags) {
    checks.add(new ExplainedCheck(id, flags, flags > 0 ? "" : why, sentences, List.copyOf(found)));
  }

  /** All checks, in the order in which they ran. */
  List<ExplainedCheck> checks() {
    return List.copyOf(checks);
  }
}
