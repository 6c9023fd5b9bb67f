package org.radiologytrust.check.earlier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;

/** The checks that compare statements with those of the last report of the same kind. */
class EarlierStatementsTest {
  private static Audit of(String procedure, String before, String now) {
    return new CaseBuilder()
        .procedure(procedure)
        .studied("2026-06-15")
        .earlier("2026-03-04", procedure, before)
        .text(now)
        .build();
  }

  private static String words(String check, String procedure, String before, String now) {
    Audit c = of(procedure, before, now);
    for (CheckResult r : CheckTester.run(check, c)) {
      assertEquals("earlier report of 2026-03-04", r.second().source());
      assertEquals("v0", r.second().earlier());
    }
    return CheckTester.words(check, c);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Stable left pleural effusion.                          | Persistent right pleural effusion.                       | right pleural effusion
          Small pneumothorax on the left.                        | The right pneumothorax is unchanged.                     | right pneumothorax
          Right pleural effusion.                                | Left pleural effusion, unchanged.                        | Left pleural effusion
          There is a left-sided effusion.                        | No significant change in the right effusion.             | right effusion
          Right hydropneumothorax.                               | Persisting left hydropneumothorax.                       | left hydropneumothorax
          Left hemidiaphragm elevation is noted.                 | Again seen is right hemidiaphragm elevation.             | right hemidiaphragm elevation
          Small right effusion.                                  | Improving left effusion.                                 | left effusion
          Granuloma in the right upper lobe.                     | Stable granuloma in the left upper lobe.                 | granuloma in the left upper lobe
          Nodule in the left lower lobe.                         | Unchanged nodule in the right lower lobe.                | nodule in the right lower lobe
          Moderate left pleural effusion.                        | Right pleural effusion is again seen.                     | Right pleural effusion
          Left pleural effusion.                                 | New right pleural effusion.                              | -
          Left pleural effusion.                                 | Right pleural effusion.                                  | -
          Bilateral pleural effusions.                           | Stable right pleural effusion.                           | -
          Left and right pleural effusions.                      | Stable right pleural effusion.                           | -
          Pleural effusion.                                      | Stable right pleural effusion.                           | -
          Left pleural effusion.                                 | Stable right pleural effusion. Stable left effusion.     | -
          Left pleural effusion. Possible right effusion.        | Stable right pleural effusion.                           | -
          Left pleural effusion.                                 | Stable right pleural effusion since 1/5/2024.            | -
          Left pleural effusion.                                 | Known right pleural effusion on the outside CT.          | -
          No left pleural effusion.                              | Stable right pleural effusion.                           | -
          Nodule in the left lower lobe.                         | Unchanged nodule in the right upper lobe.                | -
          Left effusion with atelectasis.                        | Stable cardiomegaly. Right atelectasis.                  | -
          Left pleural effusion.                                 | Persistent effusions on the right and on the left.       | -
          """)
  void theSideOfWhatWasThere(String before, String now, String words) {
    assertEquals(
        words, words("earlier-side", "XR CHEST", "FINDINGS:~" + before, "FINDINGS:~" + now));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Left pleural effusion.                     | New left pleural effusion.                                 | left pleural effusion
          Small right pneumothorax.                  | There is a new right pneumothorax.                         | right pneumothorax
          The heart is enlarged.                     | Interval development of cardiomegaly.                      | cardiomegaly
          Mild hydronephrosis on the left.           | Left hydronephrosis has developed.                         | Left hydronephrosis
          Right lower lobe consolidation.            | New consolidation in the right lower lobe.                 | consolidation in the right lower lobe
          Small pericardial effusion.                | New small pericardial effusion.                            | pericardial effusion
          Ascites.                                   | Newly developed ascites.                                   | ascites
          Left pleural effusion.                     | New left effusion compared to the prior study.             | left effusion
          Pulmonary edema is present.                | Newly developed pulmonary edema.                          | pulmonary edema
          An 8 mm nodule in the right upper lobe.    | New 8 mm nodule in the right upper lobe.                   | nodule in the right upper lobe
          Fracture of the left 6th rib.              | New fracture of the left 6th rib.                          | fracture of the left 6th rib
          No pleural effusion.                       | New left pleural effusion.                                 | -
          Right pleural effusion.                    | New left pleural effusion.                                 | -
          Small left pleural effusion.               | New large left pleural effusion.                           | -
          Possible left pleural effusion.            | New left pleural effusion.                                 | -
          Left effusion.                             | No new effusion.                                           | -
          Left effusion.                             | Left pleural effusion, new since 1/5/2024.                 | -
          An 8 mm nodule in the right upper lobe.    | New 15 mm nodule in the right upper lobe.                  | -
          An 8 mm nodule in the right upper lobe.    | New nodule in the right upper lobe.                        | -
          An 8 mm nodule in the right upper lobe.    | Another new 8 mm nodule in the right upper lobe.           | -
          Right lower lobe consolidation.            | New consolidation in the right upper lobe.                 | -
          Left pleural effusion has resolved.        | New left pleural effusion.                                 | -
          The left pleural effusion is gone.         | The effusion is not new.                                   | -
          Compression fracture of L1.                | New compression fracture of L3.                            | -
          Left effusion.                             | New chest tube. Left effusion.                             | -
          """)
  void calledNew(String before, String now, String words) {
    assertEquals(
        words, words("earlier-new", "CT CHEST", "FINDINGS:~" + before, "FINDINGS:~" + now));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          No pneumothorax.                           | Unchanged small left pneumothorax.                          | left pneumothorax
          The heart is normal in size.               | Stable cardiomegaly.                                        | cardiomegaly
          No pleural effusion.                       | Persistent right pleural effusion.                          | right pleural effusion
          The lungs are clear.                       | Right lower lobe consolidation, unchanged.                  | Right lower lobe consolidation
          No hydronephrosis.                         | Left hydronephrosis is stable.                              | Left hydronephrosis
          There is no pulmonary edema.               | No significant change in pulmonary edema.                   | pulmonary edema
          No pulmonary nodules.                      | A 6 mm nodule in the left lung is again seen.               | nodule in the left lung
          No pericardial effusion.                   | Pericardial effusion persists.                              | Pericardial effusion
          No ascites is seen.                        | Stable ascites.                                             | ascites
          No pleural effusion.                       | Unchanged left effusion compared with the prior study.      | left effusion
          No pneumothorax.                           | A left pneumothorax is similar to prior.                    | left pneumothorax
          No acute fracture.                         | Redemonstration of a rib fracture.                          | -
          No left pleural effusion.                  | Stable right pleural effusion.                              | -
          Small effusion.                            | Stable right pleural effusion.                              | -
          No large effusion.                         | Stable trace effusion.                                      | -
          No large pleural effusion.                 | No significant change in left pleural effusion.             | -
          No acute infiltrate.                       | Stable left lower lobe airspace disease.                    | -
          No effusion. Trace left pleural fluid.     | Stable left pleural effusion.                               | -
          Nothing else.                              | Stable left pleural effusion.                               | -
          No pleural effusion.                       | Left pleural effusion, stable since 1/5/2024.               | -
          No pleural effusion.                       | Left pleural effusion, unchanged from the outside CT.       | -
          No pleural effusion.                       | New left pleural effusion. Stable heart.                    | -
          No pleural effusion.                       | Left pleural effusion with stable atelectasis.              | -
          No pneumothorax.                           | Stable appearance of the chest. No pneumothorax.            | -
          No pleural effusion.                       | Possible stable left pleural effusion.                      | -
          Possible effusion. No other effusion.      | Stable left pleural effusion.                               | -
          """)
  void calledUnchanged(String before, String now, String words) {
    assertEquals(
        words, words("earlier-unchanged", "CT CHEST", "FINDINGS:~" + before, "FINDINGS:~" + now));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A 12 mm nodule in the right upper lobe.    | A 14 mm nodule in the right upper lobe, previously 8 mm.       | 8 mm
          A 12 mm nodule in the right upper lobe.    | The right upper lobe nodule is now 9 mm and has increased.     | 9 mm
          A 3.0 cm aortic aneurysm.                  | Aortic aneurysm of 5.0 cm, previously 4.2 cm.                  | 4.2 cm
          A 12 mm nodule in the left lower lobe.     | The left lower lobe nodule has decreased, now 18 mm.           | 18 mm
          A 12 mm nodule in the left lower lobe.     | Unchanged 24 mm nodule in the left lower lobe.                 | 24 mm
          A 2.0 cm cyst in the right kidney.         | Right kidney cyst measures 3.1 cm (previously 1.1 cm).         | 1.1 cm
          A 12 mm nodule in the right upper lobe.    | A 14 mm nodule in the right upper lobe, previously 12 mm.      | -
          A 12 mm nodule in the right upper lobe.    | A 14 mm nodule in the right upper lobe, previously 1.2 cm.     | -
          A 12 mm nodule in the right upper lobe.    | A 14 mm nodule in the left upper lobe, previously 8 mm.        | -
          A 12 mm nodule in the right upper lobe.    | A 14 mm nodule in the right lower lobe, previously 8 mm.       | -
          12 mm and 7 mm nodules in the right lung.  | A 14 mm nodule in the right lung, previously 9 mm.             | -
          A 12 mm nodule in the right upper lobe.    | A 14 mm nodule in the right upper lobe (8 mm on 1/5/2024).     | -
          A 12 mm nodule in the right upper lobe.    | A 14 mm nodule in the right upper lobe has increased.          | -
          A 12 mm nodule in the right upper lobe.    | Unchanged 13 mm nodule in the right upper lobe.                | -
          Nodules up to 12 mm in the right lung.     | Nodules in the right lung, the largest 9 mm, have increased.   | -
          A 12 mm nodule in the right upper lobe.    | A 9 mm nodule in the right upper lobe.                         | -
          The liver is 15 cm.                        | The liver measures 18 cm, previously 12 cm.                    | -
          """)
  void sizes(String before, String now, String words) {
    Audit c = of("CT CHEST ABDOMEN", "FINDINGS:~" + before, "FINDINGS:~" + now);
    List<CheckResult> results = CheckTester.run("earlier-size", c);
    assertEquals(words.equals("-") ? 0 : 1, results.size());
    results.forEach(r -> assertEquals(true, r.first().value().contains(words), r.first().value()));
  }
}
