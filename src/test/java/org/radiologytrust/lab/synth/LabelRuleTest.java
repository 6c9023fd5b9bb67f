package org.radiologytrust.lab.synth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.radiologytrust.lab.synth.LabelRule.Claimed;
import org.radiologytrust.lab.synth.LabelRule.Entry;

class LabelRuleTest {
  private static final List<Entry> LIST =
      List.of(
          new Entry("effusion", "left", "small", false),
          new Entry("nodule", "right", "8 mm", true),
          new Entry("rib fracture", "right", "two", false),
          new Entry("opacity", "left", "", false),
          new Entry("opacity", "right", "", false));

  private static String judge(String name, String side, String size) {
    return said(new Claimed(List.of(name), side, size, size.equals("three"), false, false, false));
  }

  private static String absence(String name, String side) {
    return said(new Claimed(List.of(name), side, "", false, true, false, false));
  }

  private static String said(Claimed claimed) {
    LabelRule.Ruling r = LabelRule.judge(claimed, LIST);
    return r.label().code() + ", " + r.reason() + " " + r.findings();
  }

  @Test
  void whatIsListedIsSupported() {
    assertEquals("supported, listed [0]", judge("effusion", "left", "small"));
    assertEquals("supported, listed [0]", judge("effusion", "", ""));
    assertEquals("supported, listed [4]", judge("opacity", "right", ""));
    assertEquals("supported, listed [2]", judge("rib fracture", "right", "two"));
  }

  @Test
  void whatIsListedOtherwiseNeedsReview() {
    assertEquals("needs_review, absent finding []", judge("mass", "left", ""));
    assertEquals("needs_review, wrong side [0]", judge("effusion", "right", "small"));
    assertEquals("needs_review, wrong size [0]", judge("effusion", "left", "large"));
    assertEquals("needs_review, wrong count [2]", judge("rib fracture", "", "three"));
  }

  @Test
  void anAbsenceIsSupportedWhereTheListHasNoSuchFindingOnThatSide() {
    assertEquals("supported, absence []", absence("mass", ""));
    assertEquals("supported, absence [0]", absence("effusion", "right"));
    assertEquals("needs_review, contradicted [0]", absence("effusion", "left"));
    assertEquals("needs_review, contradicted [3, 4]", absence("opacity", ""));
    assertEquals("supported, absence [1]", absence("nodule", "left"));
    assertEquals("uncertain, doubtful [1]", absence("nodule", ""));
  }

  @Test
  void hedgesDoubtAndOverconfidenceAreUncertain() {
    assertEquals("uncertain, doubtful [1]", judge("nodule", "right", "8 mm"));
    assertEquals("uncertain, doubtful [1]", judge("nodule", "left", ""));
    assertEquals(
        "uncertain, hedged []",
        said(new Claimed(List.of("mass"), "", "", false, false, true, false)));
    assertEquals(
        "uncertain, overconfident [0]",
        said(new Claimed(List.of("effusion"), "", "", false, false, false, true)));
    assertEquals(
        "needs_review, absent finding []",
        said(new Claimed(List.of("mass"), "", "", false, false, false, true)));
  }
}
