package org.radiologytrust.pipeline.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Claim;

/**
 * Asks the model about a list of claims in as many calls as needed, so that each prompt and its
 * answer fit the context. A part ends at the end of a section where possible, otherwise between two
 * claims. The calls are made one after another, so that a long report leaves the servers free for
 * other runs. Each answer is stored, so that an interrupted run resumes with the next part.
 */
final class PromptParts {
  /** Tokens reserved for the correction that the client adds after an invalid answer. */
  static final int CORRECTION = 200;

  /** Characters of a claim that {@code answerTokensPerItem} is enough for. */
  private static final int USUAL_LENGTH = 120;

  private final StepCalls calls;

  PromptParts(StepCalls calls) {
    this.calls = calls;
  }

  /** The question of a step about some claims. */
  interface Question<T> {
    /** The values for the prompt's placeholders. */
    Map<String, String> data(List<Claim> claims);

    /** Reads the answer about these claims. */
    AnswerSource.Reader<T> reader(List<Claim> claims);

    /** The schema for an answer about these claims, made from the step's schema. */
    default JsonNode schema(JsonNode ofStep, List<Claim> claims) {
      return ofStep;
    }

    /** Tells the calls of this question from others of the step. */
    default String name() {
      return "";
    }

    /** Room for the answer about one claim, in multiples of {@code answerTokensPerItem}. */
    default int items(Claim claim) {
      return 1;
    }
  }

  /**
   * The value of {@link Question#items} for answers that repeat the claim's words: a long claim
   * needs more room.
   */
  static int repeating(Claim claim) {
    return 1 + claim.text().length() / USUAL_LENGTH;
  }

  /**
   * The answers to all parts.
   *
   * @param answers one for each part, in order
   * @param tooLong claims that do not fit the context even alone, so the model was not asked about
   *     them
   */
  record Answers<T>(List<StepRunner.Result<T>> answers, List<Claim> tooLong) {
    Answers<T> and(Answers<T> other) {
      return new Answers<>(joined(answers, other.answers), joined(tooLong, other.tooLong));
    }

    private static <E> List<E> joined(List<E> one, List<E> other) {
      return Stream.concat(one.stream(), other.stream()).toList();
    }
  }

  <T> Answers<T> ask(List<Claim> claims, List<byte[]> images, Question<T> question)
      throws ModelFailure, InterruptedException {
    Splitter cut = new Splitter(images, question);
    List<Claim> tooLong = new ArrayList<>();
    List<List<Claim>> parts = cut.parts(claims, tooLong);
    List<StepRunner.Result<T>> answers = new ArrayList<>();
    for (List<Claim> part : parts) {
      String name = question.name() + (parts.size() == 1 ? "" : answers.size() + 1);
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
        // even without claims the prompt is too long: the client refuses the call and says so
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

    /**
     * Where to end a part: at the last end of a section that leaves it at least half full,
     * otherwise at {@code to}.
     */
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

    /** The call, with as much room for the answer as the step allows and the context leaves. */
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
