package org.radiologytrust.ingest.fhir.json;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeElemContainedResourceList;
import ca.uhn.fhir.context.RuntimeElemContainedResources;
import ca.uhn.fhir.context.RuntimeElementDirectResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Collects the elements of a message that R4 does not define. The parser reports only some of them,
 * and their names alone.
 */
final class UnknownElements {
  static final String MODIFIER = "modifierExtension";

  private final FhirContext fhir;

  /** By the path of the resource, then by that of the element. */
  private final Map<String, Map<String, List<UnknownElement.Value>>> found = new LinkedHashMap<>();

  UnknownElements(FhirContext fhir) {
    this.fhir = fhir;
  }

  // what R4 defines

  /** The definition of a resource; null if R4 has no such type. */
  @Nullable BaseRuntimeElementDefinition<?> resource(String type) {
    return fhir.getResourceTypes().contains(type) ? fhir.getResourceDefinition(type) : null;
  }

  /** The definition of a child; null if R4 defines none, or not what it means. */
  @Nullable BaseRuntimeElementDefinition<?> child(
      BaseRuntimeElementDefinition<?> parent, String name) {
    if (name.equals(MODIFIER)) {
      return null;
    }
    if (parent instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
      BaseRuntimeChildDefinition child = composite.getChildByName(name);
      return child == null ? null : child.getChildByName(name);
    }
    return switch (name) {
      case "id" -> fhir.getElementDefinition("string");
      case "extension" -> fhir.getElementDefinition("Extension");
      default -> null;
    };
  }

  static boolean isPrimitive(BaseRuntimeElementDefinition<?> definition) {
    return !(definition instanceof BaseRuntimeElementCompositeDefinition)
        && !holdsResource(definition);
  }

  /** Whether an element holds a resource. */
  static boolean holdsResource(BaseRuntimeElementDefinition<?> definition) {
    return definition instanceof RuntimeElementDirectResource || isContained(definition);
  }

  static boolean isContained(BaseRuntimeElementDefinition<?> definition) {
    return definition instanceof RuntimeElemContainedResourceList
        || definition instanceof RuntimeElemContainedResources;
  }

  // what was found

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Adds a value of an unknown element; both paths begin at the resource. */
  void add(String resource, String element, String path, String text) {
    values(resource, element).add(new UnknownElement.Value(path, text));
  }

  /** Adds an unknown element, whether it has values or not. */
  List<UnknownElement.Value> values(String resource, String element) {
    return found
        .computeIfAbsent(resource, r -> new LinkedHashMap<>())
        .computeIfAbsent(element, e -> new ArrayList<>());
  }

  /** Writes all that was found to the parsed resources. What has no resource is the message's. */
  void attach(Resource message) {
    if (found.isEmpty()) {
      return;
    }
    Map<String, Resource> resources = new HashMap<>();
    collect(message, "", resources);
    Map<Resource, List<UnknownElement>> elements = new LinkedHashMap<>();
    found.forEach(
        (path, all) ->
            all.forEach(
                (element, values) ->
                    elements
                        .computeIfAbsent(
                            resources.getOrDefault(path, message), r -> new ArrayList<>())
                        .add(new UnknownElement(element, List.copyOf(values)))));
    elements.forEach(UnknownElement::set);
  }

  private static void collect(Resource resource, String path, Map<String, Resource> resources) {
    resources.put(path, resource);
    if (resource instanceof DomainResource domain) {
      List<Resource> contained = domain.getContained();
      for (int i = 0; i < contained.size(); i++) {
        collect(contained.get(i), join(path, "contained[" + i + "]"), resources);
      }
    } else if (resource instanceof Bundle bundle) {
      for (int i = 0; i < bundle.getEntry().size(); i++) {
        Resource entry = bundle.getEntry().get(i).getResource();
        if (entry != null) {
          collect(entry, join(path, "entry[" + i + "].resource"), resources);
        }
      }
    } else if (resource instanceof Parameters parameters) {
      collect(parameters.getParameter(), join(path, "parameter"), resources);
    }
  }

  private static void collect(
      List<ParametersParameterComponent> parameters, String path, Map<String, Resource> resources) {
    for (int i = 0; i < parameters.size(); i++) {
      ParametersParameterComponent parameter = parameters.get(i);
      String place = path + "[" + i + "]";
      if (parameter.getResource() != null) {
        collect(parameter.getResource(), place + ".resource", resources);
      }
      collect(parameter.getPart(), place + ".part", resources);
    }
  }
}
