package org.radiologytrust.feature;

import java.util.Map;

/** Values that routes use, such as whether a door is open. */
public record FeaturePlaceholders(Map<String, String> placeholders) implements Feature {
  public FeaturePlaceholders {
    placeholders = Map.copyOf(placeholders);
  }
}
