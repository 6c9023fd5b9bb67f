package org.radiologytrust.ingest.hl7;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.settings.Settings;

/**
 * Which sender may merge the ids of which assigning authorities.
 *
 * @param authorities by the namespace or universal id of MSH-4 or MSH-3; {@link #ALL} stands for
 *     every authority. Without any entry, every sender may merge all ids
 */
record MergeRights(Map<String, Set<String>> authorities) {
  static final MergeRights UNLIMITED = new MergeRights(Map.of());

  private static final String ALL = "*";

  MergeRights {
    authorities = Map.copyOf(authorities);
  }

  /**
   * Reads the entries {@code SENDER=AUTHORITY} of a setting.
   *
   * @throws Settings.Wrong naming the setting, if one has another form
   */
  static MergeRights of(String key, List<String> entries) {
    Map<String, Set<String>> all = new LinkedHashMap<>();
    for (String entry : entries) {
      int end = entry.indexOf('=');
      String sender = end < 0 ? "" : entry.substring(0, end).strip();
      String authority = entry.substring(end + 1).strip();
      if (sender.isEmpty() || authority.isEmpty()) {
        throw new Settings.Wrong(
            key + ": write SENDER=AUTHORITY, such as HIS=urn:oid:1.2.3, or HIS=* for all ids");
      }
      all.computeIfAbsent(sender, name -> new LinkedHashSet<>()).add(authority);
    }
    return new MergeRights(all);
  }

  /**
   * Whether the sender of a message may merge ids of these authorities.
   *
   * @param systems URIs of the authorities; empty for ids without one
   * @param uri gives the URI of an authority that an entry names by its namespace or OID
   */
  boolean allow(Segment msh, Collection<String> systems, UnaryOperator<String> uri) {
    if (authorities.isEmpty()) {
      return true;
    }
    Set<String> allowed = new LinkedHashSet<>();
    for (int field : new int[] {4, 3}) {
      for (int component : new int[] {1, 2}) {
        allowed.addAll(authorities.getOrDefault(msh.value(field, component), Set.of()));
      }
    }
    return allowed.contains(ALL)
        || systems.stream()
            .allMatch(
                system ->
                    allowed.stream()
                        .anyMatch(name -> name.equals(system) || uri.apply(name).equals(system)));
  }
}
