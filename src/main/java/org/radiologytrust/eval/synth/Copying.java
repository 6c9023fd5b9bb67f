package org.radiologytrust.eval.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.eval.cases.TrueClaim;
import org.radiologytrust.eval.cases.Truth;
import org.radiologytrust.model.ClaimType;

/**
 * Reports of words without sense, to train on alone: whoever lists their claims must quote letter
 * by letter, and can't put a likelier word in the place of a rare one. No claim has a label.
 */
final class Copying {
  private static final String HEAD = "FINDINGS:\n";

  private final Invented.Syllables syllables;
  private final List<String> words;

  Copying(Invented invented, List<StudyWords> studies) {
    this.syllables = invented.syllables();
    this.words =
        studies.stream()
            .flatMap(s -> s.findings().stream())
            .flatMap(f -> Stream.concat(f.names(Split.HELD).stream(), f.places().stream()))
            .flatMap(text -> Stream.of(text.split(" ")))
            .filter(word -> word.matches("[a-z-]+"))
            .distinct()
            .toList();
  }

  /** A report of one to four sentences. */
  SynthCase of(Draw draw) {
    boolean capitals = draw.percent(25);
    String joint = draw.percent(50) ? "\n" : " ";
    int count = 1 + draw.below(4);
    StringBuilder text = new StringBuilder(HEAD);
    List<TrueClaim> claims = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String sentence = sentence(draw);
      String quote = capitals ? sentence.toUpperCase(Locale.ROOT) : sentence;
      text.append(i == 0 ? "" : joint);
      claims.add(
          new TrueClaim(
              quote, text.length(), ClaimType.FINDING, null, "", "", List.of(), null, List.of()));
      text.append(quote);
    }
    String split = Split.TRAIN.code();
    return new SynthCase(
        text.toString(), new Truth("", "", split, "good", List.of(), claims, null));
  }

  private String sentence(Draw draw) {
    int length = 2 + draw.below(8);
    String said =
        Stream.generate(() -> draw.percent(60) ? syllables.word(draw) : draw.pick(words))
            .limit(length)
            .collect(Collectors.joining(" "));
    return Noun.capital(said) + ".";
  }
}
