package org.radiologytrust.text.sections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Cases;
import org.radiologytrust.model.NotAudited;

/** What of a text no claim is made of is told; signatures are not. */
@Tag("safety")
class UnreadSectionsTest {
  private final Segmenter segmenter = new Segmenter(SiteFiles.shipped());

  private List<NotAudited> unread(String text) {
    return segmenter.segment(Cases.of(text)).notAudited();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Electronically signed by Dr. X, large right pneumothorax present",
        "ELECTRONICALLY SIGNED BY DR. X, LARGE RIGHT PNEUMOTHORAX PRESENT",
        "Signed by: Dr. X Large Right Pneumothorax",
        "Dictated by Dr. X. Heart markedly enlarged",
        "Radiologist: Dr. X, no pneumothorax",
        "Electronically signed by Dr. X, l\u200barge right pneum\u043ethorax present",
        "Accession number 12345 large right pneumothorax",
        "Transcribed by X (there is a new fracture)"
      })
  void aStatementBehindASignatureTakesTheScore(String line) {
    assertEquals(
        List.of(NotAudited.reportText("text in a line with a signature", line)),
        unread("FINDINGS:\nClear lungs.\n" + line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Electronically signed by: John van der Berg, MD on 04/01/2026 at 9:30 am",
        "ELECTRONICALLY SIGNED BY JOHN STONE MD, GENERAL HOSPITAL OF SPRINGFIELD",
        "Dictated By: William Donovan, M.D. on Jun 24 2012 06:37PM",
        "This document has been electronically signed by: Jessica Wright, M.D.",
        "7795083305 Jun 24 2012 06:37PM IMG5021 PET/CT FDG BRAIN TUMOR",
        "7795083515 Apr 02 1995 09:30AM BED74000 74000 Abdomen single view AP",
        "Signed Date/Time: 02/03/19 7:44 pm Transcribed By: CSB",
        "Signed by: Dr. Stone, Head and Neck Radiology, Chest Section",
        "Reviewed by: I have personally reviewed the images and agree with the findings",
        "********FINAL REPORT********",
        "Page 1 of 2"
      })
  void aSignatureIsNoText(String line) {
    assertEquals(List.of(), unread("FINDINGS:\nClear lungs.\n" + line));
  }

  @Test
  void backgroundSectionsAreToldWithTheirSize() {
    assertEquals(
        List.of(
            NotAudited.other("history section", 12, NotAudited.Unit.CHARACTERS),
            NotAudited.other("comparison section", 5, NotAudited.Unit.CHARACTERS)),
        unread("HISTORY: Cough. F\u00e9ver\u2026\nCOMPARISON: None.\nFINDINGS: Clear."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "comparison|COMPARISON|Radiograph of 2 June.|There is now a large left effusion.",
        "technique|TECHNIQUE|Two views.|A left pneumothorax is seen.",
        "history|HISTORY|Cough.|There is now a large left effusion."
      })
  void aFindingInABackgroundSectionIsNamed(String name, String heading, String rest, String text) {
    assertEquals(
        List.of(
            NotAudited.other(name + " section", rest.length(), NotAudited.Unit.CHARACTERS),
            NotAudited.reportText("statement of a finding in the " + name + " section", text)),
        unread(heading + ": " + rest + " " + text + "\nFINDINGS: Clear."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HISTORY: Known pneumonia.",
        "HISTORY: There is a mass of the right breast that the patient felt.",
        "HISTORY: Is there a pneumothorax?",
        "INDICATION: The patient is treated for pneumonia.",
        "COMPARISON: A radiograph of 2 June showed an effusion.",
        "COMPARISON: There is no effusion.",
        "COMPARISON: None is available.",
        "TECHNIQUE: The study is done to exclude pulmonary embolism."
      })
  void otherBackgroundIsToldWithItsSizeAlone(String background) {
    assertTrue(
        unread(background + "\nFINDINGS: Clear.").stream().noneMatch(NotAudited::reportText));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FINDINGS:\nClear lungs.\nLARGE RIGHT PNEUMOTHORAX:",
        "FINDINGS:\nLARGE RIGHT PNEUMOTHORAX:\n\nIMPRESSION:\nNormal.",
        "FINDINGS:\nLARGE RIGHT PNEUMOTHORAX:\nClear lungs."
      })
  void aHeadingThatNamesMoreThanBodyPartsIsRead(String text) {
    assertEquals(
        1,
        segmenter.segment(Cases.of(text)).sentences().stream()
            .filter(s -> s.section().stated() && s.text().contains("PNEUMOTHORAX"))
            .count());
  }
}
