package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.ingest.fhir.json.UnknownElement;

/**
 * Decides whether an element that R4 does not know may change the status, the patient or a number:
 * by its name, by the element that it stands in, or by its values. One that says what the resource
 * says anyway changes nothing.
 */
final class UnknownMeaning {
  private static final String MODIFIER = "modifierExtension";
  private static final String SUBJECT = "subject";

  private static final Set<String> WITH_STATUS =
      Set.of(
          "DiagnosticReport",
          "Observation",
          "Composition",
          "DocumentReference",
          "Media",
          "ImagingStudy");

  private static final Set<String> WITH_NUMBER =
      Set.of("DiagnosticReport", "Patient", "ServiceRequest", "ImagingStudy", "Composition");

  /** What is taken back is not read. */
  private static final Set<String> TAKEN_BACK =
      Set.of("entered-in-error", "cancelled", "superseded", "nullified");

  /** Types of numbers by which reports and patients are found. */
  private static final Set<String> NUMBERS = Set.of("acsn", "fill", "plac", "mr");

  private static final Pattern PATIENT = Pattern.compile("(\\S*/)?Patient/\\S+");

  /** Elements whose values make one of these harmless. */
  private static final List<String> SAID =
      List.of("id", "status", SUBJECT, "patient", "identifier", "basedOn", "imagingStudy");

  /** Ends of names that add nothing. */
  private static final List<String> ENDS =
      List.of(
          "id", "ids", "number", "no", "nr", "ref", "reference", "code", "value", "text", "name");

  private enum Meaning {
    STATUS("the status", Set.of("status"), Set.of("status"), Set.of("status", "state")),
    PATIENT(
        "whose it is",
        Set.of(SUBJECT, "patient", "securityContext", "sourcePatientInfo"),
        Set.of(SUBJECT),
        Set.of(SUBJECT, "patient")),
    NUMBER(
        "a number",
        Set.of("identifier", "basedOn", "imagingStudy"),
        Set.of("identifier", "accession"),
        Set.of("identifier", "accession"));

    private final String words;
    private final Set<String> around;
    private final Set<String> ends;
    private final Set<String> names;

    /**
     * @param around elements of R4 that say it
     * @param ends what a name that says it ends with
     * @param names what such a name is, but for a typing error
     */
    Meaning(String words, Set<String> around, Set<String> ends, Set<String> names) {
      this.words = words;
      this.around = around;
      this.ends = ends;
      this.names = names;
    }

    boolean isNamed(String word) {
      return names.stream().anyMatch(name -> isNear(name, word) || isNear(name + "s", word))
          || ends.stream().anyMatch(word::endsWith);
    }
  }

  private final UnknownElement element;
  private final Resource resource;
  private final ReportResources contents;
  private final Set<String> said = new HashSet<>(Set.of("patient"));

  private UnknownMeaning(UnknownElement element, Resource resource, ReportResources contents) {
    this.element = element;
    this.resource = resource;
    this.contents = contents;
  }

  /**
   * @throws FhirRefusedException if the element may change what the report means
   */
  static void refuse(UnknownElement element, Resource resource, ReportResources contents)
      throws FhirRefusedException {
    String words = new UnknownMeaning(element, resource, contents).changed();
    if (words != null) {
      throw FhirRefusedException.unknownElement(element.place(resource.fhirType()), words);
    }
  }

  /** What it may change, in words; null if nothing. */
  private @Nullable String changed() throws FhirRefusedException {
    if (element.name().equals(MODIFIER)) {
      return "what the resource says";
    }
    Set<Meaning> possible = EnumSet.of(Meaning.PATIENT);
    if (WITH_STATUS.contains(resource.fhirType())) {
      possible.add(Meaning.STATUS);
    }
    if (WITH_NUMBER.contains(resource.fhirType())) {
      possible.add(Meaning.NUMBER);
    }
    collectSaid();
    for (Meaning meaning : possible) {
      if ((isInside(meaning) || isNamed(meaning) || hasValue(meaning)) && !isAllSaid(meaning)) {
        return meaning.words;
      }
    }
    return null;
  }

  private void collectSaid() {
    for (String name : SAID) {
      Property property = resource.getNamedProperty(name);
      if (property != null) {
        property.getValues().forEach(this::collect);
      }
    }
  }

  private void collect(Base value) {
    if (value.isPrimitive()) {
      said.add(String.valueOf(value.primitiveValue()).toLowerCase(Locale.ROOT));
    }
    value.children().forEach(child -> child.getValues().forEach(this::collect));
  }

  private boolean isInside(Meaning meaning) {
    List<String> names = element.names();
    return names.subList(0, names.size() - 1).stream()
        .map(name -> name.replaceFirst("^_", ""))
        .filter(name -> names.size() > 1)
        .anyMatch(meaning.around::contains);
  }

  /** Whether the last words of its name say it: {@code reportStatus}, {@code patientId}. */
  private boolean isNamed(Meaning meaning) {
    List<String> words =
        new ArrayList<>(
            List.of(
                element
                    .name()
                    .replaceAll("(\\p{javaLowerCase})(\\p{javaUpperCase})", "$1 $2")
                    .toLowerCase(Locale.ROOT)
                    .strip()
                    .split("[^a-z]+")));
    words.removeIf(String::isEmpty);
    while (words.size() > 1 && ENDS.contains(words.get(words.size() - 1))) {
      words.remove(words.size() - 1);
    }
    if (words.isEmpty()) {
      return false;
    }
    String last = words.get(words.size() - 1);
    return meaning.isNamed(last)
        || ENDS.stream()
            .filter(last::endsWith)
            .anyMatch(end -> meaning.isNamed(last.substring(0, last.length() - end.length())));
  }

  private boolean hasValue(Meaning meaning) throws FhirRefusedException {
    for (UnknownElement.Value value : element.values()) {
      String text = value.text().strip();
      boolean says =
          switch (meaning) {
            case STATUS -> TAKEN_BACK.contains(text.toLowerCase(Locale.ROOT));
            case PATIENT ->
                PATIENT.matcher(text).matches()
                    || value.path().endsWith(".type") && text.equals("Patient")
                    || value.path().endsWith("eference") && isPatient(text);
            case NUMBER ->
                value.path().endsWith("code") && NUMBERS.contains(text.toLowerCase(Locale.ROOT));
          };
      if (says) {
        return true;
      }
    }
    return false;
  }

  private boolean isPatient(String reference) throws FhirRefusedException {
    return contents.resolve(new Reference(reference), resource)
        instanceof org.hl7.fhir.r4.model.Patient;
  }

  /** Whether the resource says the same in an element that R4 knows. */
  private boolean isAllSaid(Meaning meaning) throws FhirRefusedException {
    for (UnknownElement.Value value : element.values()) {
      String text = value.text().strip();
      if (!said.contains(text.toLowerCase(Locale.ROOT))
          && !(meaning == Meaning.PATIENT && isThePatient(text))) {
        return false;
      }
    }
    return true;
  }

  private boolean isThePatient(String text) throws FhirRefusedException {
    boolean reference = text.contains("/") || text.startsWith("#") || text.startsWith("urn:");
    return ReportPatient.isShown(
        reference ? new Reference(text) : new Reference().setDisplay(text), resource, contents);
  }

  /** Whether two words differ in one letter at most, or in the order of two. */
  private static boolean isNear(String name, String word) {
    int start = 0;
    int shorter = Math.min(name.length(), word.length());
    while (start < shorter && name.charAt(start) == word.charAt(start)) {
      start++;
    }
    String a = name.substring(start);
    String b = word.substring(start);
    return a.equals(b)
        || word.length() > 4
            && (rest(a, 1).equals(rest(b, 1))
                || rest(a, 1).equals(b)
                || a.equals(rest(b, 1))
                || a.length() > 1
                    && b.length() > 1
                    && a.charAt(0) == b.charAt(1)
                    && a.charAt(1) == b.charAt(0)
                    && rest(a, 2).equals(rest(b, 2)));
  }

  private static String rest(String word, int from) {
    return word.substring(Math.min(from, word.length()));
  }
}
