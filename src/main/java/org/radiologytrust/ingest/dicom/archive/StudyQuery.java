package org.radiologytrust.ingest.dicom.archive;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an archive is asked for: the studies with one exact value of one attribute.
 *
 * @param modality of a patient's studies, such as CT; empty for all
 */
public record StudyQuery(Key key, String value, String modality) {
  /** The attribute, by its keyword. */
  public enum Key {
    ACCESSION("AccessionNumber"),
    STUDY("StudyInstanceUID"),
    PATIENT("PatientID");

    private final String keyword;

    Key(String keyword) {
      this.keyword = keyword;
    }

    /** As in PS3.6. */
    public String keyword() {
      return keyword;
    }
  }

  /** More than any value representation of the keys allows. */
  private static final int LONGEST = 64;

  private static final Pattern CODE = Pattern.compile("[A-Z]{0,16}");

  /** Wildcards, lists and control characters: an archive would find other studies. */
  private static final Pattern REFUSED = Pattern.compile(".*[*?\\\\\\p{Cntrl}].*", Pattern.DOTALL);

  /** Studies with this accession number; empty if no search could be exact. */
  public static Optional<StudyQuery> accession(String number) {
    return of(Key.ACCESSION, number, "");
  }

  /** The study with this Study Instance UID; empty if it is none. */
  public static Optional<StudyQuery> study(String uid) {
    return uid.matches("[0-9.]+") ? of(Key.STUDY, uid, "") : Optional.empty();
  }

  /**
   * Studies of a patient; empty if no search could be exact.
   *
   * @param modality such as CT; empty for all
   */
  public static Optional<StudyQuery> patient(String patientId, String modality) {
    return CODE.matcher(modality).matches()
        ? of(Key.PATIENT, patientId, modality)
        : Optional.empty();
  }

  private static Optional<StudyQuery> of(Key key, String value, String modality) {
    return value.isBlank()
            || value.length() > LONGEST
            || !value.equals(value.strip())
            || REFUSED.matcher(value).matches()
        ? Optional.empty()
        : Optional.of(new StudyQuery(key, value, modality));
  }

  @Override
  public String toString() {
    return "StudyQuery[" + key + "]";
  }
}
