package org.radiologytrust.publish.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceAgentComponent;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityComponent;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UnsignedIntType;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.model.Texts;
import org.radiologytrust.publish.fhir.Fhir;
import org.radiologytrust.publish.fhir.References;
import org.radiologytrust.publish.fhir.Uris;

/** Who made an audit, from what and when, as a Provenance of the profile rtl-provenance. */
final class AuditProvenance {
  private final CommonElements frame;
  private final EngineResources engine;

  AuditProvenance(CommonElements frame, EngineResources engine) {
    this.frame = frame;
    this.engine = engine;
  }

  /**
   * @param targets ids of the audit's Observations, the summary first
   */
  Provenance of(AuditVersion version, List<UUID> targets) {
    Audit audit = version.audit();
    Provenance provenance = new Provenance();
    provenance.setId(Texts.uuid5(audit.runId() + "|provenance").toString());
    provenance.setMeta(frame.meta(audit, "rtl-provenance"));
    if (engine.guideProfiles() && !version.byRules()) {
      provenance.getMeta().addProfile(Uris.GUIDE_PROFILE + "AI-Provenance");
    }
    targets.forEach(id -> provenance.addTarget(Fhir.reference("Observation", id)));
    provenance.setOccurred(
        new Period()
            .setStartElement(Fhir.dateTime(audit.started()))
            .setEndElement(Fhir.dateTime(audit.ended())));
    provenance.setRecordedElement(Fhir.instant(audit.ended()));
    if (frame.marked(audit)) {
      provenance.addReason(new CodeableConcept(CommonElements.aiAsserted()));
    }
    provenance.setActivity(Fhir.concept(Uris.TERMINOLOGY + "v3-DataOperation", "CREATE", "create"));
    provenance.addAgent(agent("author", "Author", engine.author(audit), version));
    audit.models().stream()
        .map(use -> new EngineModel(use.model(), use.digest()))
        .distinct()
        .forEach(
            model ->
                provenance.addAgent(agent("informant", "Informant", engine.model(model), version)));
    entities(version).forEach(provenance::addEntity);
    provenance.setText(
        CommonElements.div(version)
            .paragraph("Made by Radiology Trust Layer " + audit.engineVersion())
            .list("Models asked:", audit.models().stream().map(AuditProvenance::words).toList())
            .done());
    return provenance;
  }

  private static ProvenanceAgentComponent agent(
      String type, String display, Reference who, AuditVersion version) {
    ProvenanceAgentComponent agent = new ProvenanceAgentComponent().setWho(who);
    agent.setType(Fhir.concept(Uris.PARTICIPANTS, type, display));
    if (!version.byRules()) {
      agent.addRole(Fhir.exactly(Uris.AI_DEVICE_TYPES, "Artificial-Intelligence"));
    }
    return agent;
  }

  private List<ProvenanceEntityComponent> entities(AuditVersion version) {
    Audit audit = version.audit();
    List<ProvenanceEntityComponent> entities = new ArrayList<>();
    entities.add(entity(ProvenanceEntityRole.SOURCE, References.focus(audit.report())));
    References.studies(audit, Set.of())
        .forEach(study -> entities.add(entity(ProvenanceEntityRole.SOURCE, study)));
    audit.shownPriors().stream()
        .flatMap(prior -> References.prior(prior).stream())
        .forEach(study -> entities.add(entity(ProvenanceEntityRole.SOURCE, study)));
    audit
        .earlier()
        .forEach(
            earlier ->
                entities.add(entity(ProvenanceEntityRole.SOURCE, References.earlier(earlier))));
    if (!version.byRules()) {
      entities.add(
          entity(ProvenanceEntityRole.DERIVATION, engine.modelCard(audit.engineVersion())));
    }
    for (ModelUse use : audit.models()) {
      ProvenanceEntityComponent prompt =
          entity(ProvenanceEntityRole.DERIVATION, engine.prompt(use.step(), use.promptSha256()));
      prompt.addExtension(use(use));
      entities.add(prompt);
    }
    version
        .replaces()
        .ifPresent(
            run ->
                entities.add(
                    entity(ProvenanceEntityRole.REVISION, Fhir.reference("Observation", run))));
    return entities;
  }

  private static ProvenanceEntityComponent entity(ProvenanceEntityRole role, Reference what) {
    return new ProvenanceEntityComponent().setRole(role).setWhat(what);
  }

  private static Extension use(ModelUse use) {
    Extension extension = new Extension(Uris.MODEL_USE);
    part(extension, "step", use.step());
    part(extension, "model", use.model());
    part(extension, "digest", use.digest());
    part(extension, "promptSha256", use.promptSha256());
    part(extension, "options", use.options());
    extension.addExtension("calls", new UnsignedIntType(use.calls()));
    return extension;
  }

  private static void part(Extension extension, String name, String value) {
    if (!Texts.orEmpty(value).isBlank()) {
      extension.addExtension(name, new StringType(Fhir.text(value)));
    }
  }

  private static String words(ModelUse use) {
    return use.step() + ": " + use.model() + ", calls " + use.calls();
  }
}
