package org.radiologytrust.text.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Cases;
import org.radiologytrust.model.Report;

class ChangesTest {
  private static final Changes CHANGES = new Changes(SiteFiles.shipped());

  private static Report report(String text) {
    return Cases.of(text.replace(" / ", "\n")).report();
  }

  private static List<Change> changes(String before, String after) {
    return CHANGES.of(report(before), report(after));
  }

  private static String kinds(List<Change> changes) {
    return changes.isEmpty()
        ? "none"
        : changes.stream().map(c -> c.kind() + "").collect(Collectors.joining(" "));
  }

  /** Lines are parted by {@code " / "}. The third column is what the way back gives. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // findings
        "No pneumothorax.|There is a small left pneumothorax.|FINDING_ADDED|FINDING_REMOVED",
        "The heart is normal.|The heart is normal. Left pleural effusion.|FINDING_ADDED|FINDING_REMOVED",
        "No extra-axial collection.|Possible subdural hematoma.|FINDING_ADDED WORDING|WORDING FINDING_REMOVED",
        "History of pneumonia.|Pneumonia in the left lower lobe.|FINDING_ADDED|FINDING_REMOVED",
        "Left pleural effusion.|Left pleural effusion. Right pleural effusion.|FINDING_ADDED|FINDING_REMOVED",
        "Fracture of the left radius.|Fracture of the left radius. Fracture of the left femur.|FINDING_ADDED|FINDING_REMOVED",
        // the heaviest counts
        "No pneumothorax.|Possible 9 mm left pneumothorax.|FINDING_ADDED|FINDING_REMOVED",
        // side
        "Right pleural effusion.|Left pleural effusion.|SIDE|SIDE",
        "Moderate right pleural effusion.|There is a pleural effusion of moderate size on the left.|SIDE|SIDE",
        "Pleural effusion.|Left pleural effusion.|SIDE|SIDE",
        // the impression is corrected: now it says what the findings say
        "Small left pleural effusion. Right pleural effusion.|Small left pleural effusion."
            + " Left pleural effusion.|SIDE|SIDE",
        "Bilateral pleural effusions.|Left pleural effusion.|SIDE|SIDE",
        "Right chest tube in place.|Left chest tube in place.|SIDE|SIDE",
        // size
        "Nodule of 6 mm in the right upper lobe.|Nodule of 9 mm in the right upper lobe.|SIZE|SIZE",
        "Nodule in the right upper lobe.|Nodule in the right upper lobe, 9 mm.|SIZE|SIZE",
        "Tube tip 4 cm above the carina.|Tube tip 6 cm above the carina.|SIZE|SIZE",
        "Mass of 1.5 cm.|Mass of 15 mm.|WORDING|WORDING",
        // certainty
        "Pneumonia.|Possible pneumonia.|CERTAINTY|CERTAINTY",
        "Probable pneumonia.|Possible pneumonia.|CERTAINTY|CERTAINTY",
        "Opacity may represent pneumonia.|Opacity represents pneumonia.|CERTAINTY|CERTAINTY",
        // recommendation
        "The nodule is stable.|The nodule is stable. Recommend CT in 3 months.|RECOMMENDATION|RECOMMENDATION",
        "Recommend CT in 3 months.|Recommend CT in 6 months.|RECOMMENDATION|RECOMMENDATION",
        "Recommend follow-up CT in 3 months.|Recommend follow-up MRI in 3 months.|RECOMMENDATION|RECOMMENDATION",
        "Follow-up CT is recommended. In 3 months.|Follow-up CT is recommended. In 6 months.|RECOMMENDATION|RECOMMENDATION",
        "Recommend CT in 3 months.|CT is recommended in 3 months.|WORDING|WORDING",
        "Simple cyst.|Simple cyst. Surgical consultation is advised.|RECOMMENDATION|RECOMMENDATION",
        "MRI is recommended.|No further imaging is needed.|WORDING RECOMMENDATION|RECOMMENDATION WORDING",
        // wording
        "Grey-white differentiation is preserved.|Grey-white differentiation is maintained.|WORDING|WORDING",
        "There is a left pleural effusion.|A left pleural effusion is seen.|WORDING|WORDING",
        "No pleural effusion. No pneumothorax.|No pneumothorax.|WORDING|WORDING",
        "FINDINGS: / Left pleural effusion. / IMPRESSION: / Normal heart.|FINDINGS: / Left pleural effusion. / IMPRESSION: / Normal heart. There is a left effusion.|WORDING|WORDING",
        // nothing
        "Left pleural effusion. No pneumothorax.|No pneumothorax. Left pleural effusion.|none|none",
        "1. Left pleural effusion. / 2. Normal heart.|1. Normal heart. / 2. Left pleural effusion.|none|none",
        "LEFT PLEURAL EFFUSION|Left  pleural effusion.|none|none",
        "FINDINGS: / Left pleural effusion. / IMPRESSION: / Normal.|FINDINGS: / Normal. / IMPRESSION: / Left pleural effusion.|none|none",
        "INDICATION: / Cough. / FINDINGS: / Normal.|INDICATION: / Fever. / FINDINGS: / Normal.|none|none",
        "Normal. / Dictated by: Dr. A|Normal. / Signed by: Dr. B|none|none"
      })
  void aChangeHasTheClassOfTheHeaviestThatChanged(
      String before, String after, String there, String back) {
    assertEquals(there, kinds(changes(before, after)));
    assertEquals(back, kinds(changes(after, before)), "the way back");
  }

  @Test
  void anAddendumIsAPartOfTheLaterVersion() {
    String text = "FINDINGS:\nNo pneumothorax.\nIMPRESSION:\nNormal chest.";
    String more = text + "\n\nADDENDUM:\nThere is a small left apical pneumothorax.";
    assertEquals("FINDING_ADDED", kinds(changes(text, more)));
    assertEquals("none", kinds(changes(more, more)));
  }

  @Test
  void aChangeHasItsPlacesInBothVersions() {
    Report before = report("Normal heart. No pneumothorax.");
    Report after = report("Normal heart. Left pneumothorax. The aorta is ectatic.");
    List<Change> changes = CHANGES.of(before, after);
    Change first = changes.get(0);
    assertEquals("No pneumothorax.", first.before().in(before.text()));
    assertEquals("Left pneumothorax.", first.after().in(after.text()));
    Change second = changes.get(1);
    assertNull(second.before());
    assertEquals("The aorta is ectatic.", second.after().in(after.text()));
    assertEquals(2, changes.size());
    assertNotNull(CHANGES.of(after, before).get(1).before());
  }

  @Test
  void theOrderOfKindsIsTheirWeight() {
    List<ChangeKind.Weight> weights = Stream.of(ChangeKind.values()).map(k -> k.weight()).toList();
    assertEquals(weights.stream().sorted().toList(), weights);
    assertEquals(ChangeKind.WORDING, ChangeKind.values()[ChangeKind.values().length - 1]);
  }

  @Test
  void longVersionsWithNothingInCommonTakeLittleTime() {
    String before = lines("Left pleural effusion of %d mm with atelectasis.");
    String after = lines("Fracture of rib %d on the right side with displacement.");
    List<Change> changes =
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> changes(before, after));
    assertTrue(changes.stream().anyMatch(c -> c.kind() == ChangeKind.FINDING_ADDED));
    assertTrue(changes.stream().anyMatch(c -> c.kind() == ChangeKind.FINDING_REMOVED));
  }

  private static String lines(String line) {
    return IntStream.range(0, 1_000).mapToObj(line::formatted).collect(Collectors.joining("\n"));
  }
}
