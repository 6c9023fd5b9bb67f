package org.radiologytrust.ops;

import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.xml.LwModelToXMLDumper;

/**
 * Writes routes as the XML that Hawtio draws, without error handlers. Camel writes an error handler
 * before {@code from}, and then the console draws no route at all.
 */
final class DiagramXml extends LwModelToXMLDumper {
  private static final Pattern ERROR_HANDLER =
      Pattern.compile("\\s*<errorHandler\\b(?:[^>]*/>|.*?</errorHandler>)", Pattern.DOTALL);

  @Override
  public String dumpModelAsXml(
      CamelContext context,
      NamedNode definition,
      boolean resolvePlaceholders,
      boolean generatedIds,
      boolean sourceLocation)
      throws Exception {
    String xml =
        super.dumpModelAsXml(
            context, definition, resolvePlaceholders, generatedIds, sourceLocation);
    return ERROR_HANDLER.matcher(xml).replaceAll("");
  }
}
