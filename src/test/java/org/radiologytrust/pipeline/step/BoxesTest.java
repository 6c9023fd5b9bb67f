package org.radiologytrust.pipeline.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.pipeline.step.StepsBench.opened;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSize;
import org.radiologytrust.images.Png;
import org.radiologytrust.images.Square;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ImageBox;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Slice;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaServer;

/** Boxes that a model gives with its findings: {@code rtl.audit.boxes}. */
@Tag("integration")
class BoxesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOX = "/properties/findings/items/properties/box_2d";
  private static final StepCatalog CATALOG = StepCatalog.load(SiteFiles.shipped());

  private final Deque<String> answers = new ArrayDeque<>();
  private final StepsBench bench =
      new StepsBench(call -> answers.size() > 1 ? answers.pop() : answers.peek());
  private final OllamaServer ollama = bench.ollama();

  /** 400 x 200: the padding above and below takes a quarter each. */
  @BeforeEach
  void anImageThatIsWiderThanHigh() {
    bench.png = Png.encode(Square.of(new BufferedImage(400, 200, BufferedImage.TYPE_BYTE_GRAY)));
    bench.sizes = image -> Optional.of(new ImageSize(400, 200));
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private Audit findings(boolean boxes, Instance... images) throws Exception {
    Steps steps = bench.start(65536, new Steps.Options(100, true, Ask.LIST).withBoxes(boxes));
    Audit c = opened("FINDINGS: Nodule.").toBuilder().instances(List.of(images)).build();
    return steps.run("findings", c, bench.job(c.report()));
  }

  private static String answer(String... boxes) {
    StringBuilder findings = new StringBuilder();
    for (String box : boxes) {
      findings
          .append(findings.isEmpty() ? "" : ",")
          .append("{\"description\":\"nodule\",\"location\":\"left\",\"cue\":\"\",")
          .append("\"probability\":0.9")
          .append(box.isEmpty() ? "}" : ",\"box_2d\":" + box + "}");
    }
    return "{\"quality\":\"good\",\"findings\":[" + findings + "]}";
  }

  private static List<Finding> of(Audit audit) {
    return audit.reads().get(0).findings();
  }

  private static final Instance IMAGE = SampleRecords.instance("1.2.3");

  @Test
  void byDefaultNoneAreAskedFor() throws Exception {
    assertFalse(new Steps.Options(100, true, Ask.LIST).boxes());
    answers.add(answer(""));
    Audit audit = findings(false, IMAGE);
    OllamaCall call = ollama.calls("findings").get(0);
    assertFalse(call.raw().contains("box_2d"), call.raw());
    assertNull(of(audit).get(0).box());
    JsonNode written = JSON.valueToTree(of(audit).get(0));
    assertFalse(written.has("box"), "as before: " + written);
    assertEquals(of(audit).get(0), JSON.treeToValue(written, Finding.class));
  }

  @Test
  void aBoxIsInPixelsOfTheOriginal() throws Exception {
    // the image lies between 250 and 750
    answers.add(answer("[300, 100, 500, 250.5]", "", "[0, 0, 1000, 500]"));
    Audit audit = findings(true, IMAGE);
    OllamaCall call = ollama.calls("findings").get(0);
    assertTrue(call.text().endsWith("list of findings.\n\n" + CATALOG.boxes()), call.text());
    assertEquals(4, call.schema().at(BOX).path("maxItems").asInt());
    assertEquals(1200 + 12 * 32, call.body().at("/options/num_predict").asInt());
    assertEquals(new ImageBox(400, 200, 40, 20, 101, 100), of(audit).get(0).box());
    assertNull(of(audit).get(1).box());
    assertEquals(
        new ImageBox(400, 200, 0, 0, 200, 200), of(audit).get(2).box(), "without the padding");
    assertEquals("", audit.note());
    Finding found = of(audit).get(0);
    assertEquals(found, JSON.treeToValue(JSON.valueToTree(found), Finding.class));
  }

  /** The report on MedGemma speaks of 0 to 1, its notebooks of 0 to 1000. */
  @Test
  void aBoxOfFractionsIsReadAsParts() throws Exception {
    answers.add(answer("[0.3, 0.1, 0.5, 0.25]", "[0, 0, 1, 1]", "[0, 0, 1, 300]"));
    Audit audit = findings(true, IMAGE);
    assertEquals(new ImageBox(400, 200, 40, 20, 100, 100), of(audit).get(0).box());
    assertEquals(new ImageBox(400, 200, 0, 0, 400, 200), of(audit).get(1).box());
    assertNull(of(audit).get(2).box(), "in thousandths, above the image");
    assertEquals("Boxes of the model that were left out: 1 (not on the image).", audit.note());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[500, 100, 300, 250]|edges in the wrong order",
        "[300, 250, 500, 100]|edges in the wrong order",
        "[300, 100, 300, 250]|no area",
        "[300, 100, 500, 100]|no area",
        "[0, 0, 0, 0]|no area",
        "[-1, 100, 500, 250]|out of range",
        "[300, 100, 500, 1000.5]|out of range",
        "[300, 100, 1e300, 250]|out of range",
        "[0, 0, 200, 1000]|not on the image",
        "[800, 100, 900, 250]|not on the image"
      })
  void aBoxThatIsNoneIsLeftOutAndSaid(String box, String why) throws Exception {
    answers.add(answer(box, "[300, 100, 500, 250]"));
    Audit audit = findings(true, IMAGE);
    assertEquals(2, of(audit).size(), "the finding itself stays");
    assertNull(of(audit).get(0).box());
    assertEquals(40, of(audit).get(1).box().left());
    assertEquals("Boxes of the model that were left out: 1 (" + why + ").", audit.note());
  }

  /** A server that does not enforce the schema sends anything. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[300, 100, 500]",
        "[300, 100, 500, 250, 1]",
        "[\"300\", \"100\", \"500\", \"250\"]",
        "[NaN, 100, 500, 250]",
        "[\"NaN\", 100, 500, 250]",
        "[[300, 100], [500, 250]]",
        "\"300 100 500 250\"",
        "null",
        "{\"y0\": 300}"
      })
  void anAnswerThatIsInvalidWithBoxesIsAskedForWithout(String box) throws Exception {
    answers.add(answer(box));
    answers.add(answer(box));
    answers.add(answer(""));
    Audit audit = findings(true, IMAGE);
    List<OllamaCall> calls = ollama.calls("findings");
    assertEquals(3, calls.size(), "once, with a correction, and without boxes");
    assertTrue(calls.get(1).raw().contains("box_2d"));
    assertFalse(calls.get(2).raw().contains("box_2d"), calls.get(2).raw());
    assertEquals("nodule", of(audit).get(0).description());
    assertEquals(
        "The model gave no valid answer with boxes, and was asked again without.", audit.note());
  }

  @Test
  void aBoxOfAnImageOfUnknownSizeIsLeftOut() throws Exception {
    bench.sizes = image -> Optional.empty();
    answers.add(answer("[300, 100, 500, 250]"));
    Audit audit = findings(true, IMAGE);
    assertNull(of(audit).get(0).box());
    assertEquals(
        "Boxes of the model that were left out: 1 (size of the image not known).", audit.note());
  }

  /** Its box would not say which slice it is on. */
  @Test
  void aStackIsAskedAboutWithoutBoxes() throws Exception {
    answers.add(answer(""));
    findings(true, IMAGE.as(new Slice(0, 1)), SampleRecords.instance("1.2.4").as(new Slice(0, 2)));
    OllamaCall call = ollama.calls("findings").get(0);
    assertEquals(2, call.images().size());
    assertFalse(call.raw().contains("box_2d"), call.raw());
  }
}
