package org.radiologytrust.text.words;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.radiologytrust.files.SiteFiles;

/** Reads a list of terms, or such lists by their id. */
final class TermsReader extends JsonDeserializer<Terms> {
  private static final TypeReference<List<String>> LIST = new TypeReference<>() {};
  private static final TypeReference<Map<String, List<String>>> BY_ID = new TypeReference<>() {};

  @Override
  public Terms deserialize(JsonParser p, DeserializationContext context) throws IOException {
    SiteFiles files = (SiteFiles) context.getAttribute(SiteFiles.class);
    if (p.isExpectedStartObjectToken()) {
      JavaType byId = context.getTypeFactory().constructType(BY_ID);
      return Terms.of(files, context.<Map<String, List<String>>>readValue(p, byId));
    }
    JavaType list = context.getTypeFactory().constructType(LIST);
    return Terms.of(files, context.<List<String>>readValue(p, list));
  }
}
