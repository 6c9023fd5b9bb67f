package org.radiologytrust.text.sections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.Growth;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Cases;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SectionHint;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Sentence.Label;
import org.radiologytrust.model.Span;

class SegmenterTest {
  private final Segmenter segmenter = new Segmenter(SiteFiles.shipped());

  private List<Sentence> cut(String text, SectionHint... hints) {
    List<Sentence> sentences = segmenter.segment(Cases.of(text, hints)).sentences();
    int last = 0;
    for (int i = 0; i < sentences.size(); i++) {
      Sentence s = sentences.get(i);
      assertEquals(i + 1, s.number());
      assertEquals(s.span().in(text), s.text());
      assertEquals(s.text().strip(), s.text());
      assertTrue(s.span().start() >= last, "sentences are in order and do not overlap");
      last = s.span().end();
    }
    return sentences;
  }

  private List<String> texts(String text, SectionHint... hints) {
    return cut(text, hints).stream().map(s -> s.section() + "|" + s.text()).toList();
  }

  @Test
  void aReportWithHeadingsOnTheirOwnLines() {
    assertEquals(
        List.of(
            "TECHNIQUE|Chest X-ray",
            "FINDINGS|The lungs are clear with\nno effusion.",
            "FINDINGS|Heart size is normal.",
            "IMPRESSION|No acute disease."),
        texts(
            "EXAMINATION:\nChest X-ray\n\nFINDINGS:\nThe lungs are clear with\nno effusion. Heart size"
                + " is normal.\n\nIMPRESSION:\nNo acute disease."));
  }

  @Test
  void headingsWithTextInMixedCaseWithoutColonAndInline() {
    assertEquals(
        List.of(
            "HISTORY|Cough.",
            "COMPARISON|None.",
            "FINDINGS|Clear lungs.",
            "IMPRESSION|Normal.",
            "RECOMMENDATION|None."),
        texts(
            "Clinical History: Cough.\nCOMPARISON: None. FINDINGS: Clear lungs.\n\nIMPRESSION\nNormal."
                + "\n\nRecommendation\nNone."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INTERPRETATION: Left mass.~IMPRESSION: Glioma.|FINDINGS IMPRESSION
          INTERPRETATION OF STUDY: Left mass.~CONCLUSION: Glioma.|FINDINGS IMPRESSION
          Opinion: Left mass.~In summary: Glioma.|FINDINGS IMPRESSION
          ASSESSMENT: Left mass.~IMPRESSION: Glioma.|FINDINGS IMPRESSION
          DIAGNOSIS: Left mass.~IMPRESSION: Glioma.|FINDINGS IMPRESSION
          INTERPRETATION: Left mass.~DIAGNOSIS: Glioma.|FINDINGS IMPRESSION
          INTERPRETATION: Left mass.~IMPRESSION: Glioma.~NUCLEAR INTERPRETATION: Fixed defect.~IMPRESSION: Scar.|FINDINGS IMPRESSION FINDINGS IMPRESSION
          FINDINGS: Left mass.~INTERPRETATION: Glioma.|FINDINGS IMPRESSION
          FINDINGS: Left mass.~DIAGNOSIS: Glioma.|FINDINGS IMPRESSION
          FINDINGS: Left mass.~IMPRESSION: Glioma.~OPINION: Operable.|FINDINGS IMPRESSION IMPRESSION
          FINDINGS: Left mass.~DIAGNOSIS: Glioma.~IMPRESSION: Tumor.|FINDINGS OTHER IMPRESSION
          DIAGNOSIS: Glioma.~DESCRIPTION: Left mass.~IMPRESSION: Tumor.|FINDINGS FINDINGS IMPRESSION
          TECHNIQUE: Axial images.~OPINION: Normal brain.|TECHNIQUE IMPRESSION
          """)
  void aHeadingThatCanHeadFindingsOrImpression(String text, String sections) {
    assertEquals(
        List.of(sections.split(" ")),
        cut(text.replace('~', '\n')).stream().map(s -> s.section().name()).toList());
  }

  @Test
  void aHeadingOfTheWholeReportHeadsTheFindings() {
    String text = "EXAM: CT head.\nINTERPRETATION: " + "The ventricles are normal. ".repeat(20);
    assertTrue(
        texts(text).stream().skip(1).allMatch("FINDINGS|The ventricles are normal."::equals));
  }

  @Test
  void headingsWithinALineInTitleCase() {
    assertEquals(
        List.of(
            "TECHNIQUE|CT CHEST WITHOUT CONTRAST",
            "HISTORY|Cough",
            "COMPARISON|None",
            "FINDINGS|LIVER: Normal.",
            "IMPRESSION|No mass"),
        texts(
            "CT CHEST WITHOUT CONTRAST Clinical Indication: Cough Comparison: None Findings: 01."
                + " LIVER: Normal. Impression: No mass"));
    assertEquals(
        List.of("HISTORY|Resection of a sarcoma."),
        texts("Relevant Medical History: Resection of a sarcoma."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Bottom line: Right effusion.|IMPRESSION
          Concl: Right effusion.|IMPRESSION
          WET READ: Right effusion.|IMPRESSION
          PROCEDURES IN DETAIL: The patient was placed supine.|TECHNIQUE
          ESTIMATED BLOOD LOSS: Minimal.|TECHNIQUE
          Targeted question: Prostate cancer.|HISTORY
          GEN EXAM: Erythema of the face.|HISTORY
          Compared with: CT of May.|COMPARISON
          """)
  void rareHeadings(String text, String section) {
    assertEquals(section, cut("FINDINGS: Clear.\n" + text).get(1).section().name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Impressions of the tube are noted on the skin.",
        "Findings are stable.",
        "The impression: none of this is a heading here.",
        "Comparison is difficult because of motion.",
        "Technique was limited by motion."
      })
  void wordsThatOnlyLookLikeHeadings(String text) {
    assertEquals(List.of("OTHER|" + text), texts(text));
  }

  @Test
  void subheadingsBelongToTheSentenceOnTheirLineAndAloneToNone() {
    assertEquals(
        List.of(
            "FINDINGS|LUNGS AND PLEURA: Clear.",
            "FINDINGS|Heart: Normal size.",
            "FINDINGS|No fracture.",
            "FINDINGS|There are two: one is old.",
            "IMPRESSION|Normal."),
        texts(
            "FINDINGS:\nLUNGS AND PLEURA: Clear.\nHeart: Normal size.\nBONES:\nNo fracture.\n"
                + "There are two: one is old.\nIMPRESSION: Normal."));
  }

  @Test
  void aReportInCapitalsKeepsItsStatements() {
    assertEquals(
        List.of("FINDINGS|THERE IS ONE MASS: 5 CM IN SIZE.", "FINDINGS|LUNGS: CLEAR."),
        texts("FINDINGS:\nTHERE IS ONE MASS: 5 CM IN SIZE.\nLUNGS: CLEAR."));
  }

  @Test
  void aSideInASubheadingIsPartOfTheSentence() {
    assertEquals(
        List.of(
            "FINDINGS|LINES AND TUBES: None.",
            "FINDINGS|LEFT BREAST: 1.5 cm mass.",
            "FINDINGS|No calcifications."),
        texts("FINDINGS:\nLINES AND TUBES: None.\nLEFT BREAST: 1.5 cm mass. No calcifications."));
  }

  @Test
  void headingsWithFurtherWords() {
    assertEquals(
        List.of(
            "HISTORY|Palpable lump.",
            "TECHNIQUE|Both breasts were scanned.",
            "FINDINGS|A cyst is seen.",
            "IMPRESSION|Benign cyst."),
        texts(
            "INDICATIONS FOR PROCEDURE: Palpable lump.\nDESCRIPTION OF PROCEDURE: Both breasts were"
                + " scanned.\nSONOGRAPHIC FINDINGS: A cyst is seen.\nIN SUMMARY: Benign cyst."));
    assertEquals(
        List.of("FINDINGS|IMAGE QUALITY ASSESSMENT: Good.", "FINDINGS|Clear lungs."),
        texts("FINDINGS:\nIMAGE QUALITY ASSESSMENT: Good. Clear lungs."));
  }

  @Test
  void headingsWithoutEmptyLinesAndWithoutColons() {
    assertEquals(
        List.of("FINDINGS|Clear lungs.", "IMPRESSION|Normal chest."),
        texts("Findings\nClear lungs.\nImpression\nNormal chest."));
    assertEquals(
        List.of("FINDINGS|Clear lungs.", "IMPRESSION|Normal chest."),
        texts("FINDINGS Clear lungs.\nIMPRESSION. Normal chest."));
    assertEquals(
        List.of("HISTORY|Cough.", "FINDINGS|Clear lungs.", "IMPRESSION|Normal chest."),
        texts("Indication: Cough. Findings: Clear lungs. Impression: Normal chest."));
  }

  @Test
  void anExamLabelBeginsTheFindings() {
    assertEquals(
        List.of(
            "HISTORY|Pain.",
            "TECHNIQUE|CT ABDOMEN:",
            "FINDINGS|The liver is normal.",
            "TECHNIQUE|CT PELVIS WITH CONTRAST:",
            "FINDINGS|No free fluid.",
            "IMPRESSION|Normal."),
        texts(
            "REASON FOR EXAM: Pain.\nCT ABDOMEN: The liver is normal.\nCT PELVIS WITH CONTRAST: No"
                + " free fluid.\nIMPRESSION: Normal."));
    assertEquals(
        List.of(
            "[]Fall.",
            "[]MRI OF THE BRAIN WITHOUT CONTRAST:",
            "[MRI OF THE BRAIN WITHOUT CONTRAST]No" + " mass."),
        labelled("HISTORY: Fall.\nMRI OF THE BRAIN WITHOUT CONTRAST:\nNo mass."));
    assertEquals(
        List.of("COMPARISON|CT CHEST: 3/4/2019.", "FINDINGS|Clear."),
        texts("COMPARISON:\nCT CHEST: 3/4/2019.\nFINDINGS: Clear."));
  }

  @Test
  void namesOfExaminationsBetweenTheirReports() {
    assertEquals(
        List.of(
            "[]CT HEAD",
            "[CT HEAD]Fall.",
            "[CT HEAD]No bleeding.",
            "[]CT CERVICAL SPINE",
            "[CT CERVICAL SPINE]No fracture."),
        labelled(
            "CT HEAD\n\nHISTORY: Fall.\n\nFINDINGS: No bleeding.\n\nCT CERVICAL SPINE\n\nFINDINGS:"
                + " No fracture."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TECHNIQUE|Axial images of the abdomen were obtained after intravenous contrast.",
        "TECHNIQUE|Two views of the chest.",
        "COMPARISON|Comparison is made with the radiograph of 2 June.",
        "COMPARISON|No prior studies are available for comparison.",
        "COMMUNICATION|The findings were discussed with Dr. Hunt by phone at 3 pm.",
        "COMMUNICATION|Dr. Hunt was notified by telephone.",
        "FINDINGS|Images were obtained and show a mass.",
        "FINDINGS|The images hint at something odd.",
        "FINDINGS|Contrast fills all vessels.",
        "FINDINGS|Compared with the prior study the effusion is larger.",
        "FINDINGS|A large pneumothorax was discussed with Dr. Hunt."
      })
  void sentencesThatAreNoFindings(Section section, String text) {
    assertEquals(List.of(section + "|" + text), texts("FINDINGS: " + text));
  }

  @Test
  void aRecommendationStaysOne() {
    assertEquals(
        List.of("RECOMMENDATION|CT of the chest with contrast."),
        texts("RECOMMENDATION: CT of the chest with contrast."));
  }

  @Test
  void anImpressionWithoutAHeading() {
    List<String> findings =
        List.of(
            "FINDINGS|The liver is normal.",
            "FINDINGS|The spleen is normal.",
            "FINDINGS|The pancreas is normal.",
            "FINDINGS|The left kidney has a cyst.");
    List<String> all = new ArrayList<>(findings);
    all.add("IMPRESSION|Overall, a cyst of the left kidney.");
    String text =
        "The liver is normal. The spleen is normal. The pancreas is normal."
            + " The left kidney has a cyst. Overall, a cyst of the left kidney.";
    assertEquals(all, texts(text));
    assertEquals(all, texts("FINDINGS: " + text));
    // a summary in the middle, one of too little, and one beside an impression are none
    String early = "FINDINGS: Overall, a cyst of the left kidney. The liver is normal.";
    assertEquals(
        List.of("FINDINGS|Overall, a cyst of the left kidney.", "FINDINGS|The liver is normal."),
        texts(early));
    all.set(4, "FINDINGS|Overall, a cyst of the left kidney.");
    all.add("IMPRESSION|Cyst.");
    assertEquals(all, texts("FINDINGS: " + text + "\nIMPRESSION: Cyst."));
  }

  @Test
  void findingsWithoutAHeading() {
    assertEquals(
        List.of("TECHNIQUE|Axial images.", "FINDINGS|The liver is normal.", "IMPRESSION|Normal."),
        texts("TECHNIQUE: Axial images. The liver is normal.\nIMPRESSION: Normal."));
    assertEquals(
        List.of(
            "OTHER|C.T.SCAN OF THE LIVER PLAIN",
            "TECHNIQUE|Axial images.",
            "FINDINGS|The liver is normal.",
            "IMPRESSION|Normal."),
        texts(
            "C.T.SCAN OF THE LIVER PLAIN\nClinical Profile:\nTechnique: Axial images.\n"
                + "The liver is normal.\nIMPRESSION: Normal."));
  }

  @Test
  void whatStandsBeforeTheImpressionIsTheFindings() {
    assertEquals(
        List.of(
            "TECHNIQUE|CT head.",
            "FINDINGS|There is an acute subdural hematoma.",
            "FINDINGS|No fracture.",
            "IMPRESSION|Subdural hematoma."),
        texts(
            "CT head. There is an acute subdural hematoma. No fracture. Impression: Subdural"
                + " hematoma."));
    assertEquals(
        List.of("OTHER|There is a hematoma.", "OTHER|No fracture."),
        texts("There is a hematoma. No fracture."),
        "nothing says where the findings end");
    assertEquals(
        List.of("OTHER|CT with pulmonary embolism.", "IMPRESSION|No embolism."),
        texts("COMPARISON: CT with pulmonary embolism.\nIMPRESSION: No embolism."),
        "it may be about the other study");
  }

  @Test
  void findingsInTheLinesOfAnotherSection() {
    assertEquals(
        List.of(
            "TECHNIQUE|XR KNEE, 3 VIEWS",
            "HISTORY|Fell from a ladder",
            "FINDINGS|There is a small effusion.",
            "FINDINGS|No fracture.",
            "IMPRESSION|Small effusion."),
        texts(
            "EXAM: XR KNEE, 3 VIEWS\nINDICATION: Fell from a ladder\nThere is a small effusion. No"
                + " fracture.\nIMPRESSION: Small effusion."));
    assertEquals(
        List.of(
            "HISTORY|Cough.", "HISTORY|The patient is treated for a mass.", "IMPRESSION|Normal."),
        texts("HISTORY: Cough.\nThe patient is treated for a mass.\nIMPRESSION: Normal."));
  }

  @Test
  void labelsBehindAHeadingAndWithoutColons() {
    assertEquals(
        List.of("[]LEFT KNEE: No fracture.", "[LEFT KNEE]Effusion.", "[]RIGHT KNEE: Normal."),
        labelled("IMPRESSION: LEFT KNEE: No fracture. Effusion. RIGHT KNEE: Normal."));
    assertEquals(
        List.of("[LEFT KNEE]No fracture.", "[RIGHT KNEE]Effusion."),
        labelled("FINDINGS:\nLEFT KNEE\nNo fracture.\nRIGHT KNEE\nEffusion."));
  }

  /** The sentences, each behind the labels that apply to it. */
  private List<String> labelled(String text) {
    return cut(text).stream()
        .map(
            s -> {
              s.labels().forEach(label -> assertEquals(label.span().in(text), label.text()));
              return s.labels().stream().map(Label::text).toList() + s.text();
            })
        .toList();
  }

  @Test
  void aLabelAppliesToWhatFollowsIt() {
    assertEquals(
        List.of(
            "[]LEFT KNEE: Small effusion.",
            "[LEFT KNEE]No fracture.",
            "[LEFT KNEE]Soft tissues\nare normal.",
            "[RIGHT KNEE]Normal\uD83D\uDE00.",
            "[]Normal knees."),
        labelled(
            "FINDINGS:\nLEFT KNEE: Small effusion. No fracture.\n\nSoft tissues\nare normal.\n"
                + "RIGHT KNEE:\nNormal\uD83D\uDE00.\nIMPRESSION: Normal knees."));
  }

  @Test
  void marksInALineBeginAnImpression() {
    String described = "The liver is normal. The spleen is normal. The lungs are clear. No nodule.";
    assertEquals(
        List.of(
            "FINDINGS|The liver is normal.",
            "FINDINGS|The spleen is normal.",
            "FINDINGS|The lungs are clear.",
            "FINDINGS|No nodule.",
            "IMPRESSION|\" Normal liver",
            "IMPRESSION|\" Normal lungs"),
        texts(described + " \" Normal liver \" Normal lungs"));
    assertEquals(
        List.of("OTHER|The liver is normal.", "OTHER|\" Normal lungs"),
        texts("The liver is normal. \" Normal lungs"));
  }

  @Test
  void compoundHeadings() {
    assertEquals(
        List.of("HISTORY|Fever / Pneumonia", "COMPARISON|None.", "FINDINGS|Clear."),
        texts(
            "INDICATION/CLINICAL QUESTION: Fever / Pneumonia\n\nCOMPARISON: None. EXAM AND FINDINGS:"
                + " Clear."));
    assertEquals(
        List.of("TECHNIQUE|Axial images.", "FINDINGS|Clear lungs."),
        texts("Technique, Comparison & Findings: Axial images. Clear lungs."));
    assertEquals(
        List.of("HISTORY|Cough.", "OTHER|Clear."),
        texts("Clinical History and Indication\nCough.\n\nClear."));
    assertEquals(List.of("FINDINGS|Clear."), texts("CHEST AND FINDINGS: Clear."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Chest Portable",
        "XR KNEE LEFT 3 VIEWS",
        "CT Abdomen and Pelvis with IV contrast",
        "Chest X-ray (PA/lateral)"
      })
  void theNameOfTheExaminationIsNoStatement(String title) {
    assertEquals(
        List.of("TECHNIQUE|" + title, "OTHER|Clear lungs."), texts(title + "\n\nClear lungs."));
    assertEquals(
        List.of("TECHNIQUE|" + title, "IMPRESSION|Normal."),
        texts("Result\n\n" + title + "\nIMPRESSION: Normal."));
    assertEquals(
        List.of("IMPRESSION|Normal.", "IMPRESSION|" + title),
        texts("IMPRESSION: Normal.\n\n" + title));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Normal chest",
        "Chest X-ray.",
        "Chest X-ray normal",
        "CT chest\nwith contrast shows embolism",
        "Left lung"
      })
  void aFirstLineThatStatesSomethingIsAStatement(String text) {
    assertEquals(List.of("OTHER|" + text), texts(text + "\n\n"));
  }

  @Test
  void stampsWithinALine() {
    assertEquals(
        List.of(
            "IMPRESSION|No acute abnormality.",
            "ADMINISTRATIVE|WSN: X19-22",
            "ADMINISTRATIVE|Dictated By: Doe MD, Ann J",
            "ADMINISTRATIVE|Dictated Date/Time: 02/03/19 7:44 pm Reviewed By: Doe MD, Ann J Signed By:"
                + " Doe MD, Ann J Signed Date/Time: 02/03/19 7:44 pm Transcribed By: CSB Transcribed"
                + " Date/Time: 02/03/19 7:43 pm"),
        texts(
            "IMPRESSION:\nNo acute abnormality.\nWSN: X19-22\nDictated By: Doe MD, Ann J Dictated"
                + " Date/Time: 02/03/19 7:44 pm Reviewed By: Doe MD, Ann J Signed By: Doe MD, Ann J"
                + " Signed Date/Time: 02/03/19 7:44 pm Transcribed By: CSB Transcribed Date/Time:"
                + " 02/03/19 7:43 pm"));
    assertEquals(
        List.of("OTHER|Clear lungs", "ADMINISTRATIVE|Signed By: Doe MD"),
        texts("Clear lungs Signed By: Doe MD"));
  }

  @Test
  void requestsToAColleague() {
    for (String text :
        List.of(
            "Ann R. Smith, MD, requests a consultation to review findings. Contact at"
                + " 1-732-555-4567 during normal business hours.",
            "Contact at 1-732-555-4567 during normal business hours.")) {
      assertEquals(List.of("ADMINISTRATIVE|" + text), texts(text));
    }
  }

  @Test
  void aRowOfTheAccessionTableThatGoesOn() {
    String row = "7795083561 Jul 15 1997 01:29AM BED72040 Spine Cerv 3views or";
    assertEquals(List.of("ADMINISTRATIVE|" + row, "ADMINISTRATIVE|less"), texts(row + "\nless"));
    assertEquals(
        List.of("ADMINISTRATIVE|" + row, "OTHER|NO ACUTE FRACTURE"),
        texts(row + "\nNO ACUTE FRACTURE"));
  }

  @Test
  void administrativeLines() {
    List<String> texts =
        texts(
            "JOE MEDRANO, M.D.\n\n********Final Report********\n\nACC#  Date Time  Exam\n\n7795083283"
                + " Jul 15 1994 03:22AM IMG5021 PET/CT FDG BRAIN TUMOR\nMETABOLIC EVALUATION\n\nFINDINGS:"
                + "\nThe mass has a pattern consistent with\nRequested By: Smith,Clara T. M.D.\n\nDictated"
                + " By: Joe Medrano, M.D. on Jul 15 1994 03:22AM\n\nThis document has been electronically"
                + " signed by: Ernesto Parsons,\nM.D. on Nov 28 1994 09:12PM\n(314) 555-1234\nWSN: 12");
    assertEquals(
        List.of("FINDINGS|The mass has a pattern consistent with"),
        texts.stream().filter(t -> !t.startsWith("ADMINISTRATIVE")).toList());
    assertEquals(12, texts.size(), texts.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Page of the report that was reviewed by nobody.",
        "Read as normal.",
        "Signed distance is 3 cm.",
        "Read: no fracture.",
        "Reviewed: normal chest.",
        "ACC no longer dissected.",
        "Ann R. Smith, MD, requests a consultation because of a large effusion."
      })
  void statementsThatAreNotAdministrative(String text) {
    assertEquals(List.of("OTHER|" + text), texts(text));
  }

  @Test
  void aSentenceBehindAStampIsNotLost() {
    assertEquals(
        List.of("OTHER|Dictated by Dr. Hunt.", "OTHER|There is a pneumothorax."),
        texts("Dictated by Dr. Hunt. There is a pneumothorax."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Seen by Dr. Hunt today.",
        "A 1.5 cm nodule is stable.",
        "Mass vs. abscess, e.g. Staphylococcal.",
        "It measures approx. 3 cm. in diameter.",
        "L4-5. Broad-based bulge.",
        "Discussed with Joe K. Medrano at noon.",
        "Patricia R. Smith, MD, was told of the effusion.",
        "Patricia R. Smith-O'Hara, Ph.D., was told of the effusion.",
        "Dr. Patricia R. Smith was told of the effusion.",
        "See St. Louis criteria.",
        "Compare image No. 3 of series 2.",
        "Size is 3.2 x 1.1 x 0.9 cm (ser. 4, img. 12).",
        "Is it new? unknown at this time"
      })
  void oneSentence(String text) {
    int expected = text.startsWith("Is it") ? 2 : 1;
    assertEquals(expected, cut(text).size(), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Stenosis at L4-5.|The conus is normal.",
        "It measures 3 cm.|The liver is normal.",
        "No effusion.|heart is normal.",
        "Hepatitis virus C.|The spleen is large.",
        "Hepatitis B.|The liver is normal.",
        "Hepatitis B.|Cirrhosis, Splenomegaly.",
        "Known Hepatitis B.|The liver is normal.",
        "There is no effusion.The heart is normal.",
        "(Clear lungs.)|Normal heart!|Is that all?|Yes.",
        "5 nodules are seen.|2 are new."
      })
  void manySentences(String bars) {
    List<String> expected = List.of(bars.replace(".The", ".|The").split("\\|"));
    String text = bars.replace(".|The heart", ".The heart").replace('|', ' ');
    assertEquals(expected, cut(text).stream().map(Sentence::text).toList());
  }

  @Test
  void numberedImpressionsAndBullets() {
    assertEquals(
        List.of(
            "IMPRESSION|Mild bronchial\nthickening noted.",
            "IMPRESSION|Stable mass.",
            "IMPRESSION|Spondylolisthesis grade 2.",
            "IMPRESSION|No fracture",
            "IMPRESSION|Right rib intact",
            "IMPRESSION|Last"),
        texts(
            "IMPRESSION:\n1. Mild bronchial\nthickening noted. 2.\nStable mass. 3. Spondylolisthesis"
                + " grade 2. No fracture\n- Right rib intact\n• Last"));
  }

  @Test
  void numberedItemsWithoutFullStops() {
    assertEquals(
        List.of(
            "IMPRESSION|Small right effusion",
            "IMPRESSION|Old fractures of ribs 3 and 4",
            "IMPRESSION|Stable nodule"),
        texts(
            "IMPRESSION: 1. Small right effusion 2. Old fractures of ribs 3 and 4 3. Stable nodule"));
    assertEquals(
        List.of("IMPRESSION|Fracture of rib 2.", "IMPRESSION|It is healed", "IMPRESSION|Normal"),
        texts("IMPRESSION: 1) Fracture of rib 2. It is healed 2) Normal"));
    assertEquals(
        List.of("IMPRESSION|Normal", "IMPRESSION|No fracture"),
        texts("IMPRESSION:\n1) Normal\n2) No fracture"));
  }

  @Test
  void linesThatWereNotWrappedAreStatements() {
    assertEquals(
        List.of("IMPRESSION|Stable cardiomegaly and effusion", "IMPRESSION|No acute disease"),
        texts("IMPRESSION:\nStable cardiomegaly and effusion\nNo acute disease"));
    String wrapped =
        "The nodules that were described last year with much care are known to\n"
            + "Someone who knows them very well and who is not in a hurry.";
    assertEquals(List.of("OTHER|" + wrapped), texts(wrapped));
  }

  @Test
  void hintsTellSectionsAndHeadingsWithinThemWin() {
    String text = "EXAMINATION: Chest\n\nClear lungs. Normal.\nDone.";
    SectionHint findings = new SectionHint(new Span(0, 32), Section.FINDINGS);
    SectionHint impression = new SectionHint(new Span(33, 9_999), Section.IMPRESSION);
    assertEquals(
        List.of(
            "TECHNIQUE|Chest", "FINDINGS|Clear lungs.", "IMPRESSION|Normal.", "IMPRESSION|Done."),
        texts(text, findings, impression));
  }

  @Test
  void oneHintPerLineDoesNotUndoAHeading() {
    String text = "TECHNIQUE: Axial\nimages were made.\nFINDINGS: Clear.";
    assertEquals(
        List.of("TECHNIQUE|Axial\nimages were made.", "FINDINGS|Clear."),
        texts(
            text,
            new SectionHint(new Span(0, 16), Section.FINDINGS),
            new SectionHint(new Span(17, 34), Section.FINDINGS),
            new SectionHint(new Span(35, 51), Section.FINDINGS)));
  }

  @Test
  void backgroundEndsAtAnEmptyLineWhereFindingsAreNeverNamed() {
    assertEquals(
        List.of("TECHNIQUE|Chest, two views", "COMPARISON|None", "OTHER|The lungs are clear."),
        texts("EXAM: Chest, two views\nCOMPARISON: None\n\nThe lungs are clear."));
    assertEquals(
        List.of("HISTORY|Cough.", "HISTORY|Fever.", "FINDINGS|Clear."),
        texts("HISTORY: Cough.\n\nFever.\n\nFINDINGS: Clear."));
  }

  @Test
  void otherLanguagesAndPlanesBeyondTheFirst() {
    assertEquals(
        List.of("FINDINGS|Kein Erguss.", "IMPRESSION|Regelrecht \uD83D\uDE00 ohne Befund."),
        texts("Befund: Kein Erguss.\nBeurteilung: Regelrecht \uD83D\uDE00 ohne Befund."));
    assertEquals(List.of("OTHER|肺は清明です。", "OTHER|心拡大なし。"), texts("肺は清明です。心拡大なし。"));
    assertEquals(
        List.of("OTHER|\uD83D\uDE00 Ясно.", "OTHER|Нет выпота."),
        texts("\uD83D\uDE00 Ясно. Нет выпота."));
  }

  @Test
  void longSentencesAreCutAtABlankAndNeverWithinACharacter() {
    String text = "word ".repeat(500).strip();
    List<Sentence> sentences = cut(text);
    assertEquals(3, sentences.size());
    assertEquals(999, sentences.get(0).span().end());
    assertEquals(
        List.of(1000, 500),
        cut("\uD83D\uDE00".repeat(500) + "x".repeat(1000)).stream()
            .map(s -> s.span().end() - s.span().start())
            .toList());
    assertThrows(IllegalArgumentException.class, () -> new Segmenter(SiteFiles.shipped(), 0));
  }

  @Test
  void nothingStatedIsLost() {
    Random random = new Random(7);
    String[] parts = {
      "FINDINGS:",
      "Impression:",
      "LUNGS:",
      "\n",
      "\n\n",
      " ",
      " 1. ",
      "\n2. ",
      "\n- ",
      "clear",
      "The",
      "nodule",
      "5 mm",
      ".",
      ". ",
      "?",
      "Dr. ",
      "L4-5. ",
      "...",
      "\uD83D\uDE00",
      "(",
      ") ",
      "HISTORY:",
      "Dictated by: X\n",
      ", ",
      "e.g. ",
      "IMPRESSION"
    };
    for (int round = 0; round < 3_000; round++) {
      StringBuilder b = new StringBuilder();
      for (int i = random.nextInt(40); i >= 0; i--) {
        b.append(parts[random.nextInt(parts.length)]);
      }
      String text = Report.canonicalText(b.toString());
      StringBuilder rest = new StringBuilder(text);
      for (Sentence s : cut(text)) {
        for (int i = s.span().start(); i < s.span().end(); i++) {
          int at = text.offsetByCodePoints(0, i);
          rest.setCharAt(at, ' ');
          rest.setCharAt(at + Character.charCount(text.codePointAt(at)) - 1, ' ');
        }
      }
      // What is left are headings, sub-headings and list marks.
      String left =
          rest.toString()
              .replaceAll(
                  "(?i)((findings|impression|history)\\s?, )+(?=findings|impression|history)", " ")
              .replaceAll("(?i)findings:?|impression:?|history:?|lungs:", " ")
              .replaceAll("(?<!\\S)(1\\.|2\\.|-)(?!\\S)", " ");
      assertTrue(left.replace(".", "").isBlank(), () -> "lost [" + left.strip() + "] of: " + text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a ",
        ". ",
        "A.",
        "IMPRESSION: ",
        "1. ",
        "\n- ",
        "x\n\n",
        "LUNGS:",
        "\uD83D\uDE00",
        "Dr. A. ",
        "\n",
        "FINDINGS: A\n",
        "  ",
        "No. 1 ",
        "FINDINGS: A ",
        "HISTORY AND ",
        "LUNGS: a. ",
        "x. Abc: ",
        "CT ABDOMEN: b. ",
        "COMPARISON: a. CT ABDOMEN: b. ",
        "COMPARISON:\nCT ABDOMEN: b.\n",
        "CT HEAD\n\n",
        "CT CT CT ",
        "LEFT KNEE\n",
        "1. a 2. B ",
        "no effusion or ",
        "HISTORY/FINDINGS: ",
        "x Signed By: A "
      })
  @Tag("long")
  void aLongTextTakesLinearTime(String unit) {
    int repeated = 30_000 / unit.length();
    Growth.assertLinear(
        Report.canonicalText(unit.repeat(repeated)),
        Report.canonicalText(unit.repeat(4 * repeated)),
        text -> segmenter.segment(Cases.of(text)));
  }
}
