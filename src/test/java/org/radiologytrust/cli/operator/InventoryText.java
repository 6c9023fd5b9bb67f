package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;

/** The page that rtl inventory prints. */
public final class InventoryText {
  private InventoryText() {}

  public static String markdown(JsonNode entry) {
    return InventoryCommand.markdown(entry);
  }
}
