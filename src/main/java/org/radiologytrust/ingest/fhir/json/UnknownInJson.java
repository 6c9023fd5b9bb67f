package org.radiologytrust.ingest.fhir.json;

import static org.radiologytrust.ingest.fhir.json.UnknownElements.join;

import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the elements of a JSON message that R4 does not define. */
final class UnknownInJson {
  private final UnknownElements unknown;

  UnknownInJson(UnknownElements unknown) {
    this.unknown = unknown;
  }

  /**
   * @param path of the resource; empty for the message
   */
  void resource(JsonNode resource, String path) {
    BaseRuntimeElementDefinition<?> definition =
        unknown.resource(resource.path("resourceType").asText());
    if (definition == null) {
      return; // the parser refuses the message
    }
    for (Map.Entry<String, JsonNode> field : resource.properties()) {
      if (!field.getKey().equals("resourceType")) {
        field(field, definition, path, "");
      }
    }
  }

  private void object(
      JsonNode object, BaseRuntimeElementDefinition<?> definition, String resource, String path) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      field(field, definition, resource, path);
    }
  }

  /**
   * @param parent the definition of the element that has the field
   * @param path of that element from the resource
   */
  private void field(
      Map.Entry<String, JsonNode> field,
      BaseRuntimeElementDefinition<?> parent,
      String resource,
      String path) {
    String name = field.getKey();
    String place = join(path, name);
    BaseRuntimeElementDefinition<?> definition = definition(parent, name);
    if (definition == null) {
      unknown.values(resource, place);
      values(field.getValue(), resource, place, place);
    } else if (field.getValue().isArray()) {
      int index = 0;
      for (JsonNode item : field.getValue()) {
        // the parser leaves out what is null among contained resources
        if (!item.isNull() || !UnknownElements.isContained(definition)) {
          known(item, definition, resource, place + "[" + index++ + "]");
        }
      }
    } else {
      known(field.getValue(), definition, resource, place);
    }
  }

  /** In JSON, id and extensions of a primitive element stand beside it, under {@code _name}. */
  private @Nullable BaseRuntimeElementDefinition<?> definition(
      BaseRuntimeElementDefinition<?> parent, String name) {
    if (!name.startsWith("_") || UnknownElements.isPrimitive(parent)) {
      return unknown.child(parent, name);
    }
    BaseRuntimeElementDefinition<?> beside = unknown.child(parent, name.substring(1));
    return beside != null && UnknownElements.isPrimitive(beside) ? beside : null;
  }

  private void known(
      JsonNode value, BaseRuntimeElementDefinition<?> definition, String resource, String path) {
    if (!value.isObject()) {
      return;
    }
    if (UnknownElements.holdsResource(definition)) {
      resource(value, join(resource, path));
    } else {
      object(value, definition, resource, path);
    }
  }

  private void values(JsonNode node, String resource, String element, String path) {
    if (node.isArray()) {
      int index = 0;
      for (JsonNode item : node) {
        values(item, resource, element, path + "[" + index++ + "]");
      }
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              field -> values(field.getValue(), resource, element, join(path, field.getKey())));
    } else if (!node.isNull()) {
      unknown.add(resource, element, path, node.asText());
    }
  }
}
