package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.Claim;

/**
 * Asks a step about a list of claims in as many calls as it takes: each part and the answer to it
 * fit the context. A part ends where a section of the report does, else between two claims. Parts
 * are asked one after another, so that one long report leaves the servers free for others; each
 * part's answer is kept, so that a restart goes on in the middle.
 */
final class PromptParts {
  /** Tokens left free for what the client adds when it asks for a better answer. */
  private static final int CORRECTION = 200;

  /** Characters that one item's tokens are enough for. */
  private static final int USUAL_LENGTH = 120;

  private final StepCalls calls;

  PromptParts(StepCalls calls) {
    this.calls = calls;
  }

  /** What a step asks about some claims. */
  interface Question<T> {
    /** What goes into the prompt. */
    Map<String, String> data(List<Claim> claims);

    ModelClient.Reader<T> reader(List<Claim> claims);

    /** The step's schema, as far as an answer about these claims can fill it. */
    default JsonNode schema(JsonNode ofStep, List<Claim> claims) {
      return ofStep;
    }

    /** How many times {@code answerTokensPerItem} the answer about a claim may take. */
    default int items(Claim claim) {
      return 1;
    }
  }

  /** For an answer that says the claim's words again: long ones take the room of several. */
  static int repeating(Claim claim) {
    return 1 + claim.text().length() / USUAL_LENGTH;
  }

  /**
   * @param answers of all parts, in order
   * @param tooLong claims that do not fit the context, not even alone: they were not asked about
   */
  record Answers<T>(List<StepRunner.Result<T>> answers, List<Claim> tooLong) {}

  <T> Answers<T> ask(List<Claim> claims, List<byte[]> images, Question<T> question)
      throws ModelFailure, InterruptedException {
    Splitter cut = new Splitter(images, question);
    List<Claim> tooLong = new ArrayList<>();
    List<List<Claim>> parts = cut.parts(claims, tooLong);
    List<StepRunner.Result<T>> answers = new ArrayList<>();
    for (List<Claim> part : parts) {
      String name = parts.size() == 1 ? "" : String.valueOf(answers.size() + 1);
      answers.add(calls.ask(cut.call(name, part), question.reader(part)));
    }
    return new Answers<>(answers, tooLong);
  }

  private final class Splitter {
    private final StepDefinition step = calls.step();
    private final List<byte[]> images;
    private final Question<?> question;

    Splitter(List<byte[]> images, Question<?> question) {
      this.images = images;
      this.question = question;
    }

    List<List<Claim>> parts(List<Claim> claims, List<Claim> tooLong) {
      if (!claims.isEmpty() && !fits(List.of(), step.answerTokensPerItem())) {
        // no claim is to blame: the client refuses the call and says what the context lacks
        return List.of(claims);
      }
      List<List<Claim>> parts = new ArrayList<>();
      int from = 0;
      while (from < claims.size()) {
        int to = from;
        while (to < claims.size() && fits(claims.subList(from, to + 1))) {
          to++;
        }
        if (to == from) {
          tooLong.add(claims.get(from++));
        } else {
          to = border(claims, from, to);
          parts.add(claims.subList(from, to));
          from = to;
        }
      }
      return parts;
    }

    /** The last end of a section that leaves the part at least half full, else its end. */
    private static int border(List<Claim> claims, int from, int to) {
      if (to == claims.size()) {
        return to;
      }
      for (int end = to; end > from + (to - from) / 2; end--) {
        if (claims.get(end).section() != claims.get(end - 1).section()) {
          return end;
        }
      }
      return to;
    }

    private boolean fits(List<Claim> part) {
      int needed = needed(part);
      return needed <= step.answerTokens() && fits(part, needed);
    }

    private int needed(List<Claim> part) {
      return part.stream().mapToInt(question::items).sum() * step.answerTokensPerItem();
    }

    private boolean fits(List<Claim> part, int answerTokens) {
      return calls.fits(call(step, "", part, answerTokens + CORRECTION));
    }

    /** The call, with as much room for the answer as the step wants or the context leaves. */
    StepRunner.Call call(String name, List<Claim> part) {
      int room = step.answerTokens();
      while (room - step.answerTokensPerItem() >= needed(part) && !fits(part, room)) {
        room -= step.answerTokensPerItem();
      }
      return call(step.answering(question.schema(step.schema(), part)), name, part, room);
    }

    private StepRunner.Call call(
        StepDefinition asked, String name, List<Claim> part, int answerTokens) {
      return new StepRunner.Call(asked, name, question.data(part), images, answerTokens);
    }
  }
}
