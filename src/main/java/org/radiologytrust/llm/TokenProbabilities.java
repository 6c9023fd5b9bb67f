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
import org.radiologytrust.llm.ask.ChoiceProbabilities;
import org.radiologytrust.llm.wire.ChatReply.Token;

/** Computes {@link ChoiceProbabilities} from the tokens of an answer. */
final class TokenProbabilities {
  private static final JsonFactory JSON = new JsonFactory();

  private final String content;
  private final List<Token> tokens;

  /** The index in the content at which each token begins. */
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
   * Computes the probabilities.
   *
   * @param content the answer as the server sent it; if it is not JSON, there are no probabilities
   * @param tokens the tokens of the answer; the model's end token may follow
   * @param schema enumerations in {@code properties} and {@code items} are found
   */
  static ChoiceProbabilities of(String content, List<Token> tokens, JsonNode schema) {
    String all = tokens.stream().map(Token::text).collect(Collectors.joining());
    if (!all.startsWith(content)) {
      return ChoiceProbabilities
          .NONE; // no tokens were reported, or a character is split over tokens
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
      return Map.of(); // not JSON, so the values read so far are not part of a valid answer
    }
    return places;
  }

  /** The strings of the enumeration at a pointer; empty when there is none. */
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
   * The weights of the values.
   *
   * @param at index of the value's first character
   * @return weights on a common scale; empty when the server did not report enough
   */
  private Map<String, Double> first(int at, List<String> allowed) {
    int token = 0;
    while (starts[token] + tokens.get(token).text().length() <= at) {
      token++;
    }
    return weights(token, content.substring(starts[token], at), "", allowed);
  }

  /**
   * The weights of the values from one token on.
   *
   * @param lead the token's text before the value
   * @param begun the part of the value in earlier tokens
   * @param values the values that begin with {@code begun}
   */
  private Map<String, Double> weights(int token, String lead, String begun, List<String> values) {
    Map<String, Double> weights = new HashMap<>();
    Token chosen = tokens.get(token);
    Double log = chosen.alternatives().get(chosen.text());
    if (log == null) {
      return Map
          .of(); // the chosen token is not reported, so other unreported values may be as probable
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
      return Map.of(); // only the chosen token is reported, and the grammar may have forced it
    }
    silent.forEach(v -> weights.put(v, most));
    return weights;
  }

  /**
   * The weight of each value that is not reported: an equal share of the remaining probability.
   * When the most probable tokens are reported, it is at most the smallest reported probability.
   */
  private static double untold(Token token, int values) {
    double[] told = token.alternatives().values().stream().mapToDouble(Math::exp).toArray();
    double rest = Math.max(0, 1 - Arrays.stream(told).sum()) / Math.max(1, values);
    return told.length == 1 ? rest : Math.min(Arrays.stream(told).min().orElse(0), rest);
  }

  /**
   * The values that a text can stand for: those that begin with it, or the one that it contains
   * completely.
   */
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
