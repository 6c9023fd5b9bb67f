package org.radiologytrust.publish.resources;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.radiologytrust.publish.fhir.Div;
import org.radiologytrust.publish.fhir.Fhir;
import org.radiologytrust.publish.fhir.Uris;

/** The model card and the prompts as DocumentReferences with their Markdown attached. */
final class EngineDocuments {
  private final boolean guideProfiles;

  EngineDocuments(boolean guideProfiles) {
    this.guideProfiles = guideProfiles;
  }

  DocumentReference modelCard(UUID id, Identifier identifier, String markdown) {
    DocumentReference card =
        document(id, identifier, "AIModelCard", "AI-ModelCard", "Model card", markdown);
    card.addCategory(Fhir.exactly(Uris.AI_INPUTS, "AIModelCardMarkdownFormat"));
    return card;
  }

  DocumentReference prompt(EnginePrompt prompt, UUID id, Identifier identifier) {
    return document(
        id,
        identifier,
        "AIInputPrompt",
        "AI-InputPrompt",
        "Prompt template of the step " + prompt.step() + ", SHA-256 " + prompt.sha256(),
        prompt.text());
  }

  private DocumentReference document(
      UUID id, Identifier identifier, String type, String profile, String title, String markdown) {
    DocumentReference document = new DocumentReference();
    document.setId(id.toString());
    if (guideProfiles) {
      document.getMeta().addProfile(Uris.GUIDE_PROFILE + profile);
    }
    document.addIdentifier(identifier);
    document.setStatus(DocumentReferenceStatus.CURRENT);
    document.setType(Fhir.exactly(Uris.AI_INPUTS, type));
    document.setDescription(title);
    byte[] bytes = markdown.getBytes(StandardCharsets.UTF_8);
    document
        .addContent()
        .getAttachment()
        .setContentType("text/markdown")
        .setLanguage("en")
        .setData(bytes)
        .setSize(bytes.length)
        .setTitle(title);
    document.setText(new Div(title).done());
    return document;
  }
}
