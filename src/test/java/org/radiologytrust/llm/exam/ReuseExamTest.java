package org.radiologytrust.llm.exam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ChoiceProbabilities;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.llm.ask.ModelFailure;

class ReuseExamTest {
  /** Keeps what was asked behind a nonce first: the state of the image then. */
  private static class Server implements AnswerSource {
    final Map<String, String> states = new HashMap<>();
    final List<String> nonces = new ArrayList<>();

    String answer(String question, String state) {
      return "{\"of\":\"" + question + "\"}";
    }

    double odds(String question, String state) {
      return 0.9;
    }

    @Override
    public boolean fits(ChatRequest request) {
      return true;
    }

    @Override
    public <T> Answer<T> ask(ChatRequest request, Reader<T> reader) throws ModelFailure {
      nonces.add(request.nonce());
      String state = states.computeIfAbsent(request.nonce(), n -> request.prompt());
      double yes = odds(request.prompt(), state);
      try {
        T value = reader.read(JsonNodeFactory.instance.objectNode());
        ChoiceProbabilities odds =
            new ChoiceProbabilities(Map.of("/label", Map.of("yes", yes, "no", 1 - yes)));
        return new Answer<>(value, answer(request.prompt(), state), odds, "", 1);
      } catch (InvalidAnswer e) {
        throw new AssertionError(e);
      }
    }
  }

  private static List<ChatRequest> questions(String... prompts) {
    List<ChatRequest> all = new ArrayList<>();
    for (String prompt : prompts) {
      byte[] png = ExamImage.disc();
      all.add(
          new ChatRequest(
              "s", "m", prompt, List.of(png), JsonNodeFactory.instance.objectNode(), 9, "n"));
    }
    return all;
  }

  @Test
  void aServerWhoseAnswersStayMayReuse() throws Exception {
    Server server = new Server();
    assertTrue(new ReuseExam(server, questions("a", "b", "c")).holds());
    assertEquals(3 + 3 * 3 * 2, server.nonces.size());
    Set<String> different = new HashSet<>(server.nonces);
    assertEquals(3 + 3 * 3, different.size(), "each pair has its own");
  }

  @Test
  void anAnswerBehindOneOtherQuestionAloneIsEnoughToRefuse() throws Exception {
    Server server =
        new Server() {
          @Override
          String answer(String question, String state) {
            return state.equals("c") && question.equals("a") ? "{}" : super.answer(question, state);
          }
        };
    assertFalse(new ReuseExam(server, questions("a", "b", "c")).holds());
    assertTrue(new ReuseExam(server, questions("a", "b")).holds());
  }

  @Test
  void soAreOtherProbabilitiesOfTheSameAnswer() throws Exception {
    Server server =
        new Server() {
          @Override
          double odds(String question, String state) {
            return state.equals(question) ? 0.9 : 0.86;
          }
        };
    assertFalse(new ReuseExam(server, questions("a", "b")).holds());
  }

  @Test
  void oddsThatVaryWithTheNonceAreNoReasonToRefuse() throws Exception {
    Server server =
        new Server() {
          @Override
          double odds(String question, String state) {
            return 0.78 + 0.025 * (nonces.size() % 3);
          }
        };
    assertTrue(new ReuseExam(server, questions("a", "b", "c")).holds());
  }

  @Test
  void aWrongAnswerIsFoundWhereOddsVaryWithTheNonce() throws Exception {
    Server server =
        new Server() {
          @Override
          double odds(String question, String state) {
            return 0.78 + 0.025 * (nonces.size() % 3) - (state.equals(question) ? 0 : 0.15);
          }
        };
    assertFalse(new ReuseExam(server, questions("a", "b", "c")).holds());
  }

  @Test
  void aQuestionWithoutAnAnswerIsNoResult() {
    AnswerSource away =
        new AnswerSource() {
          @Override
          public boolean fits(ChatRequest request) {
            return true;
          }

          @Override
          public <T> Answer<T> ask(ChatRequest request, Reader<T> reader) throws ModelFailure {
            throw new ModelFailure(ModelFailure.Reason.BUSY, "busy");
          }
        };
    assertThrows(ModelFailure.class, () -> new ReuseExam(away, questions("a")).holds());
  }
}
