package org.radiologytrust.ingest.hl7.mapping;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The values of an order and its patient for which a mapping lists fields. */
public enum MappedField {
  ACCESSION("accession", "accession number"),
  FILLER("filler", "filler order number"),
  PLACER("placer", "placer order number"),
  STUDY_UID("studyUid", "Study Instance UID"),
  MODALITY("modality", "modality"),
  BODY_PART("bodyPart", "body part"),
  SIDE("side", "side"),
  SIDE_WORDS("sideWords", "side"),
  URGENCY("urgency", "urgency"),
  PATIENT_IDS("patientIds", "patient identifier");

  /** The key in the file. */
  final String key;

  public final String words;

  MappedField(String key, String words) {
    this.key = key;
    this.words = words;
  }

  static @Nullable MappedField of(String key) {
    return Stream.of(values()).filter(field -> field.key.equals(key)).findFirst().orElse(null);
  }
}
