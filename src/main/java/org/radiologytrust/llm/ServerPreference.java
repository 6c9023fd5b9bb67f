package org.radiologytrust.llm;

import java.util.Set;

/**
 * Which server a call wants.
 *
 * @param never servers that cannot answer it: they lack the model, or mix images
 * @param avoid servers that failed this request: taken when no other works
 * @param run of calls that stay at one server where they can; empty = no such wish
 */
record ServerPreference(Set<String> never, Set<String> avoid, String run) {
  static final ServerPreference NONE = new ServerPreference(Set.of(), Set.of(), "");
}
