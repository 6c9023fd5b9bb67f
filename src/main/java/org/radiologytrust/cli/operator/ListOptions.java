package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.radiologytrust.cli.base.OutputFormat;
import picocli.CommandLine.Option;

/** How much a command lists, and in which form. */
final class ListOptions {
  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many at most (default: ${DEFAULT-VALUE}).")
  private int limit = 50;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table, json or csv (default: table).")
  private OutputFormat format = OutputFormat.TABLE;

  int limit() {
    return limit;
  }

  void print(List<String> columns, List<JsonNode> rows) {
    format.print(columns, rows, System.out);
  }
}
