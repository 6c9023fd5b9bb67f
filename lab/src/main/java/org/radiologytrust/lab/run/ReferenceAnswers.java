package org.radiologytrust.lab.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.TrueFinding;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Sentence;

/** The true answers to the steps of a case, as JSON in the field order of the schemas. */
final class ReferenceAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Written where a schema asks for the model's own probability. */
  private static final double SURE = 0.9;

  private static final String NOTHING_SEEN = "The image is blank.";

  private final Truth truth;
  private final List<Sentence> sentences;

  /**
   * @param sentences the report's sentences, as the pipeline splits it
   */
  ReferenceAnswers(Truth truth, List<Sentence> sentences) {
    this.truth = truth;
    this.sentences = sentences;
  }

  /** Whether every claim has a label; only then are the claims complete. */
  static boolean labelled(Truth truth) {
    return !truth.claims().isEmpty() && truth.claims().stream().allMatch(c -> c.label() != null);
  }

  /**
   * Whether the truth has an answer to a step after the alignment: rewrites for all of at least one
   * uncertain claim.
   */
  static boolean answers(String step, Truth truth) {
    if (!step.equals("rewrite")) {
      return false;
    }
    List<TrueClaim> uncertain =
        truth.claims().stream().filter(c -> c.label() == Label.UNCERTAIN).toList();
    return !uncertain.isEmpty() && uncertain.stream().noneMatch(c -> c.rewrites().isEmpty());
  }

  /**
   * @param place how many questions of this step came before: the claim of a single question
   * @param listed indexes of the findings that the prompt lists, in its order
   * @throws IllegalArgumentException if the truth has no answer to the step
   */
  ObjectNode answer(String step, int place, List<Integer> listed) {
    return switch (step) {
      case "claims" -> claims();
      case "findings" -> findings();
      case "alignment" -> alignment(listed);
      case "blank" -> blank();
      case "question" -> question(truth.claims().get(place));
      case "blank-question" -> question(NOTHING_SEEN, Label.UNCERTAIN);
      case "rewrite" -> rewrites();
      default -> throw new IllegalArgumentException("there is no true answer to step " + step);
    };
  }

  private ObjectNode claims() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode claims = answer.putArray("claims");
    for (TrueClaim c : truth.claims()) {
      ObjectNode claim = claims.addObject();
      claim.put("sentence", sentence(c));
      claim.put("quote", c.quote());
      claim.put("type", c.type().name().toLowerCase(Locale.ROOT));
    }
    return answer;
  }

  private int sentence(TrueClaim c) {
    return sentences.stream()
        .filter(s -> s.span().start() <= c.start() && c.end() <= s.span().end())
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("a claim of the case is not within one sentence"))
        .number();
  }

  private ObjectNode findings() {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("quality", truth.quality());
    ArrayNode findings = answer.putArray("findings");
    for (TrueFinding f : truth.findings()) {
      ObjectNode finding = findings.addObject();
      finding.put("description", f.description());
      finding.put("location", f.location());
      finding.put("cue", f.cue());
      finding.put("probability", SURE);
    }
    return answer;
  }

  private ObjectNode alignment(List<Integer> listed) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode judgements = answer.putArray("judgements");
    for (TrueClaim c : truth.claims()) {
      ObjectNode judgement = judgement(judgements, c.evidence());
      ArrayNode findings = judgement.putArray("findings");
      IntStream.range(0, listed.size())
          .filter(i -> c.findings().contains(listed.get(i)))
          .forEach(i -> findings.add(findingId(i)));
      label(judgement, labelled(c));
    }
    return answer;
  }

  private static ObjectNode question(TrueClaim c) {
    return question(c.evidence(), labelled(c));
  }

  private static ObjectNode question(String evidence, Label label) {
    ObjectNode answer = JSON.createObjectNode().put("evidence", evidence);
    answer.put(
        "answer",
        switch (label) {
          case SUPPORTED -> "yes";
          case NEEDS_REVIEW -> "no";
          case UNCERTAIN -> "cannot_tell";
        });
    return answer.put("probability", SURE);
  }

  private static Label labelled(TrueClaim c) {
    if (c.label() == null) {
      throw new IllegalArgumentException("a claim of the case has no true label");
    }
    return c.label();
  }

  /** A blank image shows nothing, so every claim is uncertain. */
  private ObjectNode blank() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode judgements = answer.putArray("judgements");
    for (int i = 0; i < truth.claims().size(); i++) {
      ObjectNode judgement = judgement(judgements, NOTHING_SEEN);
      judgement.putArray("findings");
      label(judgement, Label.UNCERTAIN);
    }
    return answer;
  }

  private static ObjectNode judgement(ArrayNode judgements, String evidence) {
    return judgements.addObject().put("claim", judgements.size()).put("evidence", evidence);
  }

  private static void label(ObjectNode judgement, Label label) {
    judgement.put("label", label.code()).put("probability", SURE);
  }

  private ObjectNode rewrites() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode rewrites = answer.putArray("rewrites");
    for (TrueClaim c : truth.claims()) {
      if (c.label() == Label.UNCERTAIN) {
        ObjectNode rewrite = rewrites.addObject();
        rewrite.put("claim", rewrites.size());
        rewrite.put("text", c.rewrites().get(0));
      }
    }
    return answer;
  }

  /** Id that the findings step gives to a finding of the first image. */
  static String findingId(int place) {
    return "F1." + (place + 1);
  }
}
