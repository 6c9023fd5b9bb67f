package org.radiologytrust.llm.exam;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.AnswerSource.Answer;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ModelFailure;

/**
 * Tests whether a server may keep what it computed for an image while another question about it is
 * asked. Each question of an audit about images is asked fresh, and again right behind each other
 * one, with the same image and the same nonce: answers and probabilities must be the same.
 *
 * <p>A model's answer also depends a little on the nonce. So an answer is compared with several
 * fresh ones, each with a nonce of its own, and a pair is refused only if it is odd twice.
 *
 * <p>Ollama's own engine failed it until 0.24: image state that had seen another question gave
 * wrong answers.
 */
public final class ReuseExam {
  private static final int NONCE_BYTES = 6;

  /** Most fresh answers to a question. The small pair's vary by up to 0.05 with the nonce. */
  private static final int MOST_FRESH = 8;

  /** How often a pair is asked before it is refused. */
  private static final int TRIES = 2;

  private final AnswerSource client;
  private final List<ChatRequest> questions;
  private final RandomGenerator random;

  /**
   * @param client a client with a single server
   * @param questions those of an audit about images, with one and the same example image; none is
   *     about a patient
   */
  public ReuseExam(AnswerSource client, List<ChatRequest> questions) {
    this(client, questions, new SecureRandom());
  }

  ReuseExam(AnswerSource client, List<ChatRequest> questions, RandomGenerator random) {
    this.client = client;
    this.questions = List.copyOf(questions);
    this.random = random;
  }

  /**
   * Whether no answer depends on the question before. A single question has none before it but
   * itself: then it is asked twice.
   *
   * @throws ModelFailure when a question gets no valid answer
   */
  public boolean holds() throws ModelFailure, InterruptedException {
    for (ChatRequest question : questions) {
      List<Answer<String>> fresh = new ArrayList<>();
      for (ChatRequest before : questions) {
        if (!holds(before, question, fresh)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean holds(ChatRequest before, ChatRequest question, List<Answer<String>> fresh)
      throws ModelFailure, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      String nonce = nonce();
      ask(before, nonce);
      if (isLikeFresh(ask(question, nonce), question, fresh)) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of the fresh answers is like it. More are asked for while none is. */
  private boolean isLikeFresh(
      Answer<String> answer, ChatRequest question, List<Answer<String>> fresh)
      throws ModelFailure, InterruptedException {
    boolean like = fresh.stream().anyMatch(other -> same(answer, other));
    while (!like && fresh.size() < MOST_FRESH) {
      Answer<String> other = ask(question, nonce());
      fresh.add(other);
      like = same(answer, other);
    }
    return like;
  }

  private Answer<String> ask(ChatRequest question, String nonce)
      throws ModelFailure, InterruptedException {
    return client.ask(question.withNonce(nonce), answer -> "");
  }

  private String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static boolean same(Answer<String> a, Answer<String> b) {
    Map<String, Map<String, Double>> odds = a.choices().byPointer();
    Map<String, Map<String, Double>> others = b.choices().byPointer();
    return Objects.equals(a.json(), b.json())
        && odds.keySet().equals(others.keySet())
        && odds.keySet().stream().allMatch(at -> SameOdds.are(odds.get(at), others.get(at)));
  }
}
