package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the tags of an image say of its series, and of where its frames lie.
 *
 * @param seriesNumber SeriesNumber (0020,0011); 0 when it is not known
 * @param imageType the values of ImageType (0008,0008)
 * @param planes one for each frame; empty when the tags do not say them all
 */
public record SliceTags(
    int seriesNumber, String seriesDescription, List<String> imageType, List<Plane> planes) {
  public SliceTags {
    seriesDescription = Texts.orEmpty(seriesDescription);
    imageType = Texts.copy(imageType);
    planes = Texts.copy(planes);
  }

  /**
   * The plane of a frame, in the patient's coordinates (PS3.3 C.7.6.2).
   *
   * @param x of the unit vector that stands on it, towards the patient's left
   * @param y towards the back
   * @param z towards the head
   * @param at where it lies along that vector, mm
   * @param thickness of the slice, mm; 0 when it is not known
   * @param acquisition differs between images of one MR series that are not of one acquisition;
   *     empty when nothing is known
   */
  public record Plane(
      double x,
      double y,
      double z,
      double at,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) double thickness,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String acquisition) {
    public Plane {
      acquisition = Texts.orEmpty(acquisition);
    }

    /** A plane of which no more is known. */
    public Plane(double x, double y, double z, double at) {
      this(x, y, z, at, 0, "");
    }
  }
}
