package org.radiologytrust.lab.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.files.SiteFiles;

/** Cases of one seed, for tests. */
public final class SynthCases {
  static final long SEED = 1;

  private static final Synth SYNTH = Synth.load(SiteFiles.shipped());

  private SynthCases() {}

  static List<SynthCase> text(Split split, int count) {
    return IntStream.range(0, count).mapToObj(i -> SYNTH.textCase(SEED, split, i)).toList();
  }

  static List<SynthCase> chest(Split split, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> SYNTH.chestCase(SEED, split, i, shows(split, i)))
        .toList();
  }

  /** Of both kinds. */
  public static List<SynthCase> all(Split split) {
    return Stream.concat(text(split, 400).stream(), chest(split, 200).stream()).toList();
  }

  static List<TrueClaim> claims(Split split) {
    return all(split).stream().flatMap(c -> c.truth().claims().stream()).toList();
  }

  /** The findings of a phantom: each set of kinds, on changing sides; at times on both. */
  private static List<PhantomFinding> shows(Split split, int index) {
    if (Synth.normalChest(SEED, split, index)) {
      return List.of();
    }
    List<PhantomFinding> shows = new ArrayList<>();
    for (PhantomFinding.Kind kind : PhantomFinding.Kind.values()) {
      if ((index >> kind.ordinal() & 1) == 1) {
        PhantomFinding.Side side = PhantomFinding.Side.values()[(index >> 4 + kind.ordinal()) & 1];
        shows.add(new PhantomFinding(kind, side, 0.5));
      }
    }
    if (index % 16 == 2) {
      shows.clear();
      shows.add(new PhantomFinding(PhantomFinding.Kind.OPACITY, PhantomFinding.Side.LEFT, 0.3));
      shows.add(new PhantomFinding(PhantomFinding.Kind.OPACITY, PhantomFinding.Side.RIGHT, 0.3));
    }
    return shows;
  }

  /** The words in lower case, a blank before and behind each. */
  static String words(String text) {
    return " " + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip() + " ";
  }
}
