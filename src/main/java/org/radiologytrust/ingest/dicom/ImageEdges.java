package org.radiologytrust.ingest.dicom;

import java.util.List;
import java.util.Map;
import org.radiologytrust.images.Pixels.Edges;

/** Reads from the tags which sides of the patient are at the edges of an image. */
final class ImageEdges {
  private static final Map<String, String> OPPOSITE =
      Map.of("R", "L", "L", "R", "A", "P", "P", "A", "H", "F", "F", "H");

  /** Directions of the patient-based axes, the positive one first (PS3.3 C.7.6.2.1.1). */
  private static final List<String> AXES = List.of("LR", "PA", "HF");

  private ImageEdges() {}

  static Edges of(DicomTags tags) {
    List<Double> cosines = tags.numbers("ImageOrientationPatient");
    String right =
        cosines.size() == 6
            ? direction(cosines.subList(0, 3))
            : letter(tags.first("PatientOrientation"));
    String left = OPPOSITE.get(right);
    return left == null ? Edges.UNKNOWN : new Edges(left, right);
  }

  /** The axis to which a row is closest. */
  private static String direction(List<Double> row) {
    int axis = 0;
    for (int i = 1; i < 3; i++) {
      if (Math.abs(row.get(i)) > Math.abs(row.get(axis))) {
        axis = i;
      }
    }
    double cosine = row.get(axis);
    return Math.abs(cosine) > 0.5 ? "" + AXES.get(axis).charAt(cosine > 0 ? 0 : 1) : "";
  }

  /** The main direction; an oblique one has more letters. */
  private static String letter(String direction) {
    return direction.isEmpty() ? "" : direction.substring(0, 1);
  }
}
