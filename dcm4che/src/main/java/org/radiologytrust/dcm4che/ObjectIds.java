package org.radiologytrust.dcm4che;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What identifies a received object. As in Orthanc, the patient's id is part of it: a sender that
 * uses one Study Instance UID for two patients makes two studies.
 *
 * <p>The ids of studies and objects are hashes. They are names of folders and files, and a UID of a
 * sender may be a path.
 */
record ObjectIds(
    String patientId, String studyInstanceUid, String seriesInstanceUid, String sopInstanceUid) {
  private static final Pattern STUDY = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{32}/[0-9a-f]{32}");

  /** The id of the study. */
  String study() {
    return hash(patientId, studyInstanceUid);
  }

  /** The id of the object: that of its study, a slash, and its own. */
  String object() {
    return study() + "/" + hash(seriesInstanceUid, sopInstanceUid);
  }

  static boolean isStudy(String id) {
    return STUDY.matcher(id).matches();
  }

  static boolean isObject(String id) {
    return OBJECT.matcher(id).matches();
  }

  /** The id of an object's study. */
  static String studyOf(String object) {
    return object.substring(0, object.indexOf('/'));
  }

  private static String hash(String first, String second) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((first + "\n" + second).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without the values, which are patient data. */
  @Override
  public String toString() {
    return object();
  }
}
