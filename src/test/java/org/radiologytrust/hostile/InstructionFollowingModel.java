package org.radiologytrust.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.peers.ollama.OllamaCall;

/**
 * A model that follows instructions in a report: {@code OBEY} and what to do. With {@code ONCE} it
 * answers correctly after its answer was refused. Otherwise it answers as {@link ModelAnswers}
 * does.
 */
final class InstructionFollowingModel {
  /** A claim that no report of the test holds. */
  static final String INVENTED = "Large right pneumothorax";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ORDER =
      Pattern.compile("OBEY (CLAIM|SENTENCE|LABEL|NUMBER|ID|ALL|MARKUP)( ONCE)?");

  private final String markup;

  /**
   * @param markup what it writes wherever it is free to, when told {@code MARKUP}
   */
  InstructionFollowingModel(String markup) {
    this.markup = markup;
  }

  String of(OllamaCall call) {
    String answer = ModelAnswers.of(call);
    Matcher order = ORDER.matcher(call.text());
    boolean told = order.find();
    if (!told || order.group(2) != null && call.text().contains("earlier answer was refused")) {
      return answer;
    }
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(answer);
      obey(order.group(1), call.step(), json);
      return json.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void obey(String order, String step, ObjectNode answer) {
    switch (order + " " + step) {
      case "CLAIM claims" -> claim(answer, 1);
      case "SENTENCE claims" -> claim(answer, 99);
      case "LABEL alignment" -> change(answer, "label", "excellent");
      case "ALL alignment" -> change(answer, "label", "supported");
      case "NUMBER alignment" -> {
        ObjectNode more = answer.path("judgements").path(0).deepCopy();
        answer.withArray("judgements").add(more.put("claim", 99));
      }
      case "ID alignment" ->
          answer.path("judgements").forEach(j -> ((ObjectNode) j).putArray("findings").add("F9.9"));
      case "MARKUP alignment" -> change(answer, "evidence", markup);
      case "MARKUP findings" ->
          answer.path("findings").forEach(f -> ((ObjectNode) f).put("description", markup));
      case "MARKUP rewrite" ->
          answer.path("rewrites").forEach(r -> ((ObjectNode) r).put("text", markup));
      default -> {
        // the order is about another step
      }
    }
  }

  private static void claim(ObjectNode answer, int sentence) {
    answer
        .withArray("claims")
        .addObject()
        .put("sentence", sentence)
        .put("quote", INVENTED)
        .put("type", "finding");
  }

  private static void change(ObjectNode answer, String property, String value) {
    for (JsonNode judgement : answer.path("judgements")) {
      ((ObjectNode) judgement).put(property, value);
    }
  }
}
