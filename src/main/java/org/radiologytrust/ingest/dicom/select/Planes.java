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

  /** The cosine of the angle between two vectors. */
  static double cosine(Plane one, Plane other) {
    return one.x() * other.x() + one.y() * other.y() + one.z() * other.z();
  }

  /** The position along the vector of the first slice; others may have the opposite one. */
  static double along(Plane plane, Plane first) {
    return cosine(plane, first) < 0 ? -plane.at() : plane.at();
  }
}
