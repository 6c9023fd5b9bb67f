package org.radiologytrust.page.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.page.flag.Reasons;
import org.radiologytrust.review.Decision;

@Tag("safety")
class DecisionFormTest {
  private static final Reasons REASONS = Reasons.of(SiteFiles.shipped());
  private static final String ID = "7c0e2f0a-8f5c-4a3e-9d5e-1f2a3b4c5d6e";

  @ParameterizedTest
  @CsvSource({
    "agree, '', '', ''",
    "dismiss, meant-as-written, '', ''",
    "dismiss, other, seen elsewhere, ''",
    "reword, '', Left pleural effusion., ''",
    "left, '', told by telephone, ''",
    "undo, '', '', " + ID,
  })
  void takesWhatThePageSends(String kind, String reason, String text, String undoes) {
    DecisionForm form = form(kind, reason, text, undoes).orElseThrow();

    assertEquals(kind, form.kind().code());
    assertEquals(reason, form.reason());
    assertEquals(text, form.text());
    assertEquals(UUID.fromString(ID), form.newest());
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', ''",
    "AGREE, '', '', ''",
    "delete, '', '', ''",
    "agree, other, '', ''",
    "agree, '', words, ''",
    "agree, '', '', " + ID,
    "agreed, '', '', ''",
    "dismiss, '', '', ''",
    "dismiss, unknown, '', ''",
    "dismiss, other, '', ''",
    "dismiss, other, ' ', ''",
    "dismiss, meant-as-written, words, ''",
    "reword, '', '', ''",
    "reword, '', ' ', ''",
    "reword, other, words, ''",
    "left, '', '', ''",
    "left, '', ' ', ''",
    "left, other, words, ''",
    "corrected, '', '', ''",
    "unclear, '', '', ''",
    "undo, '', '', ''",
    "undo, '', '', 1",
    "undo, '', words, " + ID,
  })
  void refusesWhatThePageNeverSends(String kind, String reason, String text, String undoes) {
    assertTrue(form(kind, reason, text, undoes).isEmpty());
  }

  @Test
  void wordsHaveALimitInCharacters() {
    String face = "😀";

    assertTrue(form("reword", "", face.repeat(DecisionForm.LONGEST_WORDING), "").isPresent());
    assertTrue(form("reword", "", face.repeat(DecisionForm.LONGEST_WORDING + 1), "").isEmpty());
    assertTrue(form("dismiss", "other", face.repeat(DecisionForm.LONGEST_NOTE), "").isPresent());
    assertTrue(form("dismiss", "other", face.repeat(DecisionForm.LONGEST_NOTE + 1), "").isEmpty());
    assertTrue(form("left", "", face.repeat(DecisionForm.LONGEST_NOTE), "").isPresent());
    assertTrue(form("left", "", face.repeat(DecisionForm.LONGEST_NOTE + 1), "").isEmpty());
  }

  @Test
  void wordsKeepWhatAReaderSees() {
    String typed =
        " <b>Left</b> effusion.\r\nNo\u0000 \u0007pneumo\u009bthorax\ud83d.\t\uffff\u202e ";

    Decision.Kind kind = Decision.Kind.REWORD;
    String stored = form(kind.code(), "", typed, "").orElseThrow().text();

    assertEquals("<b>Left</b> effusion.\nNo pneumothorax.\t\u202e", stored);
  }

  @Test
  void neverShowsTheWordsInALog() {
    assertFalse(form("reword", "", "Left", "").orElseThrow().toString().contains("Left"));
  }

  private static Optional<DecisionForm> form(
      String kind, String reason, String text, String undoes) {
    Map<String, String> fields = new HashMap<>();
    fields.put("run", ID);
    fields.put("problem", "side-order.1");
    fields.put("newest", ID);
    fields.put("kind", kind);
    fields.put("reason", reason);
    fields.put("text", text);
    fields.put("undoes", undoes);
    return DecisionForm.of(name -> fields.getOrDefault(name, ""), REASONS);
  }
}
