package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sex;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.ReportReader;
import org.radiologytrust.text.sections.Segmenter;

/** A second language is a folder of words: nothing in Java knows German. */
class GermanTest {
  private static final SiteFiles GERMAN = SiteFiles.shipped().language("de");
  private static final Segmenter SEGMENTER = new Segmenter(GERMAN);
  private static final ReportReader READER = new ReportReader(GERMAN);
  private static final Checks CHECKS = new Checks(GERMAN);

  private static CaseBuilder report(String text) {
    return new CaseBuilder(SEGMENTER).text(text);
  }

  private static String flags(Audit c) {
    return CHECKS.check(c).checks().stream()
        .map(r -> r.check() + " " + r.first().value())
        .collect(Collectors.joining("; "));
  }

  @Test
  void sectionsAndSentences() {
    List<String> read =
        report(
                "Klinische Angaben: Z.n. Sturz auf die re. Hand.~Fragestellung: Fraktur?~"
                    + "Technik: Röntgen in zwei Ebenen.~Befund: Kein Erguss. Regelrechte"
                    + " Artikulation, ca. 3 mm.~Beurteilung:~1. Keine Fraktur.~2. Normalbefund.~"
                    + "Mit freundlichen Grüßen")
            .build()
            .sentences()
            .stream()
            .map(s -> s.section() + " " + s.text())
            .toList();
    assertEquals(
        List.of(
            "HISTORY Z.n. Sturz auf die re. Hand.",
            "HISTORY Fraktur?",
            "TECHNIQUE Röntgen in zwei Ebenen.",
            "FINDINGS Kein Erguss.",
            "FINDINGS Regelrechte Artikulation, ca. 3 mm.",
            "IMPRESSION Keine Fraktur.",
            "IMPRESSION Normalbefund.",
            "ADMINISTRATIVE Mit freundlichen Grüßen"),
        read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Rö Knie rechts | Befund: Kleiner Gelenkerguss am linken Kniegelenk. | side-order linken Kniegelenk",
        "Rö Knie rechts | Befund: Kleiner Gelenkerguss am rechten Kniegelenk. | ''",
        "Rö Knie links | Befund: Riss des Innenmeniskus. Rechtes Knie ohne Erguss. | side-order Rechtes Knie",
        "Rö Knie links | Befund: Beide Kniegelenke unauffällig. | ''",
      })
  void sideOfTheOrder(String procedure, String text, String flags) {
    assertEquals(flags, flags(report(text).procedure(procedure).build()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Befund: Pleuraerguss links.~Beurteilung: Rechtsseitiger Pleuraerguss. | side-findings-impression Rechtsseitiger Pleuraerguss",
        "Befund: Pleuraerguss links.~Beurteilung: Linksseitiger Pleuraerguss. | ''",
        "Befund: Pneumothorax rechts.~Beurteilung: Pneumothorax linksseitig. | side-findings-impression Pneumothorax linksseitig",
        "Befund: Pleuraergüsse beidseits.~Beurteilung: Pleuraerguss rechts. | ''",
      })
  void sideOfFindingAndImpression(String text, String flags) {
    assertEquals(flags, flags(report(text).build()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Kein Erguss. | Erguss denied",
        "Kein Pleuraerguss, Pneumothorax oder Infiltrat. | Pleuraerguss denied; Pneumothorax denied; Infiltrat denied",
        "Kein Erguss, aber eine Fraktur. | Erguss denied; Fraktur affirmed",
        "Ein Rundherd ist nicht mehr nachweisbar. | Rundherd denied",
        "Verdacht auf eine Fraktur der rechten Hand. | Fraktur affirmed possible right",
        "Eine Pneumonie ist nicht auszuschließen. | Pneumonie affirmed possible",
        "Fraktur? | Fraktur affirmed asked",
        "Zustand nach Lungenembolie. | Lungenembolie affirmed earlier",
        "Weder Erguss noch Pneumothorax. | Erguss denied; Pneumothorax denied",
        "Keine Änderung des linken Pleuraergusses. | Pleuraergusses affirmed left",
        "Familienanamnese: Tumor. | Tumor affirmed family",
        "Beidseitige Pleuraergüsse. | Pleuraergüsse affirmed both",
        "Im linken Unterlappen zeigt sich ein Infiltrat. | Infiltrat affirmed left",
      })
  void mentions(String text, String expected) {
    Audit c = report(text).build();
    assertEquals(
        expected,
        READER
            .read(c)
            .mentions(MentionKind.FINDING)
            .map(m -> m.span().in(c.report().text()) + " " + said(m))
            .collect(Collectors.joining("; ")));
  }

  private static String said(Mention m) {
    return Stream.of(
            m.polarity().name(),
            m.certainty() == Certainty.CERTAIN ? "" : m.certainty().name(),
            m.time() == MentionTime.NOW ? "" : m.time().name(),
            m.side() == null ? "" : m.side().name())
        .filter(w -> !w.isEmpty())
        .map(w -> w.toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "M | Befund: Der Uterus ist unauffällig. | sex-organ Uterus",
        "M | Befund: Uterus nicht nachweisbar. | ''",
        "F | Befund: Vergrößerte Prostata. | sex-organ Prostata",
        "F | Befund: Unauffälliger Uterus, Eierstöcke regelrecht. | ''",
        "M | Anamnese: 67-jährige Patientin mit Husten. | sex-word Patientin",
        "F | Anamnese: Mann mit Husten. | sex-word Mann",
        "F | Anamnese: Der Ehemann ist gesund. Frau mit Husten. | ''",
      })
  void sex(String sex, String text, String flags) {
    Sex patient = sex.equals("M") ? Sex.MALE : Sex.FEMALE;
    assertEquals(flags, flags(report(text).sex(patient).build()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Anamnese: 67-jährige Patientin mit Husten. | age 67-jährige",
        "Anamnese: Säugling mit Fieber. | age Säugling",
        "Anamnese: 44-jährige Patientin. Schmerzen seit 3 Jahren. | ''",
      })
  void age(String text, String flags) {
    assertEquals(flags, flags(report(text).born("1980-05-01").studied("2025-03-01").build()));
  }

  @Test
  void aLanguageWithFewWordsFindsNothingElse(@TempDir Path folder) throws Exception {
    Path words = Files.createDirectories(folder.resolve("words/tlh"));
    Files.writeString(words.resolve("anatomy.yaml"), "lung: {words: [tagh]}");
    SiteFiles none = SiteFiles.in(folder).language("tlh");
    Audit read =
        new CaseBuilder(new Segmenter(none))
            .text("FINDINGS: Left effusion.~IMPRESSION: Right effusion of the uterus, definitely.")
            .procedure("XR KNEE LEFT")
            .sex(Sex.MALE)
            .build();
    assertTrue(read.sentences().stream().allMatch(s -> s.section() == Section.OTHER));
    assertEquals(List.of(), new Checks(none).check(read).checks());
  }
}
