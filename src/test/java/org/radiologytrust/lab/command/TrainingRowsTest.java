package org.radiologytrust.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.BlankPng;
import org.radiologytrust.lab.run.EvalCase;
import org.radiologytrust.lab.run.TrainingRows;
import org.radiologytrust.lab.run.TrainingRows.Row;
import org.radiologytrust.lab.synth.Split;
import org.radiologytrust.pipeline.step.StepCatalog;

/** What a model that sees is trained on. */
class TrainingRowsTest {
  private static final SiteFiles FILES = SiteFiles.shipped();
  private static final int CASES = 40;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Row> ROWS = new ArrayList<>();

  @BeforeAll
  static void write() throws Exception {
    SynthSource source = new SynthSource(FILES, 1);
    TrainingRows rows = new TrainingRows(FILES, StepCatalog.load(FILES));
    for (int i = 0; i < CASES; i++) {
      LabelledImages images = new LabelledImages();
      EvalCase c = images.read(source.chest(Split.TRAIN, i));
      ROWS.addAll(rows.of(c, images));
    }
  }

  private static List<Row> of(String step, boolean blank) throws Exception {
    List<Row> rows = new ArrayList<>();
    for (Row row : ROWS) {
      if (row.step().equals(step) && BlankPng.is(row.images().get(0)) == blank) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** Else an empty list of findings tells that an image is blank, and a normal chest is. */
  @Test
  void neitherAnEmptyListNorAListOfFindingsTellsThatAnImageIsBlank() throws Exception {
    List<Row> described = ROWS.stream().filter(r -> r.step().equals("findings")).toList();
    long normal = described.stream().filter(r -> r.answer().contains("\"findings\":[]")).count();
    assertEquals(CASES, described.size());
    assertTrue(normal * 4 >= CASES && normal * 4 <= 3 * CASES, normal + " normal ones");
    for (boolean blank : List.of(true, false)) {
      List<Row> rows = of("alignment", blank);
      long listed = rows.stream().filter(r -> r.prompt().contains("\nF1.1")).count();
      assertTrue(
          listed * 6 >= rows.size() && listed * 6 <= 5 * rows.size(),
          listed + " of " + rows.size() + " have findings, blank " + blank);
      for (Row row : rows) {
        assertEquals(blank, row.answer().contains("The image is blank."), row.answer());
      }
    }
  }

  @Test
  void eachClaimIsAQuestionWithTheEvidenceAndTheLabelOfTheList() throws Exception {
    Map<String, String> answers =
        Map.of("supported", "yes", "needs_review", "no", "uncertain", "cannot_tell");
    List<String> listed = new ArrayList<>();
    for (Row row : of("alignment", false)) {
      for (JsonNode judgement : JSON.readTree(row.answer()).path("judgements")) {
        listed.add(
            judgement.path("evidence").asText() + answers.get(judgement.path("label").asText()));
      }
    }
    List<String> asked = new ArrayList<>();
    for (Row row : of("question", false)) {
      assertTrue(row.answer().startsWith("{\"evidence\":"), "before the answer");
      JsonNode answer = JSON.readTree(row.answer());
      asked.add(answer.path("evidence").asText() + answer.path("answer").asText());
    }
    assertEquals(listed, asked);
    for (Row row : of("question", true)) {
      assertEquals("cannot_tell", JSON.readTree(row.answer()).path("answer").asText());
    }
  }
}
