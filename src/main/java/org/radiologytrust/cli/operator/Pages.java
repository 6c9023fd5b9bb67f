package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cli.base.OperatorClient;

/** Reads a list of the operator's API page by page. */
final class Pages {
  private static final int PAGE = 500;

  private Pages() {}

  /**
   * @param path also the name of the list in the answer
   * @param limit how many rows at most
   */
  static List<JsonNode> read(
      OperatorClient client, String path, Map<String, @Nullable String> query, int limit)
      throws IOException, InterruptedException {
    List<JsonNode> rows = new ArrayList<>();
    Map<String, @Nullable String> next = new LinkedHashMap<>(query);
    while (rows.size() < limit) {
      next.put("limit", "" + Math.min(PAGE, limit - rows.size()));
      JsonNode page = client.get(path + OperatorClient.query(next));
      page.path(path).forEach(rows::add);
      if (!page.has("next")) {
        break;
      }
      next.put("after", page.path("next").asText());
    }
    return rows;
  }
}
