package org.radiologytrust.lab.checks;

import java.util.List;
import org.radiologytrust.model.Instance;

/**
 * Tags of the study's images; empty where the tag is missing.
 *
 * @param modality Modality (0008,0060)
 * @param bodyPart BodyPartExamined (0018,0015)
 * @param side ImageLaterality (0020,0062)
 */
record Images(String modality, String bodyPart, String side) {
  List<Instance> instances() {
    return List.of(
        new Instance("1.2.3.1", "1.2.3", "", modality, bodyPart, "", side, "", 1, 1, "1.2.3.1"),
        new Instance("1.2.3.2", "1.2.3", "", modality, bodyPart, "", side, "", 2, 1, "1.2.3.2"));
  }
}
