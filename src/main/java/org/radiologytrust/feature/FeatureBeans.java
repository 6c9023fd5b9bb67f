package org.radiologytrust.feature;

import java.util.Map;

/**
 * A feature of beans that need neither settings nor the process.
 *
 * @param beans by the names that routes call
 */
public record FeatureBeans(Map<String, Object> beans) implements Feature {
  @Override
  public void bind(Host host) {
    beans.forEach(host::bind);
  }
}
