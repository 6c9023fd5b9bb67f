package org.radiologytrust.text.mentions;

import java.util.Set;

/**
 * A place of the body.
 *
 * @param id in anatomy.yaml
 * @param paired whether the body has one on each side
 * @param within its own id, and those of all places that it is a part of
 */
public record Site(String id, boolean paired, Set<String> within) {
  public Site {
    within = Set.copyOf(within);
  }

  /** Whether the two are the same, or one is a part of the other. */
  public boolean meets(Site other) {
    return isIn(other) || other.isIn(this);
  }

  /** Whether it is the same, or a part of it. */
  public boolean isIn(Site other) {
    return within.contains(other.id);
  }

  /** Whether one of these places meets one of those. */
  public static boolean meet(Set<Site> some, Set<Site> others) {
    return some.stream().anyMatch(site -> others.stream().anyMatch(site::meets));
  }
}
