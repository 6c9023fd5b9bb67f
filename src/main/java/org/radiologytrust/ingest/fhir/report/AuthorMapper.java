package org.radiologytrust.ingest.fhir.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.CompositionAttesterComponent;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceAgentComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Signature;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.PersonName;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.Author.Kind;
import org.radiologytrust.model.Author.Role;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Texts;

/**
 * Reads who drafted, dictated, transcribed, edited or signed a report: {@code resultsInterpreter},
 * otherwise {@code performer}; who attests its Composition; the Provenance of the report, its
 * Composition or a DocumentReference of it in the same message; {@code meta.security}. A Device is
 * software.
 */
final class AuthorMapper {
  private static final String OBSERVATION_VALUE =
      "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

  private static final Set<ReportStatus> SIGNED =
      Set.of(
          ReportStatus.FINAL, ReportStatus.AMENDED, ReportStatus.CORRECTED, ReportStatus.APPENDED);

  /** Codes of provenance-participant-type and v3-ParticipationType. */
  private static final Map<String, Role> ROLES =
      Map.ofEntries(
          Map.entry("author", Role.DICTATED),
          Map.entry("AUT", Role.DICTATED),
          Map.entry("composer", Role.DICTATED),
          Map.entry("assembler", Role.EDITED),
          Map.entry("enterer", Role.TRANSCRIBED),
          Map.entry("ENT", Role.TRANSCRIBED),
          Map.entry("TRANS", Role.TRANSCRIBED),
          Map.entry("transcriber", Role.TRANSCRIBED),
          Map.entry("verifier", Role.SIGNED),
          Map.entry("VRF", Role.SIGNED),
          Map.entry("attester", Role.SIGNED),
          Map.entry("AUTHEN", Role.SIGNED),
          Map.entry("legal", Role.SIGNED),
          Map.entry("LA", Role.SIGNED));

  private final ReportResources contents;
  private final List<Resource> documents;
  private final Set<Author> authors = new LinkedHashSet<>();

  private AuthorMapper(ReportResources contents) throws FhirRefusedException {
    this.contents = contents;
    this.documents =
        LinkedDocuments.of(contents).stream()
            .map(LinkedDocuments.Linked::resource)
            .filter(DocumentReference.class::isInstance)
            .toList();
  }

  /**
   * The authors.
   *
   * @param metas the meta elements of the report and its message
   * @throws FhirRefusedException if two resources have the id of a reference
   */
  static List<Author> of(ReportResources contents, ReportStatus status, List<Meta> metas)
      throws FhirRefusedException {
    AuthorMapper mapper = new AuthorMapper(contents);
    Role role = SIGNED.contains(status) ? Role.SIGNED : Role.DICTATED;
    boolean interpreted = contents.report().hasResultsInterpreter();
    for (Reference person :
        interpreted
            ? contents.report().getResultsInterpreter()
            : contents.report().getPerformer()) {
      mapper.add(
          role,
          person,
          null,
          "DiagnosticReport." + (interpreted ? "resultsInterpreter" : "performer"));
    }
    mapper.attesters(contents.composition());
    for (var entry : contents.entries()) {
      if (entry.getResource() instanceof Provenance provenance && mapper.isAbout(provenance)) {
        mapper.provenance(provenance);
      }
    }
    mapper.labelled(metas);
    return mapper.authors.stream().limit(Author.MOST).toList();
  }

  private boolean isAbout(Provenance provenance) throws FhirRefusedException {
    for (Reference target : provenance.getTarget()) {
      Resource to = contents.resolve(target);
      if (contents.isReport(to) || documents.contains(to)) {
        return true;
      }
    }
    return false;
  }

  private void attesters(@Nullable Composition composition) throws FhirRefusedException {
    if (composition != null) {
      for (CompositionAttesterComponent attester : composition.getAttester()) {
        Instant time = attester.hasTime() ? attester.getTime().toInstant() : null;
        add(Role.SIGNED, attester.getParty(), time, "Composition.attester");
      }
    }
  }

  private void provenance(Provenance provenance) throws FhirRefusedException {
    Instant recorded = provenance.hasRecorded() ? provenance.getRecorded().toInstant() : null;
    for (ProvenanceAgentComponent agent : provenance.getAgent()) {
      Role role = role(agent);
      if (role != null) {
        add(role, agent.getWho(), recorded, "Provenance.agent");
      }
    }
    for (Signature signature : provenance.getSignature()) {
      Instant when = signature.hasWhen() ? signature.getWhen().toInstant() : recorded;
      add(Role.SIGNED, signature.getWho(), when, "Provenance.signature");
    }
  }

  private static @Nullable Role role(ProvenanceAgentComponent agent) {
    return Stream.concat(Stream.of(agent.getType()), agent.getRole().stream())
        .map(CodeableConcept::getCoding)
        .flatMap(List::stream)
        .map(Coding::getCode)
        .filter(code -> code != null && ROLES.containsKey(code))
        .map(ROLES::get)
        .findFirst()
        .orElse(null);
  }

  /** Adds a person, or a Device as software that drafted or transcribed the report. */
  private void add(Role role, Reference who, @Nullable Instant time, String source)
      throws FhirRefusedException {
    Resource resource = contents.resolve(who);
    String literal = ReportResources.literal(who);
    if (resource instanceof Device
        || "Device".equals(who.getType())
        || literal.startsWith("Device/")
        || literal.contains("/Device/")) {
      String name = resource instanceof Device device ? name(device) : "";
      String shown = name.isEmpty() ? PersonName.line(Texts.orEmpty(who.getDisplay())) : name;
      // a device that verifies or signs wrote nothing
      if (role != Role.SIGNED) {
        Role part = role == Role.TRANSCRIBED ? role : Role.DRAFTED;
        authors.add(new Author(part, Kind.SOFTWARE, shown, time, source));
      }
      return;
    }
    String name = InterpreterMapper.of(contents, List.of(who));
    if (!name.isEmpty()) {
      authors.add(new Author(role, Kind.PERSON, name, time, source));
    }
  }

  private static String name(Device device) {
    List<String> names = new ArrayList<>();
    device.getDeviceName().forEach(name -> names.add(Texts.orEmpty(name.getName())));
    names.add(Texts.orEmpty(device.getModelNumber()));
    device.getIdentifier().forEach(id -> names.add(Texts.orEmpty(id.getValue())));
    return names.stream().map(PersonName::line).filter(n -> !n.isEmpty()).findFirst().orElse("");
  }

  /** Adds software without a name where only a label says that there was one. */
  private void labelled(List<Meta> metas) {
    boolean artificial =
        metas.stream()
            .flatMap(meta -> meta.getSecurity().stream())
            .anyMatch(c -> OBSERVATION_VALUE.equals(c.getSystem()) && "AIAST".equals(c.getCode()));
    if (artificial && authors.stream().noneMatch(a -> a.kind() == Kind.SOFTWARE)) {
      authors.add(new Author(Role.DRAFTED, Kind.SOFTWARE, "", null, "meta.security"));
    }
  }
}
