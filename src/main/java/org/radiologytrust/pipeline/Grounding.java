package org.radiologytrust.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.words.ComparingClaims;
import org.radiologytrust.pipeline.words.DenyingClaims;

/**
 * Removes labels that the images cannot justify. First, {@link PriorImagesRule} removes those of
 * claims that compare with an earlier study that was not shown. Then, a claim that the model also
 * supports on blank images becomes uncertain. Then, when the model was shown only a part of the
 * images, {@link PartialImagesRule} removes the labels that need all of them. Then, {@link
 * ModelTrust} takes back those for which no model is trusted yet. Last, {@link OwnFindingsRule}
 * takes back support that the model's own findings contradict.
 */
public final class Grounding {
  private static final String EVIDENCE =
      "The model gives the same label when it is shown a blank image.";

  private final PriorImagesRule priors;
  private final PartialImagesRule partlyShown;
  private final ModelTrust trust;
  private final OwnFindingsRule ownFindings;

  /**
   * @param untrusted DICOM modalities for which no model is trusted yet
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public Grounding(SiteFiles files, Set<String> untrusted) {
    ComparingClaims comparing = new ComparingClaims(files);
    priors = new PriorImagesRule(comparing);
    DenyingClaims denying = new DenyingClaims(files);
    partlyShown = new PartialImagesRule(denying, comparing);
    trust = new ModelTrust(comparing, untrusted);
    ownFindings = new OwnFindingsRule(denying);
  }

  /** The audit with the remaining labels, and a note about the changes. */
  public Audit hold(Audit c) {
    return c.verdicts().stream().allMatch(v -> v.label() == null)
        ? c
        : ownFindings.hold(trust.limit(partlyShown.limit(probed(priors.limit(c)))));
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
      throw new IllegalStateException("claim " + v.claim() + " has no verdict on blank images");
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
