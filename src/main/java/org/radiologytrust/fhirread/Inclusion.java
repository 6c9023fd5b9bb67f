package org.radiologytrust.fhirread;

import java.util.List;
import java.util.Set;

/**
 * References by which a page gets further resources. All of them lead to types that this server
 * serves, and whoever may search one of these may read all.
 *
 * @param type of the resources that have the reference
 * @param name of its search parameter
 * @param path of its elements
 * @param targets types that it leads to
 * @param back whether {@code _revinclude} follows it back
 */
record Inclusion(String type, String name, String path, Set<String> targets, boolean back) {
  static final List<Inclusion> ALL =
      List.of(
          new Inclusion("Observation", "has-member", "hasMember", Set.of("Observation"), true),
          new Inclusion("Observation", "derived-from", "derivedFrom", Set.of("Observation"), false),
          new Inclusion("Observation", "device", "device", Set.of("Device"), false),
          new Inclusion("Provenance", "target", "target", Set.of("Observation"), true),
          new Inclusion("Provenance", "agent", "agent.who", Set.of("Device"), false),
          new Inclusion(
              "Provenance",
              "entity",
              "entity.what",
              Set.of("Observation", "DocumentReference"),
              false));

  /** As clients write it. */
  String value() {
    return type + ":" + name;
  }

  /** The values of {@code _include} for searches of this type. */
  static List<String> from(String type) {
    return ALL.stream().filter(i -> i.type.equals(type)).map(Inclusion::value).toList();
  }

  /** The values of {@code _revinclude} for searches of this type. */
  static List<String> backTo(String type) {
    return ALL.stream()
        .filter(i -> i.back && i.targets.contains(type))
        .map(Inclusion::value)
        .toList();
  }
}
