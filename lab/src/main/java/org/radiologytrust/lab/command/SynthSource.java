package org.radiologytrust.lab.command;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.phantom.Abnormality;
import org.radiologytrust.lab.phantom.PhantomSet;
import org.radiologytrust.lab.phantom.Radiographs;
import org.radiologytrust.lab.synth.PhantomFinding;
import org.radiologytrust.lab.synth.Split;
import org.radiologytrust.lab.synth.Synth;
import org.radiologytrust.lab.synth.SynthCase;

/** Makes synthetic cases with their images from one seed. */
final class SynthSource {
  /** Size of a case's image in pixels: large enough to show every finding, and a small file. */
  private static final int WIDTH = 320;

  private static final int HEIGHT = 390;

  /** First phantom for cases; those before it train or measure a vision tower. */
  private static final int FIRST = 500_000;

  private final Synth synth;
  private final long seed;

  SynthSource(SiteFiles files, long seed) {
    this.synth = Synth.load(files);
    this.seed = seed;
  }

  /**
   * A case with its images.
   *
   * @param id name of its folder
   * @param images file content by file name
   */
  record Generated(String id, SynthCase synthCase, Map<String, byte[]> images) {}

  /** A case without images. */
  Generated text(Split split, int index) {
    return new Generated(id(split, "text", index), synth.textCase(seed, split, index), Map.of());
  }

  /** A case of a chest phantom with one image. */
  Generated chest(Split split, int index) {
    long set = split == Split.TRAIN ? seed : PhantomSet.HELD_OUT;
    long within = FIRST + Math.floorMod((split == Split.TRAIN ? 0 : seed * 10_000) + index, FIRST);
    long phantom = PhantomSet.first(set) + within;
    List<Abnormality> shows =
        Synth.normalChest(seed, split, index) ? List.of() : Radiographs.draw(phantom);
    SynthCase made =
        synth.chestCase(seed, split, index, shows.stream().map(SynthSource::shown).toList());
    byte[] png = Radiographs.png(phantom, shows, WIDTH, HEIGHT);
    return new Generated(id(split, "chest", index), made, Map.of("1.png", png));
  }

  private static PhantomFinding shown(Abnormality a) {
    return new PhantomFinding(
        PhantomFinding.Kind.valueOf(a.kind().name()),
        PhantomFinding.Side.valueOf(a.side().name()),
        a.size());
  }

  private static String id(Split split, String kind, int index) {
    return "%s-%s-%06d".formatted(split.name().toLowerCase(Locale.ROOT), kind, index);
  }
}
