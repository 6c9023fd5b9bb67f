package org.radiologytrust.page.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.html.HtmlPage;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ImageBox;
import org.radiologytrust.model.ImageRead;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.PriorStudy;
import org.radiologytrust.model.PriorStudy.NotShown;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.ShownImage;
import org.radiologytrust.model.Slice;
import org.radiologytrust.model.Study;
import org.radiologytrust.page.NoStudies;
import org.radiologytrust.page.PageAudits;
import org.radiologytrust.page.image.ImagePane.State;
import org.radiologytrust.page.opened.ArchiveWatch;
import org.radiologytrust.page.opened.Arrivals;

class ImagePanesTest {
  private static final String HASH = "3ab904e1" + "0".repeat(56);

  private final ImagePanes panes =
      new ImagePanes(
          ViewWindows.of(SiteFiles.shipped()),
          true,
          new Arrivals(
              new NoStudies(),
              Optional.of(new ArchiveWatch(() -> true, Clock.systemUTC())),
              version -> ""));

  private ImagePane pane(Audit audit) {
    return panes.of(PageAudits.opened(PageAudits.history(audit))).images();
  }

  private static Audit.Builder audit(Instance... images) {
    return Audit.of(new UUID(0, 1), SampleRecords.report("A1", "No mass."))
        .studies(List.of(SampleRecords.study("1.2", "A/1 &", "MRN1", images)))
        .started(Instant.parse("2026-04-01T09:31:00Z"));
  }

  private static Instance ct(String uid, String bodyPart, int frames) {
    return new Instance(uid, "1.2.9", "", "CT", bodyPart, "", "", "", 1, frames, "store-" + uid);
  }

  private static List<ShownImage> shown(String... uids) {
    return List.of(uids).stream().map(uid -> new ShownImage(uid, HASH, "")).toList();
  }

  private static String html(ImagePane pane) {
    return HtmlPage.render("page/image/image.jte", pane).replaceAll("\\s+", " ");
  }

  @Test
  void whereNoImageStoreIsUsedAnAuditWithImagesOffersNone() {
    ImagePanes none =
        new ImagePanes(
            ViewWindows.of(SiteFiles.shipped()),
            true,
            new Arrivals(new NoStudies(), Optional.empty(), version -> ""));
    Audit audit = audit(ct("1", "CHEST", 1)).build();
    Pane pane = none.of(PageAudits.opened(PageAudits.history(audit)));
    assertNull(pane.images());
    assertEquals("Images are not shown here.", pane.none().title());
  }

  @Test
  void eachShownFrameOfAnEnhancedObjectIsMarked() {
    List<ShownImage> frames =
        List.of(new ShownImage("2", "cd".repeat(32), "", 4), new ShownImage("2", HASH, "", 1));
    Audit audit = audit(ct("1", "CHEST", 1), ct("2", "CHEST", 5)).shown(frames).build();
    ImagePane pane = pane(audit);
    assertEquals("3 6", pane.seenPositions());
    assertEquals(List.of(1, 4), pane.seen().stream().map(ImagePane.Seen::frame).toList());
    assertEquals("3ab9 04e1", pane.seen().get(0).sha256());
    assertEquals("cdcd cdcd", pane.seen().get(1).sha256());
    assertEquals("2 of 6 images were shown to the model.", pane.coverage());
    Instance object = ct("2", "CHEST", 5);
    Audit stack =
        audit(object)
            .instances(List.of(object.as(new Slice(1, 1)), object.as(new Slice(4, 2))))
            .shown(frames)
            .build();
    assertEquals(
        "2 of 5 images were shown to the model: a series without a number, images 2, 5.",
        pane(stack).coverage());
  }

  @Test
  void positionsCountTheFramesOfAllImages() {
    Audit audit =
        audit(ct("1", "CHEST", 1), ct("2", "CHEST", 5), ct("3", "CHEST", 1))
            .shown(shown("2", "3"))
            .reads(
                List.of(
                    new ImageRead(
                        "2", "good", List.of(new Finding("F1", "2", "<b>mass", "left", 1, "")))))
            .build();
    ImagePane pane = pane(audit);
    assertEquals(State.SEEN, pane.state());
    assertEquals(7, pane.positions());
    assertEquals("1 5 1", pane.frames());
    assertEquals("4 7", pane.seenPositions(), "of several frames the middle one is shown");
    assertEquals(4, pane.first());
    assertEquals("2 of 7 images were shown to the model.", pane.coverage());
    assertEquals("3ab9 04e1", pane.seen().get(0).sha256());
    assertEquals(
        "/reports/" + PageAudits.REPORT + "/viewer?run=" + audit.runId() + "&study=1", pane.link());
    assertTrue(html(pane).contains("<bdi>&lt;b&gt;mass</bdi>, <bdi>left</bdi>"), html(pane));
  }

  @Test
  void boxesAreDrawnAsTheModels() {
    ImageBox box = new ImageBox(400, 200, 40, 20, 101, 100);
    Audit audit =
        audit(ct("1", "CHEST", 1))
            .shown(shown("1"))
            .reads(
                List.of(
                    new ImageRead(
                        "1",
                        "good",
                        List.of(
                            new Finding("F1", "1", "mass", "left", 1, ""),
                            new Finding("F2", "1", "line", "", 1, "", box)))))
            .build();
    String html = html(pane(audit));
    for (String part :
        List.of(
            "<svg data-model=\"0.0 -100.0 400 400\" data-original=\"0 0 400 200\">",
            "<rect x=\"40\" y=\"20\" width=\"61\" height=\"80\"",
            "<text x=\"40\" y=\"16\" font-size=\"12\">model’s box 1</text>",
            "<bdi>line</bdi></b> (model’s box 1<span class=\"vh\">: columns 41 to 101, rows 21 to 100 of"
                + " 400 × 200</span>)",
            "Boxes are drawn by the model, not by a person.",
            "data-press=\"b\" aria-pressed=\"true\"",
            "b: the model’s boxes, on or off.")) {
      assertTrue(html.contains(part), part + " in " + html);
    }
    assertFalse(html.contains("no region given"), html);
  }

  @Test
  void withoutBoxesNoneAreOffered() {
    Audit audit =
        audit(ct("1", "CHEST", 1))
            .shown(shown("1"))
            .reads(
                List.of(
                    new ImageRead(
                        "1", "good", List.of(new Finding("F1", "1", "mass", "left", 1, "")))))
            .build();
    String html = html(pane(audit));
    assertTrue(html.contains("no region given"), html);
    assertFalse(html.contains("model’s box"), html);
    assertFalse(html.contains("data-press=\"b\""), html);
  }

  private static Instance slice(String modality, String series, int number) {
    String uid = series + "." + number;
    return new Instance(uid, series, "", modality, "CHEST", "", "", "", number, 1, "s" + uid);
  }

  private static Instance[] stack(String modality) {
    return IntStream.rangeClosed(1, 41)
        .mapToObj(i -> i == 1 ? slice(modality, "0", 1) : slice(modality, "9", i - 1))
        .toArray(Instance[]::new);
  }

  @Test
  void aStackOpensInTheMiddleOfItsLongestSeries() {
    ImagePane pane = pane(audit(stack("CT")).build());
    assertEquals(22, pane.first(), "one scout, then 40 slices");
    assertTrue(html(pane).contains("data-first=\"22\""), html(pane));
    assertEquals(1, pane(audit(stack("DX")).build()).first());
    // the nearest that the model was shown
    ImagePane seen = pane(audit(stack("MR")).shown(shown("0.1", "9.19", "9.30")).build());
    assertEquals(20, seen.first());
    assertTrue(html(seen).contains("data-view=\"model\" aria-pressed=\"true\""), html(seen));
  }

  @Test
  void aStackOpensAtTheImageThatAFlagNames() {
    Finding nodule = new Finding("F7", "9.33", "nodule", "left", 1, "");
    Audit.Builder audit =
        audit(stack("CT"))
            .shown(shown("9.10", "9.20"))
            .reads(List.of(new ImageRead("9.33", "good", List.of(nodule))));
    assertEquals(21, pane(audit.build()).first(), "no flag names the finding");
    assertTrue(html(pane(audit.build())).contains("data-named=\"\""));
    ImagePane pane = pane(audit.omissions(List.of(nodule)).build());
    assertEquals(34, pane.first());
    assertTrue(html(pane).contains("data-named=\"1:34\""), html(pane));
    // the model was shown others, so the stored image shows
    assertTrue(html(pane).contains("data-view=\"original\" aria-pressed=\"true\""), html(pane));
  }

  @Test
  void whatAStackLacksIsNamed() {
    Instance object = ct("2", "CHEST", 5);
    Audit audit =
        audit(object)
            .instances(List.of(object.as(new Slice(0, 1)), object.as(new Slice(4, 2, 7))))
            .shown(List.of(new ShownImage("2", HASH, "", 0), new ShownImage("2", HASH, "", 4)))
            .build();
    assertTrue(
        pane(audit)
            .coverage()
            .endsWith("images 1, 5, 7 places are missing between slices 1 and 2 (images 1 and 5)."),
        pane(audit).coverage());
  }

  @Test
  void windowsFollowModalityAndBodyPart() {
    ImagePane chest = pane(audit(ct("1", "CHEST", 1)).build());
    assertEquals("Lung", chest.windows().get(0).name());
    assertEquals("1500.0/-600.0", chest.windows().get(0).text());
    ImagePane head = pane(audit(ct("1", "HEAD", 1)).build());
    assertEquals("Brain", head.windows().get(0).name());
    Instance radiograph = SampleRecords.instance("1");
    assertEquals(List.of(), pane(audit(radiograph).build()).windows());
  }

  @Test
  void imagesThatNoModelSawAreNotCalledSeen() {
    ImagePane pane = pane(audit(ct("1", "CHEST", 1)).build());
    assertEquals(State.UNSEEN, pane.state());
    assertTrue(html(pane).contains("The model has not seen this image."), html(pane));
    assertTrue(html(pane).contains("data-view=\"model\" aria-pressed=\"false\""), html(pane));
  }

  /** Audits of earlier versions have no hashes. */
  @Test
  void whatWasNotRecordedIsNotClaimed() {
    Audit audit =
        audit(ct("1", "CHEST", 1), ct("2", "CHEST", 1))
            .reads(List.of(new ImageRead("1", "good", List.of())))
            .build();
    ImagePane pane = pane(audit);
    assertEquals(State.UNRECORDED, pane.state());
    assertTrue(html(pane).contains("What the model saw was not recorded."), html(pane));
    assertFalse(html(pane).contains("shown to the model."), html(pane));
  }

  @Test
  void earlierStudiesFollowWithTheirImagesAndWhyOthersWereNotShown() {
    Study old = SampleRecords.study("1.7", "A0", "MRN1", SampleRecords.instance("7.1"));
    List<Instance> slices =
        IntStream.range(0, 7).mapToObj(i -> ct("8", "CHEST", 9).as(new Slice(i, i + 1))).toList();
    Audit audit =
        audit(SampleRecords.instance("1"), SampleRecords.instance("2"))
            .shown(shown("1", "2", "7.1"))
            .priors(
                List.of(
                    PriorStudy.chosen(old, old.instances()),
                    PriorStudy.chosen(old, slices),
                    PriorStudy.left(old, NotShown.OTHER_PATIENT)))
            .build();
    ImagePane pane = pane(audit);
    assertEquals(2, pane.positions(), "the viewer has the report's own images alone");
    assertEquals("2 of 2 images were shown to the model.", pane.coverage());
    String html = html(pane);
    String first = pane.base() + "3.png?frame=0&amp;run=" + audit.runId();
    assertTrue(html.contains("<a href=\"" + first + "\""), html);
    assertTrue(html.contains("<img loading=\"lazy\" src=\"" + first + "\""), html);
    assertTrue(html.contains("Earlier study of 2026-11-24 ("), html);
    assertTrue(html.contains(pane.base() + "10.png?frame=6&amp;run="), html);
    assertFalse(html.contains("src=\"" + pane.base() + "10.png"), "many are links");
    assertTrue(
        html.contains(
            "Not shown to the model: earlier study of 2026-11-24, because its patient differs from"
                + " that of the report."),
        html);
    StudyImages images = StudyImages.of(audit);
    assertEquals("7.1", images.image(3).orElseThrow().sopInstanceUid());
    assertEquals(List.of(HASH), images.hashes(images.image(3).orElseThrow(), 0));
    assertEquals(6, images.image(10).orElseThrow().shownFrame());
    assertEquals(Optional.empty(), images.image(11));
  }
}
