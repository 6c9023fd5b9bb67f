package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.UnfinishedCheck.Reason;

/** A report in another language than the word lists is never one without a flag. */
class ReportLanguageTest {
  private static final Checks ENGLISH = new Checks(SiteFiles.shipped());
  private static final Checks GERMAN = new Checks(SiteFiles.shipped().language("de"));

  private static Checked checked(Checks checks, String text) {
    return checks.run(new CaseBuilder().text(text).build());
  }

  private static void assertAnother(Checks checks, String text) {
    Checked checked = checked(checks, text);
    assertEquals(checks.ids().size(), checked.unfinished().size());
    checked.unfinished().forEach(check -> assertEquals(Reason.LANGUAGE, check.reason()));
    assertEquals(List.of(), checked.finished());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Befund: Regelrechte Darstellung der Lungen beidseits. Kein Pneumothorax, kein Pleuraerguss. Herz normal groß. In der Lunge rechts basal zeigt sich eine flaue Verschattung. Beurteilung: Verdacht auf Pneumonie.",
        "FINDINGS: Geen pneumothorax of pleuravocht. Normale hartgrootte. De longen zijn helder zonder infiltraat. In de rechter onderkwab een nodus van 8 mm.~IMPRESSION: nodus rechts, controle is aanbevolen met CT.",
        "Hallazgos: No se observa derrame pleural ni neumotórax. Silueta cardiaca normal. Se observa un nódulo de 8 mm en el lóbulo superior derecho.~IMPRESSION: nódulo pulmonar, control en 3 meses. No fracturas.",
        "Résultats: Pas de pneumothorax ni épanchement pleural. Silhouette cardiaque normale. Nodule de 8 mm dans le lobe supérieur droit. Conclusion: nodule pulmonaire, contrôle dans 3 mois.",
        "Reperti: Non si osserva versamento pleurico. Ombra cardiaca nei limiti della norma. Nodulo di 8 mm nel lobo superiore destro. Conclusioni: nodulo polmonare. Non fratture.",
        "Achados: Não há derrame pleural. Área cardíaca normal. Nódulo de 8 mm no lobo superior direito. Impressão: nódulo pulmonar. Controle em 3 meses.",
        "Bulgular: Her iki akciğerde pnömotoraks saptanmadı. Kalp boyutları normaldir. Sağ üst lobda 8 mm nodül izlendi. Sonuç: akciğer nodülü, takip önerilir.",
        "Wynik: Płuca bez zmian ogniskowych. Serce w normie. Guzek 8 mm w płacie górnym prawym. Wnioski: guzek płuca, kontrola za 3 miesiące. Bez odmy.",
        "Fynd: Ingen pneumothorax. Hjärtat är normalstort. I höger ovanlob finns en nodul på 8 mm. Bedömning: lungnodul, kontroll om 3 månader med DT.",
        "Nález: Plíce bez ložiskových změn. Srdce normální velikosti. Uzel 8 mm v pravém horním laloku. Závěr: plicní uzel, kontrola za 3 měsíce.",
        "Fund: Ingen pneumothorax eller pleuraeffusion. Hjertet er af normal størrelse. I højre overlap ses en nodulus på 8 mm. Konklusion: kontrol for nodulus om 3 måneder.",
        "Заключение: Лёгкие без очаговых изменений. Сердце обычных размеров. Очаг 8 мм в верхней доле правого лёгкого. Рекомендован контроль через 3 месяца.",
        "Ευρήματα: Δεν παρατηρείται πνευμοθώρακας. Καρδιά φυσιολογικού μεγέθους. Οζίδιο 8 χιλιοστών στον δεξιό άνω λοβό. Συνιστάται έλεγχος σε τρεις μήνες."
      })
  void isNoticed(String text) {
    assertAnother(ENGLISH, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // the reports with the fewest known words that were found
        "IMPRESSION: 1. No focal consolidation. No pleural effusion. No pneumothorax. 2. Normal cardiomediastinal silhouette. 3. Normal osseous and soft tissue structures.",
        "FINDINGS: R MCA M2 segment occlusion - Focal hypoattenuation in right frontoparietal region - Minimal surrounding edema.~IMPRESSION: Acute Ischemic Stroke",
        "FINDINGS: Heart size normal. Lungs clear. No pneumothorax.~IMPRESSION: Negative.",
        "CERVICAL SPINE RADIOGRAPH. FINDINGS: Normal C-spine alignment. No fracture. Disc spaces maintained.~IMPRESSION: No acute osseous injury."
      })
  void englishIsKnown(String text) {
    assertEquals(0, checked(ENGLISH, text).unfinished().size());
  }

  @Test
  void theSitesLanguageCounts() {
    String german =
        "Befund: Regelrechte Darstellung der Lungen. Kein Pneumothorax, kein Pleuraerguss. Das Herz ist nicht"
            + " vergrößert.";
    assertEquals(0, checked(GERMAN, german).unfinished().size());
    assertAnother(
        GERMAN,
        "FINDINGS: The lungs are clear without effusion or pneumothorax. The heart is of normal size.~IMPRESSION: No"
            + " acute disease.");
  }

  /** However short they are. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Großer Pneumothorax rechts.",
        "GROSSER PNEUMOTHORAX RECHTS",
        "Kein Pneumothorax.",
        "Unauffälliger Befund.",
        "Pas de fracture.",
        "RAS",
        "Sin fracturas.",
        "Nessuna frattura.",
        "Fratura do rádio.",
        "Geen fractuur.",
        "Złamanie kości promieniowej.",
        "Kırık yok.",
        "Ingen fraktur.",
        "Hernia discal L4-L5.",
        "Перелом лучевой кости.",
        "骨折なし",
        "右上葉に8mm大の結節影を認めます。気胸は認めません。胸水貯留なし。心拡大なし。縦隔リンパ節腫大なし。CTでの経過観察を推奨します。",
        "右侧气胸。",
        "كسر في الكعبرة",
        "기흉 없음",
        "asdf",
        "qwertz uiop",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
        "Take 200 g of flour, two eggs and a cup of milk. Mix well and bake for 40 minutes.",
        "Chop the onions, fry them gently in oil, add garlic, tomatoes and basil. Serve with pasta."
      })
  void aShortTextThatIsNoEnglishReportIsNoticed(String text) {
    Checked checked = checked(ENGLISH, text);
    assertEquals(checks(), checked.unfinished().size());
    assertEquals(0, checked.finished().size());
  }

  private static int checks() {
    return ENGLISH.ids().size();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ETT ok.",
        "ETT OK",
        "Normal.",
        "NORMAL CHEST",
        "No change.",
        "WNL.",
        "NAD",
        "As above.",
        "Agree.",
        "Pneumothorax.",
        "IMPRESSION: Pneumothorax.",
        "PICC tip in SVC.",
        "NGT in situ.",
        "Lines ok.",
        "Tube repositioned.",
        "Addendum: typo corrected.",
        "Wrong patient.",
        "Please disregard.",
        "Dr. Kowalski notified.",
        "Discussed with Dr. Nguyen at 14:00.",
        "R knee OA.",
        "No DVT.",
        "Cardiomegaly.",
        "Left lower lobe infiltrate, effusion",
        "Post-op changes."
      })
  void terseEnglishIsEnglish(String text) {
    assertEquals(0, checked(ENGLISH, text).unfinished().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unauffällig.",
        "Kein Pneumothorax.",
        "Pneumothorax rechts.",
        "Regelrechter Befund.",
        "ZVK korrekt einliegend.",
        "Keine Fraktur.",
        "Siehe oben.",
        "Nachtrag: telefonisch mitgeteilt."
      })
  void terseGermanIsGerman(String text) {
    assertEquals(0, checked(GERMAN, text).unfinished().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"No fracture.", "The heart is normal.", "Pas de fracture.", "asdf"})
  void aShortTextThatIsNotGermanIsNoticed(String text) {
    assertEquals(0, checked(GERMAN, text).finished().size());
  }

  /** "Pneumothorax" is a German word, too. */
  @Test
  void whatWasFoundInAnotherLanguageStands() {
    Checked checked =
        checked(ENGLISH, "Befund: Spannungspneumothorax rechts. Tension pneumothorax rechts.");
    assertEquals(
        List.of("critical-uncommunicated"),
        checked.results().stream().map(CheckResult::check).toList());
    assertEquals(checks(), checked.unfinished().size());
    assertEquals(List.of(), checked.finished());
  }
}
