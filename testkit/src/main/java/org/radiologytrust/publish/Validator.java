package org.radiologytrust.publish;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/**
 * Validates FHIR R4 JSON offline against {@code fhir-profiles/}. One for the whole JVM: the first
 * validation loads all of R4, which takes seconds.
 */
public final class Validator {
  /** What an offline validator cannot know; nothing else may warn. */
  private static final List<String> ALLOWED =
      List.of(
          // newer than R4's ValueSet, which is extensible
          "#AIAST) was not found in the value set 'SecurityLabels'",
          // the reason that HL7's AI Transparency guide asks for is not in R4's extensible ValueSet
          "(codes = http://terminology.hl7.org/CodeSystem/v3-ObservationValue#AIAST)",
          // HAPI warns when only one of two codings is in an extensible value set
          "(codes = http://terminology.hl7.org/CodeSystem/v3-DataOperation#UPDATE, http://radiologytrustlayer.org/fhir/CodeSystem/rtl-decision#",
          // what we say about a report is no result, so it has no code of HL7's for one
          "'Observation Interpretation Codes' (http://hl7.org/fhir/ValueSet/observation-interpretation|4.0.1)",
          // a performer cannot be a Device in R4
          "all observations should have a performer",
          // no LOINC offline
          "http://loinc.org",
          // UCUM annotations are warned about as such
          "{score}");

  private final FhirValidator validator;

  private Validator(FhirContext context) throws IOException {
    PrePopulatedValidationSupport ours = new PrePopulatedValidationSupport(context);
    for (String folder :
        List.of(
            "fhir-profiles/terminology",
            "fhir-profiles/profiles",
            "src/test/resources/publish/guide")) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder), "*.json")) {
        for (Path file : files) {
          ours.addResource(context.newJsonParser().parseResource(Files.readString(file)));
        }
      }
    }
    FhirInstanceValidator module =
        new FhirInstanceValidator(
            new ValidationSupportChain(
                ours,
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context),
                new SnapshotGeneratingValidationSupport(context)));
    module.setErrorForUnknownProfiles(true);
    module.setAnyExtensionsAllowed(false);
    validator = context.newValidator().registerValidatorModule(module);
  }

  public static Validator shared() {
    return Holder.SHARED;
  }

  /** Errors, each as location and message; empty when the resource is valid. */
  public List<String> errors(String json) {
    return messages(json, ResultSeverityEnum.ERROR);
  }

  /** Errors, and warnings that are not on the allowlist. */
  public List<String> problems(String json) {
    return messages(json, ResultSeverityEnum.WARNING).stream()
        .filter(m -> !m.startsWith("WARNING") || ALLOWED.stream().noneMatch(m::contains))
        .toList();
  }

  private synchronized List<String> messages(String json, ResultSeverityEnum from) {
    return validator.validateWithResult(json).getMessages().stream()
        .filter(m -> m.getSeverity().compareTo(from) >= 0)
        .map(Validator::line)
        .toList();
  }

  private static String line(SingleValidationMessage message) {
    return message.getSeverity() + " " + message.getLocationString() + ": " + message.getMessage();
  }

  private static final class Holder {
    static final Validator SHARED = make();

    private static Validator make() {
      try {
        return new Validator(FhirContext.forR4Cached());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
