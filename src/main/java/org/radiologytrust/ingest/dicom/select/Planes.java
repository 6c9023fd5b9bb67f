package org.radiologytrust.ingest.dicom.select;

import java.util.List;
import java.util.Optional;
import org.radiologytrust.model.SliceTags.Plane;

/** Works out planes in the patient's coordinates (PS3.3 C.7.6.2). */
public final class Planes {
  /** The vector product of two directions that are nearly one is too short to be trusted. */
  private static final double SHORTEST = 0.5;

  private Planes() {}

  /**
   * The plane of a slice: the vector product of row and column, and the position along it.
   *
   * @param c ImageOrientationPatient
   * @param at ImagePositionPatient, mm
   * @return empty when they say no plane
   */
  public static Optional<Plane> of(List<Double> c, List<Double> at) {
    if (c.size() != 6 || at.size() != 3) {
      return Optional.empty();
    }
    double x = c.get(1) * c.get(5) - c.get(2) * c.get(4);
    double y = c.get(2) * c.get(3) - c.get(0) * c.get(5);
    double z = c.get(0) * c.get(4) - c.get(1) * c.get(3);
    double length = Math.sqrt(x * x + y * y + z * z);
    double along = (x * at.get(0) + y * at.get(1) + z * at.get(2)) / length;
    return length > SHORTEST && Double.isFinite(along)
        ? Optional.of(new Plane(x / length, y / length, z / length, along))
        : Optional.empty();
  }
}
