package org.radiologytrust.ingest.dicom.archive;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.dicom.DicomTags;
import org.radiologytrust.ingest.dicom.PatientTags;
import org.radiologytrust.retry.RetryVerdict.Kind;

/** Reads the answers of an archive's search, and keeps those that were asked for. */
final class FoundStudies {
  /** What is asked for of each study, by its tag and keyword. */
  static final Map<String, String> ATTRIBUTES = new LinkedHashMap<>();

  /** More than any patient has; an archive that ignores the key returns all its studies. */
  static final int MOST = 500;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  static {
    ATTRIBUTES.put("00080020", "StudyDate");
    ATTRIBUTES.put("00080030", "StudyTime");
    ATTRIBUTES.put("00080050", "AccessionNumber");
    ATTRIBUTES.put("00080061", "ModalitiesInStudy");
    ATTRIBUTES.put("00081030", "StudyDescription");
    ATTRIBUTES.put("00100010", "PatientName");
    ATTRIBUTES.put("00100020", "PatientID");
    ATTRIBUTES.put("00100021", "IssuerOfPatientID");
    ATTRIBUTES.put("00100030", "PatientBirthDate");
    ATTRIBUTES.put("00100040", "PatientSex");
    ATTRIBUTES.put("0020000D", "StudyInstanceUID");
    ATTRIBUTES.put("00201208", "NumberOfStudyRelatedInstances");
  }

  private FoundStudies() {}

  /**
   * The studies that were asked for, compared exactly.
   *
   * @throws ArchiveException if there are too many answers
   */
  static List<FoundStudy> of(StudyQuery query, List<DicomTags> answers) throws ArchiveException {
    if (answers.size() > MOST) {
      throw new ArchiveException(
          Kind.LATER, "it found more than " + MOST + " studies: it may ignore what is asked for");
    }
    List<FoundStudy> found = new ArrayList<>();
    for (DicomTags tags : answers) {
      FoundStudy study = study(tags);
      // one UID under two patients is two answers, and each patient is weighed
      if (isAsked(query, tags, study) && !found.contains(study)) {
        found.add(study);
      }
    }
    return found;
  }

  private static boolean isAsked(StudyQuery query, DicomTags tags, FoundStudy study) {
    return tags.text(query.key().keyword()).equals(query.value())
        && StudyQuery.study(study.studyInstanceUid()).isPresent()
        && (query.modality().isEmpty()
            || study.modalities().isEmpty()
            || study.modalities().contains(query.modality()));
  }

  private static FoundStudy study(DicomTags tags) {
    return new FoundStudy(
        tags.text("StudyInstanceUID"),
        tags.text("AccessionNumber"),
        PatientTags.read(tags),
        PatientTags.date(tags.text("StudyDate")),
        time(tags.text("StudyTime")),
        Stream.of(tags.text("ModalitiesInStudy").split("\\\\"))
            .map(String::strip)
            .filter(modality -> !modality.isEmpty())
            .toList(),
        tags.text("StudyDescription"),
        Math.max(0, tags.integer("NumberOfStudyRelatedInstances").orElse(0)));
  }

  /** A TM value to the second; {@code null} if it is not one. */
  private static @Nullable LocalTime time(String value) {
    String digits = value.replace(":", "").replaceAll("\\..*", "");
    try {
      return LocalTime.parse((digits + "0000").substring(0, 6), TIME);
    } catch (DateTimeException | IndexOutOfBoundsException e) {
      return null;
    }
  }
}
