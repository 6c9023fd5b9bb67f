package org.radiologytrust.pipeline.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.llm.ask.ChatRequest;

class ImageQuestionsTest {
  private static final SiteFiles FILES = SiteFiles.shipped();

  private static Map<String, List<ChatRequest>> questions(String base, String lora) {
    return questions(base, lora, Ask.LIST);
  }

  private static Map<String, List<ChatRequest>> questions(String base, String lora, Ask ask) {
    return ImageQuestions.of(FILES, StepCatalog.load(FILES), new Models(base, lora), ask);
  }

  private static List<String> steps(List<ChatRequest> asked) {
    return asked.stream().map(ChatRequest::step).toList();
  }

  @Test
  void eachModelHasTheQuestionsThatAuditsAskItAboutImages() {
    Map<String, List<ChatRequest>> asked = questions("b", "l");
    assertEquals(List.of("findings"), steps(asked.get("b")));
    assertEquals(List.of("alignment", "alignment"), steps(asked.get("l")));
    assertTrue(asked.get("l").get(0).prompt().contains("left pleural effusion"));
    assertTrue(asked.get("l").get(1).prompt().contains("No pneumothorax"));
  }

  /** A server is tested with the questions that it will be asked. */
  @Test
  void eachClaimMayBeAQuestion() {
    Map<String, List<ChatRequest>> asked = questions("b", "l", Ask.EACH);
    assertEquals(List.of("findings"), steps(asked.get("b")));
    assertEquals(List.of("question", "question"), steps(asked.get("l")));
    assertTrue(asked.get("l").get(0).prompt().contains("left pleural effusion"));
    assertTrue(asked.get("l").get(1).prompt().contains("No pneumothorax"));
  }

  @Test
  void oneModelForAllStepsHasAll() {
    List<ChatRequest> asked = questions("m", "m").get("m");
    assertEquals(List.of("findings", "alignment", "alignment"), steps(asked));
    assertEquals(
        1,
        asked.stream().map(ChatRequest::images).map(all -> all.get(0).length).distinct().count());
  }
}
