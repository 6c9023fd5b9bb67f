package org.radiologytrust.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;

/** Checks JSON against the schemas of an OpenAPI description. */
public final class Contract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final JsonNode description;

  private Contract(JsonNode description) {
    this.description = description;
  }

  /** The description that the vendor has published. */
  public static Contract published() throws IOException {
    try (InputStream in = resource("radiologists-extensibility-api.yaml")) {
      return new Contract(new YAMLMapper().readTree(in));
    }
  }

  /** A description of our own, in docs/openapi. */
  public static Contract own(String file) throws IOException {
    return new Contract(new YAMLMapper().readTree(Path.of("docs/openapi", file).toFile()));
  }

  static InputStream resource(String name) {
    return Contract.class.getResourceAsStream("/dragon/" + name);
  }

  /** Fails unless the JSON is what the schema of this name describes. */
  public void holds(String schema, String json) throws IOException {
    assertEquals(Set.of(), problems(schema, json));
  }

  Set<ValidationMessage> problems(String schema, String json) throws IOException {
    ObjectNode whole = JSON.createObjectNode();
    whole.put("$ref", "#/components/schemas/" + schema);
    whole.set("components", description.get("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
        .getSchema(whole)
        .validate(JSON.readTree(json));
  }
}
