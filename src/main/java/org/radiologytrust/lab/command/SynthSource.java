package org.radiologytrust.lab.command;

import java.util.List;
import java.util.Map;
import org.radiologytrust.lab.phantom.Abnormality;
import org.radiologytrust.lab.phantom.PhantomSet;
import org.radiologytrust.lab.phantom.Radiographs;
import org.radiologytrust.lab.synth.PhantomFinding;
import org.radiologytrust.lab.synth.Split;
import org.radiologytrust.lab.synth.Synth;
import org.radiologytrust.lab.synth.SynthCase;
import org.radiologytrust.model.SiteFiles;

/** Synthetic cases of one seed, with the pictures of those that have them. */
final class SynthSource {
  /** Pixels of a case's image: enough for every finding, and a small file. */
  private static final int WIDTH = 320;

  private static final int HEIGHT = 390;

  /** Phantoms of cases come behind those that a tower is trained on or measured with. */
  private static final int BEHIND = 500_000;

  private final Synth synth;
  private final long seed;

  SynthSource(SiteFiles files, long seed) {
    this.synth = Synth.load(files);
    this.seed = seed;
  }

  /**
   * @param id name of its folder
   * @param images file names with their bytes
   */
  record Made(String id, SynthCase made, Map<String, byte[]> images) {}

  Made text(Split split, int index) {
    return new Made(id(split, "text", index), synth.textCase(seed, split, index), Map.of());
  }

  Made chest(Split split, int index) {
    long set = split == Split.TRAIN ? seed : PhantomSet.HELD_OUT;
    long within =
        BEHIND + Math.floorMod((split == Split.TRAIN ? 0 : seed * 10_000) + index, BEHIND);
    long phantom = PhantomSet.first(set) + within;
    List<Abnormality> shows = Radiographs.draw(phantom);
    SynthCase made =
        synth.chestCase(seed, split, index, shows.stream().map(SynthSource::shown).toList());
    byte[] png = Radiographs.png(phantom, shows, WIDTH, HEIGHT);
    return new Made(id(split, "chest", index), made, Map.of("1.png", png));
  }

  private static PhantomFinding shown(Abnormality a) {

    return new PhantomFinding(
        PhantomFinding.Kind.valueOf(a.kind().name()),
        PhantomFinding.Side.valueOf(a.side().name()),
        a.size());
  }

  private static String id(Split split, String kind, int index) {
    return "%s-%s-%06d".formatted(split.name().toLowerCase(java.util.Locale.ROOT), kind, index);
  }
}
