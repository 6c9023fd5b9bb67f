package org.radiologytrust.ingest.dicom.select;

import java.util.Map;

/** Translates the codes of views (ViewCodeSequence) to values of ViewPosition. */
public final class ViewCodes {
  /**
   * Of DICOM PS3.16, CID 4010 and 4014, in SNOMED CT and in the older codes that DICOM took from
   * SNOMED RT. Views of a breast have the letters of the ACR.
   */
  private static final Map<String, String> POSITIONS =
      Map.ofEntries(
          Map.entry("399033003", "FRONTAL"),
          Map.entry("R-10202", "FRONTAL"),
          Map.entry("399348003", "AP"),
          Map.entry("R-10206", "AP"),
          Map.entry("272479007", "PA"),
          Map.entry("R-10214", "PA"),
          Map.entry("399067008", "LATERAL"),
          Map.entry("399173006", "LL"),
          Map.entry("R-10236", "LL"),
          Map.entry("399198007", "RL"),
          Map.entry("R-10232", "RL"),
          Map.entry("399260004", "ML"),
          Map.entry("R-10224", "ML"),
          Map.entry("399368009", "MLO"),
          Map.entry("R-10226", "MLO"),
          Map.entry("399352003", "LM"),
          Map.entry("R-10228", "LM"),
          Map.entry("399099002", "LMO"),
          Map.entry("R-10230", "LMO"),
          Map.entry("399162004", "CC"),
          Map.entry("R-10242", "CC"),
          Map.entry("399196006", "FB"),
          Map.entry("R-10244", "FB"),
          Map.entry("399188001", "SIO"),
          Map.entry("R-102D0", "SIO"),
          Map.entry("441555000", "ISO"),
          Map.entry("R-40AAA", "ISO"),
          Map.entry("399192008", "XCCL"),
          Map.entry("R-1024A", "XCCL"),
          Map.entry("399101009", "XCCM"),
          Map.entry("R-1024B", "XCCM"));

  private ViewCodes() {}

  /** Empty for a code that is not known. */
  public static String position(String code) {
    return POSITIONS.getOrDefault(code, "");
  }
}
