package org.radiologytrust.ingest.dicom;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tags that are read of a file that somebody gives us (PS3.6). Name and number of the patient
 * are none of them: nothing compares them, so they stay in the file.
 *
 * @param keyword as in PS3.6
 */
record FileTag(String keyword, Kind kind) {
  /** How a value is read where the file does not say it (Implicit VR). */
  enum Kind {
    TEXT,
    WORDS,
    DOUBLE,
    BYTES,
    SEQUENCE
  }

  static final int PIXEL_DATA = 0x7FE00010;
  static final int LUT_DATA = 0x00283006;

  private static final Map<Integer, FileTag> KNOWN = new HashMap<>();

  static {
    add(Kind.TEXT, 0x00080016, "SOPClassUID", 0x00080018, "SOPInstanceUID");
    add(Kind.TEXT, 0x00080020, "StudyDate", 0x00080050, "AccessionNumber");
    add(Kind.TEXT, 0x00080060, "Modality", 0x00081030, "StudyDescription");
    add(Kind.TEXT, 0x00100030, "PatientBirthDate", 0x00100040, "PatientSex");
    add(Kind.TEXT, 0x00180015, "BodyPartExamined", 0x00185101, "ViewPosition");
    add(Kind.TEXT, 0x0020000D, "StudyInstanceUID", 0x0020000E, "SeriesInstanceUID");
    add(Kind.TEXT, 0x00200011, "SeriesNumber", 0x00200013, "InstanceNumber");
    add(Kind.TEXT, 0x00200060, "Laterality", 0x00200062, "ImageLaterality");
    add(Kind.TEXT, 0x00080100, "CodeValue", 0x00209072, "FrameLaterality");
    add(Kind.SEQUENCE, 0x00540220, "ViewCodeSequence", 0x00209071, "FrameAnatomySequence");
    add(Kind.TEXT, 0x00180050, "SliceThickness", 0x00280301, "BurnedInAnnotation");
    add(Kind.TEXT, 0x00180081, "EchoTime", 0x00200100, "TemporalPositionIdentifier");
    add(Kind.DOUBLE, 0x00189087, "DiffusionBValue", 0x00189082, "EffectiveEchoTime");
    KNOWN.put(0x00209128, new FileTag("TemporalPositionIndex", Kind.WORDS));
    add(Kind.SEQUENCE, 0x00209111, "FrameContentSequence", 0x00189117, "MRDiffusionSequence");
    KNOWN.put(0x00189114, new FileTag("MREchoSequence", Kind.SEQUENCE));
    add(Kind.TEXT, 0x00280004, "PhotometricInterpretation", 0x00280008, "NumberOfFrames");
    add(Kind.TEXT, 0x00281050, "WindowCenter", 0x00281051, "WindowWidth");
    add(Kind.TEXT, 0x00281052, "RescaleIntercept", 0x00281053, "RescaleSlope");
    add(Kind.TEXT, 0x00281056, "VOILUTFunction", 0x20500020, "PresentationLUTShape");
    add(Kind.TEXT, 0x00080008, "ImageType", 0x00089007, "FrameType");
    add(Kind.TEXT, 0x0008103E, "SeriesDescription", 0x00280030, "PixelSpacing");
    add(Kind.TEXT, 0x00200032, "ImagePositionPatient", 0x00200037, "ImageOrientationPatient");
    add(Kind.WORDS, 0x00280002, "SamplesPerPixel", 0x00280006, "PlanarConfiguration");
    add(Kind.WORDS, 0x00280010, "Rows", 0x00280011, "Columns");
    add(Kind.WORDS, 0x00280100, "BitsAllocated", 0x00280101, "BitsStored");
    add(Kind.WORDS, 0x00280102, "HighBit", 0x00280103, "PixelRepresentation");
    add(Kind.WORDS, 0x00280120, "PixelPaddingValue", 0x00280121, "PixelPaddingRangeLimit");
    add(Kind.SEQUENCE, 0x00283000, "ModalityLUTSequence", 0x00283010, "VOILUTSequence");
    KNOWN.put(0x52009229, new FileTag("SharedFunctionalGroupsSequence", Kind.SEQUENCE));
    add(
        Kind.SEQUENCE,
        0x52009230,
        "PerFrameFunctionalGroupsSequence",
        0x00289145,
        "PixelValueTransformationSequence");
    add(Kind.SEQUENCE, 0x00289132, "FrameVOILUTSequence", 0x00289110, "PixelMeasuresSequence");
    add(Kind.SEQUENCE, 0x00209113, "PlanePositionSequence", 0x00209116, "PlaneOrientationSequence");
    add(
        Kind.SEQUENCE,
        0x00189329,
        "CTImageFrameTypeSequence",
        0x00189226,
        "MRImageFrameTypeSequence");
    KNOWN.put(0x00020010, new FileTag("TransferSyntaxUID", Kind.TEXT));
    KNOWN.put(0x00283002, new FileTag("LUTDescriptor", Kind.WORDS));
    KNOWN.put(LUT_DATA, new FileTag("LUTData", Kind.BYTES));
    KNOWN.put(PIXEL_DATA, new FileTag("PixelData", Kind.BYTES));
  }

  private static void add(Kind kind, int tag, String keyword, int other, String otherKeyword) {
    KNOWN.put(tag, new FileTag(keyword, kind));
    KNOWN.put(other, new FileTag(otherKeyword, kind));
  }

  /**
   * @param tag as 0xGGGGEEEE
   * @return {@code null} for a tag that is not read
   */
  static @Nullable FileTag of(int tag) {
    return KNOWN.get(tag);
  }
}
