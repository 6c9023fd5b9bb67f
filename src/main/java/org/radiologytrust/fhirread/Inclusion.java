package org.radiologytrust.fhirread;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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

  /** Those that {@code _include} follows from resources of this type. */
  static List<Inclusion> from(String type) {
    return ALL.stream().filter(i -> i.type.equals(type)).toList();
  }

  /** Those that {@code _revinclude} follows back to resources of this type. */
  static List<Inclusion> backTo(String type) {
    return ALL.stream().filter(i -> i.back && i.targets.contains(type)).toList();
  }

  /** The values that a client may send for some of them; a star stands for all. */
  static List<String> values(List<Inclusion> some) {
    return some.isEmpty()
        ? List.of()
        : Stream.concat(some.stream().map(Inclusion::value), Stream.of("*")).toList();
  }

  /** Whether a client's value means this one: with or without the type it leads to, or a star. */
  boolean isMeantBy(String value) {
    return value.equals("*")
        || value.equals(type + ":*")
        || value.equals(value())
        || targets.stream().anyMatch(target -> value.equals(value() + ":" + target));
  }
}
