package org.radiologytrust.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one rule about the numbers of two patients. A number of an insurance, an account or a visit
 * is no number of a person: a family shares it, and it never joins two patients. Record numbers of
 * one authority that differ always part them, whatever else they share.
 */
enum NumbersOfPerson {
  /** They share the number of a person, or the literal reference. */
  SAME,
  /** They have other record numbers of one authority. */
  PARTED,
  /** None is shared, and the authorities may be one. */
  OTHER,
  /** None is shared, and the authorities are different ones. */
  ELSEWHERE,
  /** One has no number, or they share none but of an insurance, an account or a visit. */
  UNKNOWN;

  /**
   * Compares the numbers of two patients.
   *
   * @param sameReference whether both have one literal reference
   */
  static NumbersOfPerson compare(List<Identifier> a, List<Identifier> b, boolean sameReference) {
    List<Identifier> x = ofPerson(a);
    List<Identifier> y = ofPerson(b);
    if (parted(x, y)) {
      return PARTED;
    }
    if (sameReference || shared(x, y)) {
      return SAME;
    }
    if (x.isEmpty() || y.isEmpty()) {
      // numbers of no person may still speak against one person, never for one
      x = a;
      y = b;
    }
    return x.isEmpty() || y.isEmpty() || shared(x, y)
        ? UNKNOWN
        : comparable(systems(x), systems(y)) ? OTHER : ELSEWHERE;
  }

  private static List<Identifier> ofPerson(List<Identifier> ids) {
    return ids.stream().filter(Identifier::isOfPerson).toList();
  }

  private static boolean shared(List<Identifier> a, List<Identifier> b) {
    return a.stream().anyMatch(id -> b.stream().anyMatch(id::isSameNumber));
  }

  static Set<String> systems(List<Identifier> ids) {
    return ids.stream().map(Identifier::system).collect(Collectors.toSet());
  }

  /** {@link Identifier#mayBeOfOneAuthority} for some pair of authorities, in linear time. */
  private static boolean comparable(Set<String> x, Set<String> y) {
    return x.contains("")
        || y.contains("")
        || !Collections.disjoint(x, y)
        || unmapped(x, true) && unmapped(y, false)
        || unmapped(x, false) && unmapped(y, true);
  }

  private static boolean unmapped(Set<String> systems, boolean is) {
    return systems.stream().anyMatch(system -> system.startsWith(Identifier.UNMAPPED) == is);
  }

  /** The values of one authority by the type of number; the empty type is one that nobody named. */
  private static Map<String, Map<String, Set<String>>> records(List<Identifier> ids) {
    Map<String, Map<String, Set<String>>> records = new HashMap<>();
    for (Identifier id : ids) {
      if (!id.value().isEmpty() && !NumberType.isOfPaper(id.type())) {
        records
            .computeIfAbsent(id.system(), s -> new HashMap<>())
            .computeIfAbsent(NumberType.code(id.type()), t -> new HashSet<>())
            .add(id.value());
      }
    }
    return records;
  }

  private static boolean parted(List<Identifier> a, List<Identifier> b) {
    Map<String, Map<String, Set<String>>> others = records(b);
    return records(a).entrySet().stream()
        .anyMatch(
            entry ->
                parted(
                    entry.getKey(),
                    entry.getValue(),
                    others.getOrDefault(entry.getKey(), Map.of())));
  }

  /**
   * Whether two sets of numbers of one authority are of two people: those of one type differ, or
   * all of them where a type is not named. Without an authority, the types must be named and equal.
   */
  private static boolean parted(
      String system, Map<String, Set<String>> a, Map<String, Set<String>> b) {
    boolean ofOneType =
        a.entrySet().stream()
            .anyMatch(
                entry ->
                    !entry.getKey().isEmpty()
                        && b.containsKey(entry.getKey())
                        && Collections.disjoint(entry.getValue(), b.get(entry.getKey())));
    return ofOneType
        || !system.isEmpty()
            && !b.isEmpty()
            && (a.containsKey("") || b.containsKey(""))
            && Collections.disjoint(all(a), all(b));
  }

  private static Set<String> all(Map<String, Set<String>> byType) {
    return byType.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
  }
}
