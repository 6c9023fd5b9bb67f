package org.radiologytrust.peers.ollama;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts an answer into tokens with probabilities. As on a real server under a grammar, a label is
 * not always one token, nor are its tokens the usual ones.
 */
final class OllamaTokens {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*[\"{}\\[\\],:]+|\\s?\\p{L}{1,4}|.", Pattern.DOTALL);

  /** The value of an audit's judgement, or of what the doctor asks. */
  private static final Pattern LABEL =
      Pattern.compile("\"(?:label|answer|seen)\"\\s*:\\s*\"([^\"]+)\"");

  /** What a model would rather say than what the grammar lets it. */
  private static final List<String> FORBIDDEN = List.of("\n\n", " the", "1", "<i>");

  private static final double SURE = 0.9;

  private OllamaTokens() {}

  /** The tokens of an answer, in order; joined they are the answer. */
  static List<OllamaToken> of(
      OllamaCall call, String answer, OllamaServer.WantedProbabilities odds) {
    List<OllamaToken> tokens = new ArrayList<>();
    Matcher label = LABEL.matcher(answer);
    int from = 0;
    for (int position = 0; label.find(); position++) {
      plain(tokens, answer.substring(from, label.start(1)));
      label(tokens, label.group(1), odds.at(call, position, label.group(1)));
      from = label.end(1);
    }
    plain(tokens, answer.substring(from));
    return tokens;
  }

  private static void label(List<OllamaToken> tokens, String label, Map<String, Double> odds) {
    String first =
        odds.entrySet().stream()
            .filter(token -> label.startsWith(token.getKey()))
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElseGet(() -> first(label));
    double sum = odds.values().stream().mapToDouble(Double::doubleValue).sum();
    tokens.add(new OllamaToken(first, odds.getOrDefault(first, 0.0), filled(odds, 1 - sum)));
    plain(tokens, label.substring(first.length()));
  }

  private static String first(String text) {
    Matcher token = TOKEN.matcher(text);
    return token.find() ? token.group() : text;
  }

  private static void plain(List<OllamaToken> tokens, String text) {
    for (Matcher token = TOKEN.matcher(text); token.find(); ) {
      Map<String, Double> itself = Map.of(token.group(), SURE);
      tokens.add(new OllamaToken(token.group(), SURE, filled(itself, 1 - SURE)));
    }
  }

  /** The rest of the probability lies on tokens that the grammar forbids. */
  private static Map<String, Double> filled(Map<String, Double> odds, double rest) {
    Map<String, Double> all = new LinkedHashMap<>(odds);
    double left = rest;
    for (String token : FORBIDDEN) {
      left /= 2;
      all.putIfAbsent(token, Math.max(0, left));
    }
    return all;
  }
}
