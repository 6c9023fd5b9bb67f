package org.radiologytrust.ingest.hl7.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.radiologytrust.ingest.hl7.Hl7Samples.OBR;
import static org.radiologytrust.ingest.hl7.Hl7Samples.PID;
import static org.radiologytrust.ingest.hl7.Hl7Samples.message;
import static org.radiologytrust.ingest.hl7.Hl7Samples.msh;
import static org.radiologytrust.ingest.hl7.Hl7Samples.obx;
import static org.radiologytrust.ingest.hl7.Hl7Samples.report;
import static org.radiologytrust.ingest.hl7.Hl7Samples.withText;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.ingest.hl7.message.TracedText;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SectionHint;
import org.radiologytrust.model.Span;

class ObxTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      textBlock =
          """
          one\\.br\\two                    ! one/two
          one\\.BR\\two                    ! one/two
          one\\.sp\\two                    ! one/two
          one\\.sp2\\two                   ! one//two
          one\\.sp+999999999999\\two       ! one//two
          one\\.sk3\\two                   ! one   two
          one\\.ce\\two                    ! one/two
          \\.in+4\\\\.ti-2\\\\.fi\\one\\.nf\\  ! one
          \\H\\bold\\N\\ plain             ! bold plain
          a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f  ! a|b^c&d~e\\f
          5 \\X3C\\ 6                      ! 5 < 6
          a\\X0D\\b                        ! a/b
          Zo\\XC3AB\\                      ! Zoë
          a\\X0\\b                         ! a\\X0\\b
          C:\\dir\\file                    ! C:\\dir\\file
          C:\\dir\\.br\\next               ! C:\\dir/next
          ends with \\                     ! ends with \\
          \\E\\.br\\E\\                    ! \\.br\\
          a\\Zhl\\b                         ! ab
          a\\C9999\\b                       ! a\\C9999\\b
          \\.in+4\\\\.ti-4\\1.\\.ti+4\\The heart.^\\.ti-4\\2.\\.ti+4\\Bones. ! 1.  The heart./2.  Bones.
          x\\.br\\\\.in2\\a\\.br\\b\\.in0\\\\.br\\c ! x/  a/  b/c
          x^\\.sp\\y                      ! x/y
          one~two~~three                   ! one/two//three
          a^b & c                          ! a^b & c
          """)
  void escapes(String value, String expected) {
    for (String type : List.of("FT", "TX", "ST", "")) {
      assertEquals(expected.replace('/', '\n'), report(withText(type, value)).text());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          CE  ! C65.2^Malignant neoplasm^ICD-10 ! Report: Malignant neoplasm
          CWE ! X^^L^^Other~Y^Second^L          ! Report: Other/Second
          CWE ! ^^^^^^^^Free text               ! Report: Free text
          NM  ! 12.5                            ! Report: 12.5 mm
          SN  ! >^100                           ! Report: >100 mm
          SN  ! 10^-^20                         ! Report: 10-20 mm
          TX  ! 4x6                             ! 4x6
          """)
  void codesAndNumbersHaveTheirNames(String type, String value, String expected) {
    String line = "OBX|1|" + type + "|11^Report^L||" + value + "|mm|||||F";
    assertEquals(
        expected.replace('/', '\n'), report(message(msh("2.5", "1"), PID, OBR, line)).text());
  }

  @Test
  void singleLinesAreLinesAndLongerOnesParagraphs() {
    Report report =
        report(
            message(
                msh("2.5", "1"),
                PID,
                OBR,
                obx(1, "TX", "X", "a"),
                obx(2, "TX", "X", "b"),
                obx(3, "TX", "X", ""),
                obx(4, "TX", "X", ""),
                obx(5, "TX", "X", "c ~d"),
                obx(6, "TX", "X", "e"),
                obx(7, "TX", "X", " f")));
    assertEquals("a\nb\n\nc\nd\n\ne\n f", report.text());
  }

  @Test
  void unescapedLineEndsStayText() {
    String text =
        message(msh("2.5", "1"), PID, OBR, obx(1, "TX", "X", "one\n\ntwo\rthree"))
            .replace("\rOBR", "\r\nOBR");
    assertEquals("one\n\ntwo\nthree", report(text).text());
  }

  @Test
  void sectionsInCodePointsOverPlanes() {
    Report report =
        report(
            message(
                msh("2.5", "1"),
                PID,
                OBR,
                obx(1, "TX", "X", "\ud83e\ude7b ok"),
                obx(2, "TX", "&GDT", "Lungs \ud83e\udec1 clear."),
                obx(3, "TX", "&GDT", ""),
                obx(4, "TX", "59776-5^Findings^LN", "Heart."),
                obx(5, "TX", "859776-5^Findings^LN", "Bones."),
                obx(6, "TX", "1^x^L^19005-8^Impression^LN", "Normal.")));
    assertEquals(
        List.of(
            new SectionHint(new Span(5, 34), Section.FINDINGS),
            new SectionHint(new Span(35, 42), Section.IMPRESSION)),
        report.hints());
    assertEquals(
        "Lungs \ud83e\udec1 clear.\n\nHeart.\nBones.",
        report.hints().get(0).span().in(report.text()));
    assertEquals("Normal.", report.hints().get(1).span().in(report.text()));
  }

  @Test
  void invisibleCharactersStayExceptNulAndByteOrderMark() {
    String odd = "a\u200bb\u202ec\u2066d\u00ade\u2028f\u000bg\u0007h\u001bi";
    assertEquals(odd, report(withText("TX", odd + "\0\ufeff")).text());
  }

  /** Any text comes out as the model promises it, and the hints mark what their lines said. */
  @Test
  void isCanonicalWhateverTheLines() {
    String[] pieces = {
      "a",
      "b c",
      " ",
      "\t",
      "\u00a0",
      "\u2003",
      "\n",
      "\n\n",
      "\r\n",
      "\0",
      "\ufeff",
      "ß",
      "\ud83e\ude7b"
    };
    Random random = new Random(7);
    for (int round = 0; round < 3000; round++) {
      ObxText text = new ObxText();
      for (int i = random.nextInt(6); i >= 0; i--) {
        StringBuilder value = new StringBuilder();
        for (int k = random.nextInt(7); k > 0; k--) {
          value.append(pieces[random.nextInt(pieces.length)]);
        }
        text.add(
            new TracedText.Builder().copy(value.toString(), 0, value.length(), "").build(),
            random.nextBoolean() ? Section.FINDINGS : null);
      }
      ObxText.Assembled assembled = text.assemble();
      assertEquals(Report.canonicalText(assembled.text()), assembled.text());
      for (SectionHint hint : assembled.hints()) {
        String marked = hint.span().in(assembled.text());
        assertEquals(marked, marked.replaceAll("\\A\\n|\\n\\z", ""));
      }
    }
  }
}
