package org.radiologytrust.publish;

/** URIs of our FHIR artefacts and of those that we use. */
final class Uris {
  static final String BASE = "http://radiologytrustlayer.org/fhir";
  static final String PROFILE = BASE + "/StructureDefinition/";
  static final String CODES = BASE + "/CodeSystem/";
  static final String SID = BASE + "/sid/";
  static final String OBSERVATION_CODES = CODES + "rtl-observation";

  static final String TEXT_SPAN = PROFILE + "rtl-text-span";
  static final String TEXT_ORIGIN = PROFILE + "rtl-text-origin";
  static final String IMAGE_REGION = PROFILE + "rtl-image-region";
  static final String SUPERSEDED_BY = PROFILE + "rtl-superseded-by";
  static final String MODEL_USE = PROFILE + "rtl-model-use";
  static final String PROBLEM = PROFILE + "rtl-problem";
  static final String DECISIONS = CODES + "rtl-decision";
  static final String REASONS = CODES + "rtl-reason";
  static final String REPLACES = "http://hl7.org/fhir/StructureDefinition/observation-replaces";

  /** HL7's guide AI Transparency on FHIR. */
  private static final String GUIDE = "http://hl7.org/fhir/uv/aitransparency";

  static final String GUIDE_PROFILE = GUIDE + "/StructureDefinition/";
  static final String AI_CONFIDENCE = GUIDE_PROFILE + "AIconfidence";
  static final String AI_KIND = GUIDE_PROFILE + "aitransparency.AIKind";
  static final String MODEL_CARD = GUIDE_PROFILE + "aitransparency.modelCardDescription";
  static final String AI_DEVICE_TYPES = GUIDE + "/CodeSystem/AIdeviceTypeCS";
  static final String AI_INPUTS = GUIDE + "/CodeSystem/AIinputsCS";

  static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";
  static final String PARTICIPANTS = TERMINOLOGY + "provenance-participant-type";
  static final String UCUM = "http://unitsofmeasure.org";
  static final String LOINC = "http://loinc.org";

  private Uris() {}
}
