package org.radiologytrust.cases;

import java.util.List;
import org.radiologytrust.model.Texts;

/**
 * What is true of a case: the content of its {@code truth.json}.
 *
 * @param modality DICOM Modality of the study
 * @param bodyPart DICOM BodyPartExamined of the study
 * @param split {@code train}, {@code held} (combinations never trained on), {@code unseen}
 *     (findings and phrases never trained on), or another word of the importer's
 * @param quality good, limited or poor: how well the images can be read
 * @param findings what the images show, in any order; empty = a normal study
 * @param claims what the report states, in order of the text; empty where claims are not labelled
 * @param summaries good texts; {@code null} where there are none
 */
public record Truth(
    String modality,
    String bodyPart,
    String split,
    String quality,
    List<TrueFinding> findings,
    List<TrueClaim> claims,
    GoodSummaries summaries) {
  public Truth {
    modality = Texts.orEmpty(modality);
    bodyPart = Texts.orEmpty(bodyPart);
    split = Texts.orEmpty(split);
    quality = Texts.orEmpty(quality).isEmpty() ? "good" : quality;
    findings = Texts.copy(findings);
    claims = Texts.copy(claims);
  }

  /** Texts that the summaries step should give, or the like. */
  public record GoodSummaries(String clinician, String patient) {}
}
