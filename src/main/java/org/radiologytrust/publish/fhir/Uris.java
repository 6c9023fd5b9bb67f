package org.radiologytrust.publish.fhir;

/** URIs of our FHIR artefacts and of those that we use. */
public final class Uris {
  static final String BASE = "http://radiologytrustlayer.org/fhir";
  public static final String PROFILE = BASE + "/StructureDefinition/";
  public static final String CODES = BASE + "/CodeSystem/";
  public static final String SID = BASE + "/sid/";
  public static final String OBSERVATION_CODES = CODES + "rtl-observation";

  public static final String TEXT_SPAN = PROFILE + "rtl-text-span";
  public static final String TEXT_ORIGIN = PROFILE + "rtl-text-origin";
  public static final String IMAGE_REGION = PROFILE + "rtl-image-region";
  public static final String SUPERSEDED_BY = PROFILE + "rtl-superseded-by";
  public static final String STATUS_REASON = PROFILE + "rtl-status-reason";
  public static final String MODEL_USE = PROFILE + "rtl-model-use";
  public static final String PROBLEM = PROFILE + "rtl-problem";
  public static final String DECISIONS = CODES + "rtl-decision";
  public static final String CATEGORIES = CODES + "rtl-category";
  public static final String DEVICE_TYPES = CODES + "rtl-device-type";
  public static final String REASONS = CODES + "rtl-reason";
  public static final String REPLACES =
      "http://hl7.org/fhir/StructureDefinition/observation-replaces";

  /** HL7's guide AI Transparency on FHIR. */
  private static final String GUIDE = "http://hl7.org/fhir/uv/aitransparency";

  public static final String GUIDE_PROFILE = GUIDE + "/StructureDefinition/";
  public static final String AI_CONFIDENCE = GUIDE_PROFILE + "AIconfidence";
  public static final String AI_KIND = GUIDE_PROFILE + "aitransparency.AIKind";
  public static final String MODEL_CARD = GUIDE_PROFILE + "aitransparency.modelCardDescription";
  public static final String AI_DEVICE_TYPES = GUIDE + "/CodeSystem/AIdeviceTypeCS";
  public static final String AI_INPUTS = GUIDE + "/CodeSystem/AIinputsCS";

  public static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";
  public static final String PARTICIPANTS = TERMINOLOGY + "provenance-participant-type";
  public static final String UCUM = "http://unitsofmeasure.org";
  public static final String LOINC = "http://loinc.org";

  private Uris() {}
}
