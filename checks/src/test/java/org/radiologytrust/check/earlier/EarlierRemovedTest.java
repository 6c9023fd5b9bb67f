package org.radiologytrust.check.earlier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;

class EarlierRemovedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HISTORY:~Status post cholecystectomy.              | The gallbladder is normal.                               | gallbladder
          FINDINGS:~The gallbladder is surgically absent.    | Liver, gallbladder and spleen are unremarkable.          | gallbladder
          FINDINGS:~Status post splenectomy.                 | The spleen is normal in size.                            | spleen
          FINDINGS:~Left nephrectomy.                        | The left kidney is normal.                               | kidney
          FINDINGS:~Right kidney has been removed.           | Both kidneys are normal.                                 | kidneys
          FINDINGS:~Prior hysterectomy.                      | The uterus and ovaries are normal.                       | uterus
          HISTORY:~Prostatectomy in 2019.                    | The prostate is enlarged.                                | prostate
          FINDINGS:~Status post appendectomy.                | The appendix is normal.                                  | appendix
          FINDINGS:~Total thyroidectomy.                     | The thyroid gland is homogeneous.                        | thyroid gland
          FINDINGS:~The left adrenal gland was resected.     | Both adrenal glands are normal.                          | adrenal glands
          FINDINGS:~Right mastectomy.                        | The right breast is unremarkable.                        | breast
          FINDINGS:~Right nephrectomy.                       | The left kidney is normal.                               | -
          FINDINGS:~Left nephrectomy. Renal transplant.      | The left kidney is normal.                               | -
          FINDINGS:~Partial left nephrectomy.                | The left kidney is normal.                               | -
          FINDINGS:~Status post cholecystectomy.             | The gallbladder is surgically absent.                    | -
          FINDINGS:~Status post cholecystectomy.             | The gallbladder fossa is normal.                         | -
          FINDINGS:~The gallbladder is normal.               | The gallbladder is normal.                               | -
          FINDINGS:~Cholecystectomy is recommended.          | The gallbladder is normal.                               | -
          HISTORY:~Evaluate for splenectomy.                 | The spleen is normal.                                    | -
          FINDINGS:~No prior hysterectomy.                   | The uterus is normal.                                    | -
          FINDINGS:~Status post splenectomy.                 | Spleen: A small splenule is seen.                        | -
          FINDINGS:~Status post splenectomy.                 | The spleen is not seen.                                  | -
          FINDINGS:~Left nephrectomy.                        | Normal transplant kidney in the left iliac fossa.        | -
          FINDINGS:~Status post cholecystectomy.             | Gallbladder:                                             | -
          """)
  void anOrganThatWasRemoved(String before, String now, String words) {
    assertEquals(words, CheckTester.words("earlier-removed", of(before, now).build()));
  }

  private static CaseBuilder of(String before, String now) {
    return new CaseBuilder()
        .procedure("CT ABDOMEN")
        .studied("2026-06-15")
        .earlier("2026-03-04", "MRI PELVIS", before)
        .text("FINDINGS:~" + now);
  }
}
