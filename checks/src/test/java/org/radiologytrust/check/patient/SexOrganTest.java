package org.radiologytrust.check.patient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Sex;

class SexOrganTest {
  private static String words(Sex sex, String text) {
    return CheckTester.words("sex-organ", new CaseBuilder().sex(sex).text(text).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FEMALE|FINDINGS: The prostate is enlarged.|prostate
          FEMALE|FINDINGS: The bladder, prostate and rectum are normal.|prostate
          FEMALE|FINDINGS: No prostate enlargement.|prostate
          FEMALE|FINDINGS: Prostatic calcifications.|Prostatic
          FEMALE|FINDINGS: Seminal vesicles are symmetric.|Seminal vesicles
          FEMALE|IMPRESSION: Testicular torsion.|Testicular
          FEMALE|FINDINGS: Both testes are normal. The scrotum is not swollen.|testes+scrotum
          FEMALE|FINDINGS: Status post prostatectomy.|prostatectomy
          MALE|FINDINGS: The uterus is anteverted.|uterus
          MALE|FINDINGS: Uterus and ovaries are normal.|Uterus
          MALE|FINDINGS: No adnexal mass.|adnexal
          MALE|FINDINGS: No uterine mass is seen.|uterine
          MALE|FINDINGS: Endometrial thickness is 4 mm.|Endometrial
          MALE|FINDINGS: Status post hysterectomy.|hysterectomy
          MALE|IMPRESSION: Right ovarian cyst.|ovarian
          MALE|Normal pelvis. The left ovary is normal.|ovary
          """)
  void alarms(Sex sex, String text, String expected) {
    assertEquals(expected, words(sex, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MALE|FINDINGS: The prostate is enlarged.
          MALE|FINDINGS: Seminal vesicles and testes are normal.
          MALE|FINDINGS: Status post prostatectomy.
          FEMALE|FINDINGS: Uterus and ovaries are normal.
          FEMALE|FINDINGS: Status post hysterectomy. Adnexa normal.
          UNKNOWN|FINDINGS: Uterus and prostate are normal.
          OTHER|FINDINGS: Uterus and prostate are normal.
          MALE|FINDINGS: No uterus is seen.
          MALE|FINDINGS: The uterus is absent.
          MALE|FINDINGS: No uterus or vagina.
          FEMALE|FINDINGS: There is no prostate.
          FEMALE|FINDINGS: Absent prostate.
          FEMALE|FINDINGS: The testes are not seen.
          MALE|HISTORY: Family history of ovarian cancer.~FINDINGS: Normal.
          MALE|FINDINGS: Family history of ovarian cancer. Normal breast.
          MALE|FINDINGS: His mother had uterine cancer.
          FEMALE|HISTORY: Prostate cancer of the father.~FINDINGS: Normal.
          FEMALE|FINDINGS: Father with prostate cancer.
          FEMALE|FINDINGS: Single live fetus. The fetal scrotum is seen. The penis is normal.
          FEMALE|FINDINGS: Intrauterine pregnancy at 20 weeks. Testes are seen.
          FEMALE|FINDINGS: Cervical spine is normal.
          MALE|FINDINGS: Cervical spine and cervical lymph nodes are normal.
          MALE|FINDINGS: Bladder and rectum are normal.
          MALE|FINDINGS: The kidney of a donor, her uterus normal.
          MALE|FINDINGS: Ovoid lesion with an overt margin.
          FEMALE|FINDINGS: Protestant testimony about testing.
          """)
  void silent(Sex sex, String text) {
    assertEquals("-", words(sex, text));
  }

  @Test
  void theImagesTellWhereTheMessageDoesNot() {
    Audit c =
        new CaseBuilder()
            .studySex(Sex.MALE)
            .image("MR", "PELVIS", "", "")
            .text("FINDINGS: Normal uterus.")
            .build();
    CheckResult r = CheckTester.run("sex-organ", c).get(0);
    assertEquals("PatientSex (0010,0040)", r.second().source());
    Audit other =
        new CaseBuilder()
            .sex(Sex.OTHER)
            .studySex(Sex.MALE)
            .image("MR", "PELVIS", "", "")
            .text("FINDINGS: Normal uterus.")
            .build();
    assertEquals("-", CheckTester.words("sex-organ", other));
  }

  @Test
  void theResult() {
    Audit c = new CaseBuilder().sex(Sex.FEMALE).text("FINDINGS: Normal prostate.").build();
    CheckResult r = CheckTester.run("sex-organ", c).get(0);
    assertEquals(Label.NEEDS_REVIEW, r.label());
    assertEquals("PID-8", r.second().source());
    assertEquals("F", r.second().value());
    Audit fhir =
        new CaseBuilder()
            .sex(Sex.FEMALE)
            .source(ReportField.SEX, "Patient.gender")
            .text("FINDINGS: Normal prostate.")
            .build();
    assertEquals("Patient.gender", CheckTester.run("sex-organ", fhir).get(0).second().source());
  }
}
