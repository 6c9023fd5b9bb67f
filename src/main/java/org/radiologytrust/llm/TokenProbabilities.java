package org.radiologytrust.llm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.radiologytrust.llm.ChatReply.Token;

/** Reads {@link ChoiceProbabilities} off the tokens of an answer. */
final class TokenProbabilities {
  private static final JsonFactory JSON = new JsonFactory();

  private final String content;
  private final List<Token> tokens;

  /** Where each token begins in the content. */
  private final int[] starts;

  private TokenProbabilities(String content, List<Token> tokens) {
    this.content = content;
    this.tokens = tokens;
    this.starts = new int[tokens.size()];
    for (int i = 1; i < starts.length; i++) {
      starts[i] = starts[i - 1] + tokens.get(i - 1).text().length();
    }
  }

  /**
   * @param content an answer as it came; one that is no JSON tells nothing
   * @param tokens that make it up; the model's sign of its end may follow
   * @param schema enumerations are found through {@code properties} and {@code items}
   */
  static ChoiceProbabilities of(String content, List<Token> tokens, JsonNode schema) {
    String all = tokens.stream().map(Token::text).collect(Collectors.joining());
    if (!all.startsWith(content)) {
      return ChoiceProbabilities.NONE; // none were given, or they split a character
    }
    return new ChoiceProbabilities(new TokenProbabilities(content, tokens).places(schema));
  }

  private Map<String, Map<String, Double>> places(JsonNode schema) {
    Map<String, Map<String, Double>> places = new HashMap<>();
    try (JsonParser parser = JSON.createParser(content)) {
      do {
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          String pointer = parser.getParsingContext().pathAsPointer().toString();
          List<String> allowed = allowed(schema, pointer);
          int at = (int) parser.currentTokenLocation().getCharOffset() + 1;
          if (!allowed.isEmpty() && content.startsWith(parser.getText() + '"', at)) {
            Map<String, Double> weights = first(at, allowed);
            if (!weights.isEmpty()) {
              places.put(pointer, normal(weights, allowed));
            }
          }
        }
      } while (!parser.getParsingContext().inRoot());
    } catch (IOException e) {
      return Map.of(); // no JSON: what was read before the fault is no answer either
    }
    return places;
  }

  /** The strings of the enumeration at a place; empty when there is none. */
  private static List<String> allowed(JsonNode schema, String pointer) {
    JsonNode here = schema;
    for (String name : pointer.substring(Math.min(1, pointer.length())).split("/")) {
      JsonNode items = here.path("items");
      here =
          items.isObject()
              ? items
              : here.path("properties").path(name.replace("~1", "/").replace("~0", "~"));
    }
    List<String> allowed = new ArrayList<>();
    for (JsonNode value : here.path("enum")) {
      if (value.isTextual()) {
        allowed.add(value.asText());
      }
    }
    return allowed;
  }

  /**
   * @param at where the value's first character is
   * @return weights of the values, on one scale; empty when nothing tells them apart
   */
  private Map<String, Double> first(int at, List<String> allowed) {
    int token = 0;
    while (starts[token] + tokens.get(token).text().length() <= at) {
      token++;
    }
    return weights(token, content.substring(starts[token], at), "", allowed);
  }

  /**
   * @param lead what the token holds before the value
   * @param begun what tokens before it hold of the value
   * @param values that begin like that
   */
  private Map<String, Double> weights(int token, String lead, String begun, List<String> values) {
    Map<String, Double> weights = new HashMap<>();
    Token chosen = tokens.get(token);
    Double log = chosen.alternatives().get(chosen.text());
    if (log == null) {
      return Map.of(); // other values may be as probable, and are not among those told either
    }
    chosen
        .alternatives()
        .forEach(
            (text, other) -> {
              if (text.startsWith(lead)) {
                List<String> meant = meant(begun + text.substring(lead.length()), values);
                if (meant.size() == 1) {
                  weights.merge(meant.get(0), Math.exp(other), Double::sum);
                }
              }
            });
    String further = begun + chosen.text().substring(lead.length());
    List<String> still = meant(further, values);
    if (still.size() > 1) {
      Map<String, Double> later = weights(token + 1, "", further, still);
      double sum = sum(later);
      double chance = Math.exp(log);
      if (sum == 0) {
        return Map.of();
      }
      later.forEach((value, weight) -> weights.merge(value, chance * weight / sum, Double::sum));
    }
    if (sum(weights) == 0) {
      return Map.of();
    }
    List<String> silent =
        values.stream()
            .filter(v -> still.size() == 1 || !still.contains(v))
            .filter(v -> !weights.containsKey(v))
            .toList();
    double most = untold(chosen, silent.size());
    if (chosen.alternatives().size() == 1 && most > Math.exp(log)) {
      return Map.of(); // told alone, and the grammar may have forced it: others may be as probable
    }
    silent.forEach(v -> weights.put(v, most));
    return weights;
  }

  /**
   * Most that each value can have that is not told: an equal share of what the told ones leave, and
   * where the most probable are told, no more than the least of them.
   */
  private static double untold(Token token, int values) {
    double[] told = token.alternatives().values().stream().mapToDouble(Math::exp).toArray();
    double rest = Math.max(0, 1 - Arrays.stream(told).sum()) / Math.max(1, values);
    return told.length == 1 ? rest : Math.min(Arrays.stream(told).min().orElse(0), rest);
  }

  /** The values that text stands for: those it is the beginning of, or the one it holds whole. */
  private static List<String> meant(String text, List<String> values) {
    return values.stream().filter(v -> v.startsWith(text) || text.startsWith(v + '"')).toList();
  }

  private static double sum(Map<String, Double> weights) {
    return weights.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static Map<String, Double> normal(Map<String, Double> weights, List<String> allowed) {
    double sum = sum(weights);
    Map<String, Double> normal = new LinkedHashMap<>();
    allowed.forEach(value -> normal.put(value, weights.getOrDefault(value, 0.0) / sum));
    return normal;
  }
}
