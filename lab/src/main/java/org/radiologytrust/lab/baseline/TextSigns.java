package org.radiologytrust.lab.baseline;

import java.util.HashMap;
import java.util.Map;
import org.radiologytrust.check.form.OverconfidentWords;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.pipeline.words.Hedges;
import org.radiologytrust.pipeline.words.ShownNegations;
import org.radiologytrust.text.mentions.Scopes;

/** What a claim's words alone say of its label: whether they hedge, deny, or are too sure. */
final class TextSigns {
  private static final int HEDGED = 1;
  private static final int DENIED = 2;
  private static final int OVERCONFIDENT = 4;

  private final Scopes scopes;
  private final Hedges hedges;
  private final OverconfidentWords overconfident;
  private final Map<String, Integer> read = new HashMap<>();

  TextSigns(SiteFiles files) {
    scopes = new Scopes(files);
    hedges = new Hedges(scopes);
    overconfident = OverconfidentWords.load(files);
  }

  /** A number for the signs of a text. Texts with the same signs have the same number. */
  int of(String text) {
    return read.computeIfAbsent(
        text,
        words ->
            (hedges.in(words) ? HEDGED : 0)
                + (ShownNegations.in(scopes, words) ? DENIED : 0)
                + (overconfident.in(words) ? OVERCONFIDENT : 0));
  }
}
