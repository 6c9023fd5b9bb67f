package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.PatientMatch;
import org.radiologytrust.model.Sex;

/**
 * A patient as one reference of a message names him: by the Patient resource that it leads to, by
 * the names of that resource on its server, and by the identifier in the reference itself.
 *
 * @param names the reference, and the fullUrl, type and id of the resource; {@code #} and the path
 *     of a contained one, or of the container and the id if there is none; those of Patients that
 *     it is linked with, too
 * @param resource what the Patient resource says; nothing if the message has none
 * @param logical the identifier in the reference; empty if it has none
 * @param display the words in the reference; empty if it has none
 */
record PatientMention(
    Set<String> names, Patient resource, List<Identifier> logical, String display) {
  private static final Patient NOBODY = new Patient(List.of(), "", "", null, Sex.UNKNOWN, "");

  /** The patient of a draft that names none. */
  static final PatientMention NONE = new PatientMention(Set.of(), NOBODY, List.of(), "");

  /** Stand for names on a server, where they are the same and where they differ. */
  private static final String NAME = "urn:rtl:name-on-server";

  private static final String OTHER_NAME = "urn:rtl:other-name-on-server";

  /**
   * Reads a reference.
   *
   * @param from the resource with the reference
   * @return null if the reference names nobody, or what is no Patient
   * @throws FhirRefusedException if two resources have its id, or it says too much to be compared
   */
  static @Nullable PatientMention of(Reference subject, Resource from, ReportResources contents)
      throws FhirRefusedException {
    if (!contents.isPatient(subject, from) || !saysSomething(subject)) {
      return null;
    }
    List<Identifier> logical = Identifiers.withOld(subject);
    String literal = ReportResources.literal(subject);
    // words beside a search do not say whom it would find
    boolean isSearch = literal.isEmpty() && subject.hasReference();
    String display = subject.hasDisplay() && !isSearch ? subject.getDisplay().strip() : "";
    Set<String> names = new LinkedHashSet<>();
    name(names, literal, from, contents);
    if (!(contents.resolve(subject, from) instanceof org.hl7.fhir.r4.model.Patient found)) {
      return new PatientMention(names, NOBODY, logical, display);
    }
    Patient weighed = PatientMapper.weighed(found);
    names(names, found, contents);
    for (PatientLinkComponent link : found.getLink()) {
      name(names, ReportResources.literal(link.getOther()), found, contents);
      if (contents.resolve(link.getOther(), found)
          instanceof org.hl7.fhir.r4.model.Patient linked) {
        names(names, linked, contents);
      }
    }
    return new PatientMention(names, weighed, logical, display);
  }

  private static boolean saysSomething(Reference subject) {
    return subject.hasReference() && !subject.getReference().isBlank()
        || subject.hasIdentifier()
        || subject.hasDisplay() && !subject.getDisplay().isBlank();
  }

  private static void names(Set<String> names, Resource patient, ReportResources contents)
      throws FhirRefusedException {
    if (contents.isContained(patient)) {
      names.add("#" + contents.path(patient));
      return;
    }
    String url = contents.url(patient);
    if (!url.isEmpty()) {
      names.add(url);
    }
    if (patient.getIdElement().hasIdPart()) {
      name(names, "Patient/" + patient.getIdElement().getIdPart(), patient, contents);
    }
  }

  /** Adds a literal reference: absolute if the entry that it stands in is. */
  private static void name(
      Set<String> names, String literal, Resource from, ReportResources contents)
      throws FhirRefusedException {
    if (literal.startsWith("#")) {
      if (contents.resolve(new Reference(literal), from) == null) {
        names.add("#" + contents.path(contents.holder(from)) + "." + literal.substring(1));
      }
    } else if (!literal.isEmpty()) {
      names.add(
          literal.contains(":") ? literal : MessageEntries.base(contents.url(from)) + literal);
    }
  }

  /** Whether the identifier in the reference is none of the Patient that it leads to. */
  boolean contradictsItself() {
    return PatientMatch.inOneMessage(resource, NOBODY.identifiedBy(logical)).contradicts();
  }

  /** What it says by itself, without its names on a server. */
  Patient patient() {
    List<Identifier> identifiers = new ArrayList<>(resource.identifiers());
    identifiers.addAll(logical);
    return resource.identifiedBy(identifiers);
  }

  /** Weighs two mentions. The names on a server count like identifiers of one authority. */
  PatientMatch match(PatientMention other) {
    return switch (compared(other.names)) {
      case SAME -> PatientMatch.inOneMessage(named(), other.named());
      case OTHER -> PatientMatch.inOneMessage(known(NAME), other.known(OTHER_NAME));
      case UNKNOWN -> PatientMatch.inOneMessage(patient(), other.patient());
    };
  }

  /**
   * Whether another mention is shown to be this patient, as far as nothing contradicts: by a name
   * on a server, an identifier or the full name. Words in a reference count only if it has nothing
   * else.
   */
  boolean isShownIn(PatientMention other) {
    return other.names.isEmpty() && other.logical.isEmpty() && other.resource.equals(NOBODY)
        ? PatientMatch.inOneMessage(person(), other.person()).isShown()
        : match(other).isShown();
  }

  private Patient person() {
    boolean named = !resource.familyName().isEmpty() || !resource.givenName().isEmpty();
    return named ? resource : new Patient(List.of(), display, display, null, Sex.UNKNOWN, "");
  }

  /**
   * By a name on a server alone: where both mean one resource, or the message links two, their
   * record numbers may differ.
   */
  private Patient named() {
    return resource.identifiedBy(List.of(new Identifier("", NAME, "")));
  }

  private Patient known(String as) {
    Patient patient = patient();
    List<Identifier> identifiers = new ArrayList<>(patient.identifiers());
    identifiers.add(new Identifier("", as, ""));
    return patient.identifiedBy(identifiers);
  }

  private enum Comparison {
    SAME,
    OTHER,
    UNKNOWN
  }

  private Comparison compared(Set<String> others) {
    if (!Collections.disjoint(names, others)) {
      return Comparison.SAME;
    }
    Comparison all = Comparison.UNKNOWN;
    for (String a : names) {
      for (String b : others) {
        Comparison one = compared(a, b);
        if (one == Comparison.SAME) {
          return one;
        }
        all = one == Comparison.UNKNOWN ? all : one;
      }
    }
    return all;
  }

  /**
   * Two ids are two patients, also where the servers have different addresses: a server often has
   * several. The same id at two addresses says nothing, nor does a URN beside an address. Ids of
   * contained resources are valid within their container only.
   */
  private static Comparison compared(String a, String b) {
    if (!scheme(a).equals(scheme(b))) {
      return Comparison.UNKNOWN;
    } else if (a.startsWith("#")) {
      return container(a).equals(container(b)) ? Comparison.OTHER : Comparison.UNKNOWN;
    } else if (a.startsWith("urn:") || !key(a).equals(key(b))) {
      return Comparison.OTHER;
    }
    return a.contains(":") && b.contains(":") ? Comparison.UNKNOWN : Comparison.SAME;
  }

  private static String scheme(String name) {
    return name.startsWith("#") ? "#" : name.startsWith("urn:") ? "urn:" : "";
  }

  /** The path of the resource that contains one. */
  private static String container(String path) {
    return path.substring(0, path.lastIndexOf('.'));
  }

  /** Type and id: the end of a literal reference. */
  private static String key(String name) {
    int id = name.lastIndexOf('/');
    return name.substring(name.lastIndexOf('/', id - 1) + 1);
  }
}
