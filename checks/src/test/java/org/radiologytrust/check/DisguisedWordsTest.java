package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Sex;

/** No check is blind to a word that only looks as it should. */
@Tag("safety")
class DisguisedWordsTest {
  private static final Map<String, UnaryOperator<String>> DISGUISES =
      new TreeMap<>(
          Map.of(
              "zero-width space", w -> within(w, "\u200b"),
              "soft hyphen", w -> within(w, "\u00ad"),
              "direction control", w -> within(w, "\u202d"),
              "tag", w -> within(w, "\udb40\udc41"),
              "combining accent", w -> within(w, "\u0301"),
              "overlay", w -> within(w, "\u0336"),
              "full width", DisguisedWordsTest::fullWidth,
              "Cyrillic",
                  w -> w.replace('e', '\u0435').replace('o', '\u043e').replace('a', '\u0430'),
              "Greek", w -> w.replace('o', '\u03bf').replace('i', '\u03b9'),
              "reference", w -> within(w, "&shy;")));

  static {
    DISGUISES.put("tau and te", w -> w.replace('t', '\u03c4').replace('n', '\u0274'));
    DISGUISES.put("small capitals", w -> w.replace('e', '\u1d07').replace('h', '\u029c'));
  }

  private static String within(String word, String hidden) {
    return word.charAt(0) + hidden + word.substring(1);
  }

  private static String fullWidth(String word) {
    StringBuilder wide = new StringBuilder();
    word.chars().forEach(c -> wide.append((char) (c > ' ' && c < 0x7f ? c + 0xfee0 : c)));
    return wide.toString();
  }

  private record Trap(String check, CaseBuilder report, String text, String word) {}

  private static List<Trap> traps() {
    return List.of(
        new Trap(
            "side-findings-impression",
            new CaseBuilder(),
            "FINDINGS:~Small right effusion.~IMPRESSION:~Small left effusion.",
            "left"),
        new Trap(
            "side-findings-impression",
            new CaseBuilder(),
            "FINDINGS:~Small right effusion.~IMPRESSION:~Small left effusion.",
            "effusion"),
        new Trap(
            "side-findings-impression",
            new CaseBuilder(),
            "FINDINGS:~Small right effusion.~IMPRESSION:~Small left effusion.",
            "IMPRESSION"),
        new Trap(
            "side-order",
            new CaseBuilder().procedure("XR KNEE LEFT"),
            "FINDINGS:~The right knee shows an effusion.",
            "right"),
        new Trap(
            "side-images",
            new CaseBuilder().image("DX", "KNEE", "L", ""),
            "FINDINGS:~The right knee shows an effusion.",
            "knee"),
        new Trap(
            "modality-order",
            new CaseBuilder().orderModality("DX"),
            "EXAM: MRI of the knee.~FINDINGS:~Normal.",
            "MRI"),
        new Trap(
            "body-part-images",
            new CaseBuilder().image("DX", "CHEST", "", ""),
            "EXAM: Radiograph of the foot.~FINDINGS:~Normal.",
            "foot"),
        new Trap(
            "sex-organ",
            new CaseBuilder().sex(Sex.MALE),
            "FINDINGS:~The uterus is enlarged.",
            "uterus"),
        new Trap(
            "overconfident",
            new CaseBuilder(),
            "IMPRESSION:~This is definitely malignant.",
            "definitely"));
  }

  @ParameterizedTest
  @MethodSource("traps")
  void checkReadsWhatAReaderSees(Trap trap) {
    List<CheckResult> plain = CheckTester.run(trap.check, trap.report.text(trap.text).build());
    assertFalse(plain.isEmpty(), "not flagged without a disguise");
    DISGUISES.forEach(
        (name, disguise) -> {
          String text = trap.text.replace(trap.word, disguise.apply(trap.word));
          List<CheckResult> found = CheckTester.run(trap.check, trap.report.text(text).build());
          assertEquals(
              plain.stream().map(CheckResult::action).map(DisguisedWordsTest::words).toList(),
              found.stream().map(CheckResult::action).map(DisguisedWordsTest::words).toList(),
              name);
        });
  }

  /** An action may quote the report. */
  private static String words(String action) {
    return action.replaceAll("\"[^\"]*\"", "");
  }
}
