package org.radiologytrust.publish.fhir;

import java.util.List;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/**
 * Builds a narrative. Texts become text nodes only, so nothing that a report or a model writes can
 * become markup.
 */
public final class Div {
  private final XhtmlNode root = new XhtmlNode(NodeType.Element, "div");

  public Div(String opening) {
    root.attribute("xmlns", "http://www.w3.org/1999/xhtml");
    paragraph(opening);
  }

  /** Adds a paragraph, unless the text is blank. */
  public Div paragraph(String text) {
    if (!text.isBlank()) {
      root.addTag("p").addText(Fhir.text(text));
    }
    return this;
  }

  /** Adds a paragraph that is marked as one about a decision. */
  public Div decision(String text) {
    root.addTag("p").attribute("class", NarrativeHead.DECISION).addText(Fhir.text(text));
    return this;
  }

  /** Adds a titled list, unless it is empty. */
  public Div list(String title, List<String> items) {
    if (!items.isEmpty()) {
      paragraph(title);
      XhtmlNode list = root.addTag("ul");
      items.forEach(item -> list.addTag("li").addText(Fhir.text(item)));
    }
    return this;
  }

  public Narrative done() {
    Narrative narrative = new Narrative();
    narrative.setStatus(Narrative.NarrativeStatus.GENERATED);
    narrative.setDiv(root);
    return narrative;
  }
}
