package org.radiologytrust.publish.resources;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Texts;
import org.radiologytrust.publish.fhir.StoredResources;
import org.radiologytrust.publish.fhir.Transaction;
import org.radiologytrust.publish.fhir.Uris;

/**
 * The resources that describe this engine: its model card, its Device, one Device for each model
 * and one DocumentReference for each step's prompt, as HL7's AI Transparency on FHIR models them.
 * They are PUT once at start-up, and audits refer to them. Ids are derived from content, so a
 * restart without changes writes nothing new.
 *
 * <p>A reference is literal if this start PUT the resource, otherwise logical (identifier only). A
 * server would refuse a dangling literal reference, such as one to a model that has been pulled
 * again since, or to the engine version of an older audit.
 */
public final class EngineResources {
  private final String version;
  private final List<EngineModel> models;
  private final List<EnginePrompt> prompts;
  private final boolean guideProfiles;
  private final String card;

  /**
   * @param version version of this product, as {@link org.radiologytrust.model.Audit#engineVersion}
   * @param models the models that audits used; empty for checks only
   * @param prompts one for each step
   * @param guideProfiles whether resources also claim the profiles of the AI Transparency guide,
   *     which is still in ballot
   */
  public EngineResources(
      String version, List<EngineModel> models, List<EnginePrompt> prompts, boolean guideProfiles) {
    this.version = version;
    this.models = models.stream().distinct().toList();
    this.prompts = List.copyOf(prompts);
    this.guideProfiles = guideProfiles;
    this.card = readCard();
  }

  /** Devices, model card and prompts. Each refers only to earlier ones. */
  public List<DomainResource> all() {
    EngineDocuments documents = new EngineDocuments(guideProfiles);
    EngineDevices devices = new EngineDevices(version, modelCard(version), guideProfiles);
    List<DomainResource> all = new ArrayList<>();
    all.add(devices.rules(rulesId(version), rulesIdentifier(version)));
    if (models.isEmpty()) {
      // nothing that calls itself AI before a model has a part
      return List.copyOf(all);
    }
    all.add(documents.modelCard(cardId(version), cardIdentifier(version), card));
    all.add(devices.engine(engineId(version), engineIdentifier(version)));
    for (EngineModel model : models) {
      all.add(devices.model(model, modelId(model), modelIdentifier(model), engine(version)));
    }
    for (EnginePrompt prompt : prompts) {
      all.add(
          documents.prompt(
              prompt,
              promptId(prompt.step(), prompt.sha256()),
              promptIdentifier(prompt.step(), prompt.sha256())));
    }
    return List.copyOf(all);
  }

  /** All resources as one transaction of PUTs. */
  public Bundle transaction() {
    return Transaction.of(all());
  }

  boolean guideProfiles() {
    return guideProfiles;
  }

  /** The Device that made an audit. */
  Reference author(Audit audit) {
    return AuditVersion.byRules(audit)
        ? rules(Texts.orEmpty(audit.engineVersion()))
        : engine(Texts.orEmpty(audit.engineVersion()));
  }

  static Identifier authorIdentifier(Audit audit) {
    String version = Texts.orEmpty(audit.engineVersion());
    return AuditVersion.byRules(audit) ? rulesIdentifier(version) : engineIdentifier(version);
  }

  private Reference rules(String version) {
    return reference(
        "Device", version.equals(this.version), rulesId(version), rulesIdentifier(version));
  }

  Reference engine(String version) {
    return reference("Device", asks(version), engineId(version), engineIdentifier(version));
  }

  /** Whether this start PUT what audits with models refer to. */
  private boolean asks(String version) {
    return version.equals(this.version) && !models.isEmpty();
  }

  Reference model(EngineModel model) {
    return reference("Device", models.contains(model), modelId(model), modelIdentifier(model));
  }

  Reference modelCard(String version) {
    return reference("DocumentReference", asks(version), cardId(version), cardIdentifier(version));
  }

  Reference prompt(String step, String sha256) {
    return reference(
        "DocumentReference",
        !models.isEmpty()
            && prompts.stream().anyMatch(p -> p.step().equals(step) && p.sha256().equals(sha256)),
        promptId(step, sha256),
        promptIdentifier(step, sha256));
  }

  /** The Device of this engine before any model was used. */
  public static StoredResource device(FhirContext context, String version, boolean guideProfiles) {
    EngineResources bare = new EngineResources(version, List.of(), List.of(), guideProfiles);
    return new StoredResources(context).of(bare.all()).get(0);
  }

  private static Reference reference(String type, boolean known, UUID id, Identifier identifier) {
    Reference reference = new Reference().setType(type).setIdentifier(identifier);
    if (known) {
      reference.setReference(type + "/" + id);
    }
    return reference;
  }

  private static UUID engineId(String version) {
    return Texts.uuid5("device|engine|" + version);
  }

  private static UUID rulesId(String version) {
    return Texts.uuid5("device|rules|" + version);
  }

  private static UUID modelId(EngineModel model) {
    return Texts.uuid5("device|model|" + model.name() + "|" + model.digest());
  }

  private static UUID cardId(String version) {
    return Texts.uuid5("model-card|" + version);
  }

  private static UUID promptId(String step, String sha256) {
    return Texts.uuid5("prompt|" + step + "|" + sha256);
  }

  private static Identifier engineIdentifier(String version) {
    return identifier("engine", "rtl-engine/" + version);
  }

  private static Identifier rulesIdentifier(String version) {
    return identifier("engine", "rtl-rules/" + version);
  }

  private static Identifier modelIdentifier(EngineModel model) {
    String digest = model.digest().isEmpty() ? "" : "@" + model.digest();
    return identifier("model", model.name() + digest);
  }

  private static Identifier cardIdentifier(String version) {
    return identifier("model-card", "rtl-engine/" + version);
  }

  private static Identifier promptIdentifier(String step, String sha256) {
    return identifier("prompt", step + "@" + sha256);
  }

  private static Identifier identifier(String sid, String value) {
    return new Identifier().setSystem(Uris.SID + sid).setValue(value);
  }

  private static String readCard() {
    try (InputStream in = EngineResources.class.getResourceAsStream("/publish/model-card.md")) {
      if (in == null) {
        throw new IllegalStateException("publish/model-card.md is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("publish/model-card.md cannot be read", e);
    }
  }
}
