package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A DICOM image with the attributes that an audit reads, named as in DICOM PS3.6.
 *
 * @param storeId the image store's own id for this object
 * @param laterality Laterality (0020,0060) of the series: L, R, or empty
 * @param imageLaterality ImageLaterality (0020,0062) or FrameLaterality: L, R, U, B, or empty
 * @param viewPosition ViewPosition (0018,5101), or what ViewCodeSequence (0054,0220) says
 * @param numberOfFrames at least 1
 * @param slices of its series and planes; {@code null} when they were not read
 * @param slice as what a model is shown it; {@code null} where it is not one of a stack
 * @param burnedIn whether BurnedInAnnotation (0028,0301) says that its pixels name the patient
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
    String storeId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SliceTags slices,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Slice slice,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean burnedIn) {
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

  /** An image of which no more is known. */
  public Instance(
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
    this(
        sopInstanceUid,
        seriesInstanceUid,
        sopClassUid,
        modality,
        bodyPartExamined,
        laterality,
        imageLaterality,
        viewPosition,
        instanceNumber,
        numberOfFrames,
        storeId,
        null,
        null,
        false);
  }

  /** The same image with what its tags say of series and planes. */
  public Instance with(SliceTags tags) {
    return copy(modality, bodyPartExamined, storeId, tags, slice);
  }

  /** The same image, to be shown as one of a stack. */
  public Instance as(Slice shown) {
    return copy(modality, bodyPartExamined, storeId, slices, shown);
  }

  /** The same image under another id of an image store. */
  public Instance storedAs(String id) {
    return copy(modality, bodyPartExamined, id, slices, slice);
  }

  /** The same image with another modality and body part. */
  public Instance of(String otherModality, String otherBodyPart) {
    return copy(otherModality, otherBodyPart, storeId, slices, slice);
  }

  private Instance copy(
      String kind, String part, String id, @Nullable SliceTags tags, @Nullable Slice shown) {
    return new Instance(
        sopInstanceUid,
        seriesInstanceUid,
        sopClassUid,
        kind,
        part,
        laterality,
        imageLaterality,
        viewPosition,
        instanceNumber,
        numberOfFrames,
        id,
        tags,
        shown,
        burnedIn);
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

  /** The code of the side: of the image, otherwise of its series; empty where neither has one. */
  public String side() {
    return imageLaterality.isBlank() ? laterality : imageLaterality;
  }

  /** Index, from 0, of the frame that a model is shown: that of the slice, else the middle one. */
  public int shownFrame() {
    return slice == null ? numberOfFrames / 2 : slice.frame();
  }

  /** InstanceNumber, or the number of the shown frame. */
  int shownNumber() {
    return numberOfFrames > 1 ? shownFrame() + 1 : instanceNumber;
  }

  /** Whether it holds raw detector values, which are not meant for display. */
  public boolean forProcessing() {
    return FOR_PROCESSING.contains(sopClassUid);
  }
}
