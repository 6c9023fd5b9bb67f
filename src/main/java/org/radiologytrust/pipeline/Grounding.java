package org.radiologytrust.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Verdict;

/**
 * Keeps only labels that can rest on the images. What the model said of the images is held against
 * what it said of blank ones: a claim that it supports either way has no support in the image, and
 * is uncertain. Then labels go that a part of the images cannot carry, also those of the probe.
 */
public final class Grounding {
  private static final String EVIDENCE =
      "The model gives the same label when it is shown a blank image.";

  private final PartialImagesRule partlyShown;

  /**
   * @throws IllegalArgumentException naming the file of words that cannot be used
   */
  public Grounding(SiteFiles files) {
    partlyShown = new PartialImagesRule(files);
  }

  /** The audit with the verdicts that are left, and a note that tells what was changed. */
  public Audit hold(Audit c) {
    return c.verdicts().stream().allMatch(v -> v.label() == null)
        ? c
        : partlyShown.limit(probed(c));
  }

  private static Audit probed(Audit c) {
    if (c.blank().isEmpty()) {
      return c.toBuilder()
          .addNote(
              "No probe with blank images was made: whether the labels rest on the images"
                  + " was not tested.")
          .build();
    }
    Map<Integer, Label> blank =
        c.blank().stream()
            .filter(v -> v.label() != null)
            .collect(Collectors.toMap(Verdict::claim, Verdict::label));
    List<Verdict> held = c.verdicts().stream().map(v -> held(v, blank)).toList();
    long changed = held.stream().filter(v -> v.basis() == Verdict.Basis.BLANK_PROBE).count();
    String note =
        "Probe with blank images: "
            + (changed == 0
                ? "it changed no label."
                : changed
                    + (changed == 1 ? " supported claim was" : " supported claims were")
                    + " supported without the image as well, and became uncertain.");
    return c.toBuilder().verdicts(held).addNote(note).build();
  }

  private static Verdict held(Verdict v, Map<Integer, Label> blank) {
    if (v.label() != Label.SUPPORTED) {
      return v;
    }
    if (!blank.containsKey(v.claim())) {
      throw new IllegalStateException("claim " + v.claim() + " was not probed");
    }
    if (blank.get(v.claim()) != Label.SUPPORTED) {
      return v;
    }
    List<String> evidence = new ArrayList<>(List.of(EVIDENCE));
    evidence.addAll(v.evidence());
    return Verdict.byRule(
        v.claim(), Label.UNCERTAIN, Verdict.Basis.BLANK_PROBE, evidence, v.findings());
  }
}
