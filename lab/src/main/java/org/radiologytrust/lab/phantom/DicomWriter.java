package org.radiologytrust.lab.phantom;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/**
 * Writes a phantom as a DICOM object of the class Digital X-Ray Image Storage - For Presentation
 * (PS3.3 A.26), with all its type 1 and type 2 attributes.
 */
public final class DicomWriter {
  /** Digital X-Ray Image Storage - For Presentation. */
  public static final String DX_FOR_PRESENTATION = "1.2.840.10008.5.1.4.1.1.1.1";

  /** Width of the detector, mm. */
  private static final double DETECTOR = 0.4 * Phantom.WIDTH;

  private static final String OID = "urn:oid:";
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  private DicomWriter() {}

  /**
   * A DICOM file of a phantom in full size.
   *
   * @param pixels {@link Phantom#WIDTH} columns and {@link Phantom#HEIGHT} rows
   */
  public static byte[] write(PhantomStudy study, short[] pixels) {
    return object(study, pixels).file();
  }

  /**
   * A DICOM file of a phantom in another size.
   *
   * @param pixels rows from the top, as {@link Phantom#pixels} returns them
   * @param width columns
   */
  public static byte[] write(PhantomStudy study, short[] pixels, int width) {
    return object(study, pixels, width).file();
  }

  /** The data set of {@link #write(PhantomStudy, short[])}, for callers that change elements. */
  public static DicomObject object(PhantomStudy study, short[] pixels) {
    return object(study, pixels, Phantom.WIDTH);
  }

  private static DicomObject object(PhantomStudy study, short[] pixels, int width) {
    DicomObject object = new DicomObject();
    patient(object, study.patient());
    study(object, study);
    image(object, study);
    detector(object, width);
    return pixels(object, pixels, width);
  }

  private static void patient(DicomObject object, Patient patient) {
    Identifier id =
        patient.identifiers().isEmpty() ? new Identifier("", "", "") : patient.identifiers().get(0);
    LocalDate born = patient.birthDate();
    object
        .text(0x00100010, "PN", name(patient))
        .text(0x00100020, "LO", id.value())
        .text(0x00100030, "DA", born == null ? "" : DATE.format(born))
        .text(0x00100040, "CS", sex(patient.sex()));
    if (id.system().startsWith(OID)) {
      object.text(0x00100021, "LO", id.system().substring(OID.length()));
    }
  }

  private static String name(Patient patient) {
    String given = patient.givenName().replaceFirst(" ", "^");
    return given.isEmpty() ? patient.familyName() : patient.familyName() + "^" + given;
  }

  private static String sex(Sex sex) {
    return switch (sex) {
      case FEMALE -> "F";
      case MALE -> "M";
      case OTHER -> "O";
      case UNKNOWN -> "";
    };
  }

  private static void study(DicomObject object, PhantomStudy study) {
    LocalDateTime taken = study.taken();
    for (int date : new int[] {0x00080020, 0x00080022, 0x00080023}) {
      object.text(date, "DA", DATE.format(taken));
    }
    for (int time : new int[] {0x00080030, 0x00080032, 0x00080033}) {
      object.text(time, "TM", TIME.format(taken));
    }
    object
        .text(0x00080005, "CS", "ISO_IR 192")
        .text(0x00080050, "SH", study.accessionNumber())
        .text(0x00080070, "LO", "Radiology Trust Layer")
        .text(0x00080090, "PN", "")
        .text(0x00081030, "LO", study.studyDescription())
        .text(0x0020000D, "UI", study.studyInstanceUid())
        .text(0x00200010, "SH", "1")
        // Series
        .text(0x00080060, "CS", "DX")
        .text(0x00080068, "CS", "FOR PRESENTATION")
        .text(0x0020000E, "UI", study.seriesInstanceUid())
        .text(0x00200011, "IS", "1")
        .text(0x00200060, "CS", study.laterality());
  }

  private static void image(DicomObject object, PhantomStudy study) {
    object
        .text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\")
        .text(0x00080016, "UI", DX_FOR_PRESENTATION)
        .text(0x00080018, "UI", study.sopInstanceUid())
        .text(0x00082111, "ST", "Synthetic image, shows nobody")
        .sequence(0x00082218) // AnatomicRegionSequence
        .text(0x00180015, "CS", study.bodyPartExamined())
        .text(0x00185101, "CS", study.viewPosition())
        .text(0x00200013, "IS", Integer.toString(study.instanceNumber()))
        .text(0x00200020, "CS", "L\\F")
        .text(0x00200062, "CS", study.imageLaterality())
        .text(0x00280301, "CS", "NO") // BurnedInAnnotation
        .text(0x00282110, "CS", "00") // LossyImageCompression
        .sequence(0x00400555); // AcquisitionContextSequence
  }

  private static void detector(DicomObject object, int width) {
    double spacing = Math.round(DETECTOR / width * 1000) / 1000.0;
    object
        .text(0x00181164, "DS", spacing + "\\" + spacing) // ImagerPixelSpacing, mm
        .text(0x00187004, "CS", "DIRECT")
        .text(0x00281040, "CS", "LOG") // PixelIntensityRelationship
        .words(0x00281041, "SS", (short) -1)
        .text(0x00281050, "DS", "2048")
        .text(0x00281051, "DS", "4096")
        .text(0x00281052, "DS", "0")
        .text(0x00281053, "DS", "1")
        .text(0x00281054, "LO", "US")
        .text(0x20500020, "CS", "IDENTITY"); // PresentationLUTShape
  }

  private static DicomObject pixels(DicomObject object, short[] pixels, int width) {
    return object
        .words(0x00280002, "US", (short) 1)
        .text(0x00280004, "CS", "MONOCHROME2")
        .words(0x00280010, "US", (short) (pixels.length / width))
        .words(0x00280011, "US", (short) width)
        .words(0x00280100, "US", (short) 16)
        .words(0x00280101, "US", (short) 12)
        .words(0x00280102, "US", (short) 11)
        .words(0x00280103, "US", (short) 0)
        .words(0x7FE00010, "OW", pixels);
  }
}
