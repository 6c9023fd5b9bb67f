package org.radiologytrust.model;

import java.util.Set;

/**
 * A DICOM image with the attributes that an audit reads, named as in DICOM PS3.6.
 *
 * @param storeId the image store's own id for this object
 * @param laterality Laterality (0020,0060) of the series: L, R, or empty
 * @param imageLaterality ImageLaterality (0020,0062): L, R, U, B, or empty
 * @param numberOfFrames at least 1
 */
public record Instance(
    String sopInstanceUid,
    String seriesInstanceUid,
    String sopClassUid,
    String modality,
    String bodyPartExamined,
    String laterality,
    String imageLaterality,
    String viewPosition,
    int instanceNumber,
    int numberOfFrames,
    String storeId) {
  public Instance {
    sopInstanceUid = Texts.orEmpty(sopInstanceUid);
    seriesInstanceUid = Texts.orEmpty(seriesInstanceUid);
    sopClassUid = Texts.orEmpty(sopClassUid);
    modality = Texts.orEmpty(modality);
    bodyPartExamined = Texts.orEmpty(bodyPartExamined);
    laterality = Texts.orEmpty(laterality);
    imageLaterality = Texts.orEmpty(imageLaterality);
    viewPosition = Texts.orEmpty(viewPosition);
    numberOfFrames = Math.max(1, numberOfFrames);
    storeId = Texts.orEmpty(storeId);
  }

  /**
   * SOP classes "Image Storage - For Processing": digital X-ray, mammography, intra-oral (PS3.4
   * B.5).
   */
  private static final Set<String> FOR_PROCESSING =
      Set.of(
          "1.2.840.10008.5.1.4.1.1.1.1.1",
          "1.2.840.10008.5.1.4.1.1.1.2.1",
          "1.2.840.10008.5.1.4.1.1.1.3.1");

  /** Index, from 0, of the frame that stands for all: the one that a model is shown. */
  public int middleFrame() {
    return numberOfFrames / 2;
  }

  /** Whether it holds raw detector values, which are not meant for display. */
  public boolean forProcessing() {
    return FOR_PROCESSING.contains(sopClassUid);
  }
}
