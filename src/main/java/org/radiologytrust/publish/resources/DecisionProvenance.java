package org.radiologytrust.publish.resources;

import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityRole;
import org.hl7.fhir.r4.model.Reference;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.publish.fhir.Div;
import org.radiologytrust.publish.fhir.Fhir;
import org.radiologytrust.publish.fhir.Uris;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;

/** Who decided what about an audit, as a Provenance of the profile rtl-decision. */
final class DecisionProvenance {
  private final boolean aiLabel;

  /**
   * @param aiLabel as in {@link CommonElements}
   */
  DecisionProvenance(boolean aiLabel) {
    this.aiLabel = aiLabel;
  }

  /**
   * @param targets ids of the changed Observations
   */
  Provenance of(Audit audit, Problem problem, Decision decision, List<UUID> targets) {
    Report report = audit.report();
    Provenance provenance = new Provenance();
    provenance.setId(decision.id().toString());
    if (aiLabel) {
      provenance.getMeta().addProfile(Uris.PROFILE + "rtl-decision");
    }
    CommonElements.labels(provenance.getMeta(), report);
    targets.forEach(id -> provenance.addTarget(Fhir.reference("Observation", id)));
    provenance.setOccurred(Fhir.dateTime(decision.at()));
    provenance.setRecordedElement(Fhir.instant(decision.at()));
    CodeableConcept activity =
        Fhir.concept(Uris.TERMINOLOGY + "v3-DataOperation", "UPDATE", "revise");
    activity
        .addCoding()
        .setSystem(Uris.DECISIONS)
        .setCode(decision.kind().code())
        .setDisplay(DecisionWords.display(decision.kind()));
    provenance.setActivity(activity);
    if (!decision.kind().outcome()) {
      provenance
          .addAgent()
          .setType(Fhir.concept(Uris.PARTICIPANTS, "verifier", "Verifier"))
          .setWho(user(decision.user(), report.site()));
    }
    if (decision.follows() != null) {
      provenance
          .addAgent()
          .setType(Fhir.concept(Uris.PARTICIPANTS, "assembler", "Assembler"))
          .setWho(engine(audit));
      provenance
          .addEntity()
          .setRole(ProvenanceEntityRole.SOURCE)
          .setWhat(logical(decision.follows().decision()));
    }
    if (decision.undoes() != null) {
      provenance
          .addEntity()
          .setRole(ProvenanceEntityRole.REVISION)
          .setWhat(logical(decision.undoes()));
    }
    String by = AuditVersion.byRules(audit) ? "rules" : "AI";
    provenance.setText(
        new Div(
                decision.follows() == null
                    ? "Decision of a person about an audit by " + by
                    : "What the engine follows from a decision of a person about an audit by " + by)
            .paragraph(ExamLine.of(report, audit.studies()))
            .paragraph(DecisionWords.told(problem, decision))
            .done());
    return provenance;
  }

  private static Reference user(String name, String site) {
    Identifier login = new Identifier().setSystem(Uris.SID + "user").setValue(Fhir.text(name));
    if (!site.isBlank()) {
      login.getAssigner().setDisplay(Fhir.text(site));
    }
    return new Reference().setType("Practitioner").setIdentifier(login);
  }

  /** The software that follows a person's decision; logical, as the version may be an older one. */
  private static Reference engine(Audit audit) {
    return new Reference().setType("Device").setIdentifier(EngineResources.authorIdentifier(audit));
  }

  /** Logical, because the other Provenance need not have reached the server. */
  private static Reference logical(UUID decision) {
    return new Reference()
        .setType("Provenance")
        .setIdentifier(
            new Identifier().setSystem(Uris.SID + "decision").setValue(decision.toString()));
  }
}
