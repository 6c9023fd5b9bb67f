package org.radiologytrust.feature;

import java.util.List;
import java.util.Map;

/** A peer that is not configured: it binds nothing, and its routes do not start. */
public final class UnconfiguredPeer implements Feature {
  private final SelfCheck check;
  private final Map<String, String> placeholders;

  /**
   * @param without what is missing without it, for {@code rtl doctor}
   * @param placeholders values that the route files need all the same
   */
  public UnconfiguredPeer(String peer, String without, Map<String, String> placeholders) {
    this.check = SelfCheck.unused(peer, without);
    this.placeholders = Map.copyOf(placeholders);
  }

  @Override
  public Map<String, String> placeholders() {
    return placeholders;
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(check);
  }
}
