package org.radiologytrust.llm.server;

import java.util.Set;

/**
 * Which servers a call prefers.
 *
 * @param never servers that cannot answer the call, because they lack the model or mix up images
 * @param avoid servers that failed this request; used only when no other server works
 * @param step step of the call, for which servers differ in speed
 * @param run id of the run, whose calls prefer the same server; empty for no preference
 */
public record ServerPreference(Set<String> never, Set<String> avoid, String step, String run) {
  public static final ServerPreference NONE = new ServerPreference(Set.of(), Set.of(), "", "");
}
