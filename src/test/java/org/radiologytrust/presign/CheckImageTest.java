package org.radiologytrust.presign;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.images.Jpegs;
import org.radiologytrust.images.Png;
import org.radiologytrust.lab.phantom.Abnormality;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaFault;
import org.radiologytrust.peers.ollama.OllamaServer;

/** A report that is still open is checked at the page together with an image. */
@Tag("safety")
@Tag("integration")
class CheckImageTest {
  private static final PhantomStudy STUDY = PhantomStudy.chest("P1");
  private static final int MAX_IMAGE = 12_000_000;
  private static final byte[] PNG = png();

  @TempDir static Path folder;

  /** A call goes on with a permit; there are plenty unless a test takes them. */
  private static final Semaphore CALLS = new Semaphore(1_000_000);

  private static OllamaServer ollama;
  private static Product product;
  private static CheckingPerson cleo;

  @BeforeAll
  static void start() throws Exception {
    ollama = OllamaServer.ofPair(CheckImageTest::answer);
    Map<String, String> settings = Product.ollama(ollama.url().toString());
    settings.put("rtl.presign.max-image", "" + MAX_IMAGE);
    settings.put("rtl.presign.images-at-once", "1");
    Path home = folder.resolve("home");
    product = Product.start(home, settings);
    cleo = CheckingPerson.at(product, home);
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
    ollama.close();
  }

  @BeforeEach
  void clear() {
    ollama.script().clear();
  }

  private static String answer(OllamaCall call) {
    CALLS.acquireUninterruptibly();
    try {
      return ModelAnswers.of(call);
    } finally {
      CALLS.release();
    }
  }

  private static byte[] png() {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    image.createGraphics().fillOval(8, 8, 40, 40);
    return Png.encode(image);
  }

  private static byte[] dicom(UnaryOperator<DicomObject> tags) {
    Abnormality effusion =
        new Abnormality(Abnormality.Kind.PLEURAL_EFFUSION, Abnormality.Side.LEFT, 0.5);
    return tags.apply(DicomWriter.object(STUDY, Phantom.pixels(1, List.of(effusion)))).file();
  }

  private static Map<String, String> typed() {
    Map<String, String> fields = new HashMap<>();
    fields.put("text", Chest.TEXT);
    fields.put("procedure", "XR CHEST PA");
    fields.put("born", STUDY.patient().birthDate().toString());
    fields.put("sex", "female");
    fields.put("studied", STUDY.taken().toLocalDate().toString());
    return fields;
  }

  private static Document checked(Map<String, String> fields, byte[] image) throws Exception {
    HttpResponse<String> response = cleo.check(fields, image);
    assertEquals(200, response.statusCode(), response.body());
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    assertTrue(response.body().stripTrailing().endsWith("</html>"), response.body());
    return Jsoup.parse(response.body());
  }

  private static String notice(Document page) {
    return page.selectFirst(".notice").text();
  }

  private static List<String> steps(Document page) {
    return page.select(".looking li").eachText().stream()
        .map(step -> step.replaceAll("\\.*(done|failed), \\d+ s", "$1"))
        .toList();
  }

  @Test
  void theFormTakesAnImage() throws Exception {
    Document page = Jsoup.parse(cleo.page());
    assertEquals("multipart/form-data", page.selectFirst("form.draft").attr("enctype"));
    assertEquals(1, page.select("form.draft input[type=file]").size());
  }

  @Test
  void theStepsOfAnAuditRunInTheirOrderAndTheImageIsCompared() throws Exception {
    int before = ollama.calls().size();
    Document page = checked(typed(), dicom(tags -> tags));
    assertEquals(
        List.of(
            "Divide the text into claims: done",
            "Describe the image without the text: done",
            "Compare text and image: done",
            "Compare the text with a blank image: done",
            "Propose wordings: done"),
        steps(page));
    List<OllamaCall> calls = ollama.calls().subList(before, ollama.calls().size());
    List<String> asked =
        calls.stream().map(OllamaCall::step).filter(step -> !step.equals("exam")).toList();
    assertEquals(List.of("claims", "findings", "alignment", "alignment", "rewrite"), asked);
    assertTrue(page.text().contains("claims assessed"), page::text);
    assertFalse(notice(page).contains("contradict"), page::text);
    assertFalse(notice(page).contains("Nobody checked"), page::text);
    assertEquals(List.of(), page.select("[data-not-compared]").eachText());
    assertEquals("earlier reports", page.selectFirst("[aria-label=Not checked] li").text());
    assertFalse(page.html().contains("/reports/"), page::html);
  }

  /** What identifies the patient, and the tags that do, are not in a prompt or on the page. */
  @Test
  void nameAndNumberOfThePatientStayInTheFile() throws Exception {
    int before = ollama.calls().size();
    byte[] image =
        dicom(tags -> tags.text(0x00100010, "PN", "Qanary^Zoe").text(0x00100020, "LO", "QN-77"));
    Document page = checked(typed(), image);
    String all =
        page.html()
            + ollama.calls().subList(before, ollama.calls().size()).stream()
                .map(OllamaCall::raw)
                .toList();
    assertFalse(all.contains("Qanary") || all.contains("QN-77"), all);
    assertFalse(ollama.calls().get(before).raw().contains("02/03/1961"), "dates are masked");
  }

  @Test
  void nobodyKnowsWhoseAPictureIs() throws Exception {
    Document page = checked(typed(), PNG);
    assertTrue(notice(page).contains("Nobody checked whose image this is."), page::text);
    assertEquals(5, steps(page).size());
    assertTrue(page.text().contains("claims assessed"), page::text);
  }

  @Test
  void theImageOfAnotherPatientIsNotOpened() throws Exception {
    int before = ollama.calls().size();
    Map<String, String> fields = typed();
    fields.put("born", "1901-02-03");
    Document page = checked(fields, dicom(tags -> tags));
    assertTrue(
        notice(page)
            .startsWith(
                "This image is of another patient: birth date differs from what was typed. It was"
                    + " not opened."),
        page::text);
    assertEquals(before, ollama.calls().size());
    assertEquals(List.of(), steps(page));
    assertEquals(
        "The image was not compared with the text. It is of another patient.",
        page.selectFirst("[data-not-compared]").text());
    assertTrue(
        page.selectFirst("[aria-label=Not checked] li").text().startsWith("the images"),
        page::text);
    assertFalse(page.text().contains("without a flag"), page::text);
  }

  @Test
  void whatTheTagsContradictStandsAtTheTop() throws Exception {
    Map<String, String> fields = typed();
    fields.put("procedure", "CT ABDOMEN");
    fields.put("studied", "2001-02-03");
    Document page = checked(fields, dicom(tags -> tags));
    assertTrue(
        notice(page)
            .startsWith(
                "The tags of the image contradict what was typed: modality, body part, study date."),
        page::text);
    fields = typed();
    fields.put("procedure", "XR WRIST LEFT");
    page =
        checked(
            fields,
            dicom(tags -> tags.text(0x00180015, "CS", "WRIST").text(0x00200062, "CS", "R")));
    assertTrue(notice(page).contains("contradict what was typed: side."), page::text);
  }

  @Test
  void aModelThatIsAwayMakesNothingFine() throws Exception {
    ollama.script().always(call -> call.step().equals("alignment"), OllamaFault.http(400, "no"));
    Document page = checked(typed(), PNG);
    assertEquals(
        List.of(
            "Divide the text into claims: done",
            "Describe the image without the text: done",
            "Compare text and image: failed",
            "Compare the text with a blank image: not begun",
            "Propose wordings: not begun"),
        steps(page));
    assertEquals(
        "The image was not compared with the text. “Compare text and image” was not done. The"
            + " model was not available.",
        page.selectFirst("[data-not-compared]").text());
    assertTrue(page.select("[role=status]").text().contains("image not compared"), page::text);
    assertTrue(page.text().contains("text checks only"), page::text);
    assertFalse(page.text().contains("Checked without a flag."), page::text);
  }

  /** What the flags rest on is there: only wordings are missing. */
  @Test
  void aStepThatFailsAfterTheComparisonTakesNothingBack() throws Exception {
    ollama.script().always(call -> call.step().equals("rewrite"), OllamaFault.http(400, "no"));
    Document page = checked(typed(), dicom(tags -> tags));
    assertEquals("Propose wordings: failed", steps(page).get(4));
    assertTrue(notice(page).contains("“Propose wordings” was not done."), page::text);
    assertEquals(List.of(), page.select("[data-not-compared]").eachText());
    assertTrue(page.text().contains("claims assessed"), page::text);
  }

  @Test
  void aModelThatWasNeverSeenIsSaid() throws Exception {
    Path home = folder.resolve("never");
    try (Product away = Product.start(home, Product.ollama("http://127.0.0.1:1"))) {
      CheckingPerson person = CheckingPerson.at(away, home);
      Document page = Jsoup.parse(person.check(typed(), dicom(tags -> tags)).body());
      assertEquals(List.of(), steps(page));
      assertEquals(
          "The image was not compared with the text. Images were not assessed: the model was not"
              + " available.",
          page.selectFirst("[data-not-compared]").text());
      assertFalse(page.text().contains("without a flag"), page::text);
    }
  }

  @Test
  void anUnusableAnswerIsSaid() throws Exception {
    ollama.script().always(call -> call.step().equals("findings"), OllamaFault.content("{}"));
    Document page = checked(Map.of("text", "FINDINGS: Clear lungs.\nIMPRESSION: Clear."), PNG);
    assertTrue(
        page.selectFirst("[data-not-compared]").text().endsWith("gave no usable answer."),
        page::text);
    assertEquals("The image was not compared with the text.", page.selectFirst(".calm h2").text());
  }

  @Test
  void withoutAnImageTheFormIsCheckedAsBefore() throws Exception {
    int before = ollama.calls().size();
    Document page = checked(typed(), new byte[0]);
    assertEquals(before, ollama.calls().size());
    assertTrue(page.text().contains("text checks only"), page::text);
  }

  @Test
  void whatIsNoImageIsSaidAndTheTextStays() throws Exception {
    refused("The image is not DICOM, PNG or JPEG.", "no image".getBytes(StandardCharsets.UTF_8));
    refused("The image is a damaged PNG or JPEG.", Arrays.copyOf(PNG, 60));
    byte[] dicom = dicom(tags -> tags);
    refused("The pixel data of the image is incomplete.", Arrays.copyOf(dicom, dicom.length / 2));
    refused("The image is a damaged DICOM file.", Arrays.copyOf(dicom, 500));
    byte[] scans =
        Jpegs.withMoreScans(Jpegs.progressive(ImageIO.read(new ByteArrayInputStream(PNG))), 500);
    refused("The image has more than 32 scans: save it anew.", scans);
    refused(
        "The image is larger than "
            + MAX_IMAGE
            + " bytes: send a smaller one, or raise rtl.presign.max-image.",
        new byte[2 * MAX_IMAGE]);
  }

  private static void refused(String why, byte[] image) throws Exception {
    Document page = checked(typed(), image);
    assertEquals("Not checked. " + why, page.selectFirst("[role=alert]:not([hidden])").text());
    assertEquals(Chest.TEXT, page.selectFirst("textarea[name=text]").wholeText().substring(1));
    assertEquals("female", page.selectFirst("[name=sex] [selected]").attr("value"));
  }

  /** The place is free before the page is complete. */
  @RepeatedTest(20)
  void whoHasThePageMayAskAgain() throws Exception {
    assertEquals(5, steps(checked(typed(), PNG)).size());
  }

  @Test
  void theTokenIsNeeded() throws Exception {
    assertEquals(403, cleo.check(typed(), PNG, "another", BodyHandlers.ofString()).statusCode());
  }

  /** Each step is at the browser before the next one ends, and a second person waits for none. */
  @Test
  void progressIsSeenAndPlacesAreFew() throws Exception {
    CALLS.acquire(1_000_000);
    try {
      HttpResponse<InputStream> first =
          cleo.check(typed(), PNG, cleo.token(), BodyHandlers.ofInputStream());
      StringBuilder seen = new StringBuilder();
      readUntil(first.body(), seen, "Divide the text into claims:");
      assertFalse(seen.toString().contains("Describe the image"), seen::toString);
      Document busy = checked(typed(), PNG);
      assertEquals(
          "Not checked. Too many images are looked at at the same time: send it again, or leave"
              + " the image out.",
          busy.selectFirst("[role=alert]:not([hidden])").text());
      // texts have places of their own
      assertTrue(checked(typed(), new byte[0]).text().contains("text checks only"));
      CALLS.release();
      seen.append(new String(first.body().readAllBytes(), StandardCharsets.UTF_8));
      assertTrue(seen.toString().contains("claims assessed"), seen::toString);
      CALLS.acquire();
    } finally {
      CALLS.release(1_000_000);
    }
  }

  /** The room for bodies is for what is on its way, not for what is looked at for minutes. */
  @Test
  void imagesThatAreLookedAtTakeNoRoomOfOtherRequests() throws Exception {
    Map<String, String> settings = Product.ollama(ollama.url().toString());
    settings.put("rtl.presign.images-at-once", "3");
    settings.put("rtl.http.max-body", "200000");
    Path home = folder.resolve("room");
    byte[] image = dicom(tags -> tags);
    assertTrue(image.length > 200_000);
    CALLS.acquire(1_000_000);
    try (Product small = Product.start(home, settings)) {
      CheckingPerson person = CheckingPerson.at(small, home);
      List<InputStream> looking = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        InputStream page =
            person.check(typed(), image, person.token(), BodyHandlers.ofInputStream()).body();
        readUntil(page, new StringBuilder(), "Divide the text into claims:");
        looking.add(page);
      }
      assertTrue(person.check(typed(), image).body().contains("Too many images"));
      assertTrue(person.check(typed(), new byte[0]).body().contains("text checks only"));
      CALLS.release(10);
      for (InputStream page : looking) {
        StringBuilder seen = new StringBuilder();
        readUntil(page, seen, "</html>");
        assertTrue(seen.toString().contains("claims assessed"), seen::toString);
      }
      CALLS.acquire(10);
    } finally {
      CALLS.release(1_000_000);
    }
  }

  /** Whoever goes away stops the work: the call ends, and the place is free. */
  @Test
  void theWorkStopsWithTheBrowser() throws Exception {
    CALLS.acquire(1_000_000);
    int calls = ollama.calls().size() + 1;
    try {
      HttpResponse<InputStream> first =
          cleo.check(typed(), PNG, cleo.token(), BodyHandlers.ofInputStream());
      readUntil(first.body(), new StringBuilder(), "Divide the text into claims:");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertEquals(calls, ollama.calls().size()));
      first.body().close();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                Document page = checked(typed(), "no image".getBytes(StandardCharsets.UTF_8));
                assertTrue(page.text().contains("is not DICOM"), page::text);
              });
      assertEquals(calls, ollama.calls().size());
    } finally {
      CALLS.release(1_000_000);
    }
  }

  private static void readUntil(InputStream in, StringBuilder seen, String end) throws Exception {
    byte[] buffer = new byte[1024];
    while (seen.indexOf(end) < 0) {
      int length = in.read(buffer);
      assertTrue(length > 0, seen::toString);
      seen.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
    }
  }

  @Test
  void theAccessLogHasThatThereWasAnImage() throws Exception {
    checked(typed(), PNG);
    checked(typed(), dicom(tags -> tags));
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.resolve("home"))) {
      for (Path file : files.filter(f -> f.toString().contains("access")).toList()) {
        if (Files.isRegularFile(file)) {
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    String all = String.join("\n", lines);
    assertTrue(all.contains("image=picture") && all.contains("image=dicom"), all);
    assertFalse(all.contains("effusion"), all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtl.images.use=never", "rtl.model.wire=none"})
  void whereNoModelSeesImagesNoneIsTaken(String setting) throws Exception {
    Map<String, String> settings = Product.ollama(ollama.url().toString());
    settings.put(setting.split("=")[0], setting.split("=")[1]);
    Path home = folder.resolve(setting);
    int before = ollama.calls().size();
    try (Product textOnly = Product.start(home, settings)) {
      CheckingPerson person = CheckingPerson.at(textOnly, home);
      assertFalse(person.page().contains("type=\"file\""));
      for (byte[] image : List.of(PNG, new byte[20_000_000])) {
        Document page = Jsoup.parse(person.check(typed(), image).body());
        assertEquals(
            "Not checked. No image is taken at this site: leave it out.",
            page.selectFirst("[role=alert]:not([hidden])").text());
      }
      assertTrue(
          Jsoup.parse(person.check(typed(), new byte[0]).body())
              .text()
              .contains("text checks only"));
    }
    assertEquals(before, ollama.calls().size());
  }
}
